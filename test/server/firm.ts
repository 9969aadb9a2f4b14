/** A small firm for tests of calls: two teams, agents at telephones, leaders. Written straight into the tables. */
import type { Role } from '../../server/contract/access.contract.ts';
import type { SignedInClient, TestServer } from './test-server.ts';

export interface Colleague extends SignedInClient {
  agentId: string | null;
}

export interface Firm {
  sales: string;
  care: string;
  anna: Colleague;
  boris: Colleague;
  clara: Colleague;
  leadOfSales: Colleague;
  leadOfCare: Colleague;
  manager: Colleague;
}

async function agent(server: TestServer, id: string, name: string, device: string | null, teamId: string | null) {
  const now = new Date();
  await server.db.sql`
    insert into agents ${server.db.sql({ id, name, interface: device, team_id: teamId, created_at: now, updated_at: now })}`;
}

/** Anna (101) and Boris (102) of sales, Clara (103) of care; the lead of sales has telephone 104. */
export async function foundFirm(server: TestServer): Promise<Firm> {
  const now = new Date();
  for (const [id, name] of [
    ['team_sales', 'Sales'],
    ['team_care', 'Care'],
  ]) {
    await server.db.sql`insert into teams ${server.db.sql({ id, name, created_at: now })}`;
  }
  await agent(server, 'agt_anna', 'Anna', 'PJSIP/101', 'team_sales');
  await agent(server, 'agt_boris', 'Boris', 'PJSIP/102', 'team_sales');
  await agent(server, 'agt_clara', 'Clara', 'PJSIP/103', 'team_care');
  await agent(server, 'agt_lead', 'Lead', 'PJSIP/104', 'team_sales');
  const join = async (role: Role, teamId: string | null, agentId: string | null): Promise<Colleague> => {
    const client = await server.signIn(role, { teamId, agentId });
    // What follows from a new user must not find the telephone that is given behind its back.
    await server.idle();
    if (agentId !== null) await server.db.sql`update agents set user_id = ${client.userId} where id = ${agentId}`;
    return { ...client, agentId };
  };
  return {
    sales: 'team_sales',
    care: 'team_care',
    anna: await join('operator', 'team_sales', 'agt_anna'),
    boris: await join('operator', 'team_sales', 'agt_boris'),
    clara: await join('operator', 'team_care', 'agt_clara'),
    leadOfSales: await join('supervisor', 'team_sales', 'agt_lead'),
    leadOfCare: await join('supervisor', 'team_care', null),
    manager: await join('manager', null, null),
  };
}
