import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ApiClient } from './api-client.ts';
import { demoAgents, demoPeople } from './demo-people.ts';
import type { SignIns } from './sign-ins.ts';

type Created = { id: string };

/**
 * Fills an empty base through the API, as a person would: a team, the people at the telephones, the ones who supervise,
 * and customers. Done once per data folder; the mark is written last, and what exists already is left alone.
 */
export async function seedDemoBase(api: ApiClient, signIns: SignIns, dataDir: string): Promise<void> {
  const mark = join(dataDir, 'demo-base-filled');
  if (existsSync(mark)) return;
  const team = await api.post<Created>('teams', { name: 'Sales' });
  const agents = await seedAgents(api, signIns, team.id);
  await seedUsers(api, signIns, team.id);
  await seedPeople(api, agents);
  writeFileSync(mark, 'The demonstration base was filled once. Remove the whole data folder to begin again.\n');
}

async function seedAgents(api: ApiClient, signIns: SignIns, teamId: string): Promise<Created[]> {
  const agents: Created[] = [];
  for (const [index, agent] of demoAgents.entries()) {
    const signIn = signIns.operators[index];
    if (!signIn) continue;
    agents.push(
      await api.post<Created>('agents', {
        name: agent.name,
        email: signIn.email,
        password: signIn.password,
        interface: `PJSIP/${agent.extension}`,
        role: 'operator',
        teamId,
      }),
    );
  }
  return agents;
}

async function seedUsers(api: ApiClient, signIns: SignIns, teamId: string): Promise<void> {
  const user = (name: string, role: string, { email, password }: { email: string; password: string }) =>
    api.post('users', { name, email, password, role, teamId });
  await user('Sofia Marchenko', 'supervisor', signIns.supervisor);
  await user('Michael Grant', 'manager', signIns.manager);
}

async function seedPeople(api: ApiClient, agents: Created[]): Promise<void> {
  for (const [index, person] of demoPeople.entries()) {
    // Every third has no owner yet: whoever answers may take them.
    const owner = index % 3 === 2 ? null : (agents[index % Math.max(1, agents.length)]?.id ?? null);
    await api.post('contacts', {
      name: person.name,
      role: person.role,
      organisationName: person.organisation,
      lifecycle: person.lifecycle,
      phones: person.phones.map((raw, at) => ({ raw, primary: at === 0 })),
      emails: person.email ? [person.email] : [],
      notes: person.notes,
      vip: person.vip ?? false,
      timeZone: person.timeZone ?? null,
      ownerId: owner,
    });
  }
}
