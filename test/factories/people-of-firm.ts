/**
 * A small firm for tests of access: two teams, an operator in each, a supervisor of the first, a manager and an
 * administrator, all signed in. `const firm = await peopleOfFirm(server)`.
 */
import type { Agent } from '../../server/contract/agents.contract.ts';
import { clientOf, type TestClient, type TestServer } from '../server/test-server.ts';

export interface PersonAtWork extends TestClient {
  agent: Agent;
  email: string;
}

export interface Firm {
  admin: TestClient;
  north: string;
  south: string;
  /** Operator of the north. */
  anna: PersonAtWork;
  /** Operator of the south. */
  boris: PersonAtWork;
  /** Supervisor of the north. */
  sveta: PersonAtWork;
  /** Sees everything. */
  maria: PersonAtWork;
}

const password = 'correct horse battery';

export async function signInAs(server: TestServer, email: string, secret = password): Promise<TestClient> {
  const reply = await server.anonymous.post('/api/session', { email, password: secret });
  if (reply.status !== 200) throw new Error(`signing in as ${email} answered ${reply.status}`);
  const cookie = reply.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  return clientOf(server.url, { cookie });
}

export async function peopleOfFirm(server: TestServer): Promise<Firm> {
  const admin = await server.keyOf('administrator');
  const team = async (name: string) => (await admin.post<{ id: string }>('/api/teams', { name })).body.id;
  const north = await team('North');
  const south = await team('South');
  const hire = async (
    name: string,
    role: string,
    teamId: string | null,
    device: string | null,
  ): Promise<PersonAtWork> => {
    const email = `${name.toLowerCase()}@firm.test`;
    const body = { name, email, role, teamId, interface: device, password };
    const made = await admin.post<Agent>('/api/agents', body);
    if (made.status !== 201) throw new Error(`hiring ${name} answered ${made.status}: ${JSON.stringify(made.body)}`);
    return { ...(await signInAs(server, email)), agent: made.body, email };
  };
  return {
    admin,
    north,
    south,
    anna: await hire('Anna', 'operator', north, 'PJSIP/101'),
    boris: await hire('Boris', 'operator', south, 'PJSIP/102'),
    sveta: await hire('Sveta', 'supervisor', north, null),
    maria: await hire('Maria', 'manager', null, null),
  };
}
