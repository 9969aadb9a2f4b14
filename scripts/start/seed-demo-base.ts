import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ApiClient, ApiRefused } from './api-client.ts';
import { demoAgents, demoPeople } from './demo-people.ts';
import { seedDemoDeals } from './seed-demo-deals.ts';
import { seedDemoMessages } from './seed-demo-messages.ts';
import { seedDemoScripts } from './seed-demo-scripts.ts';
import { seedDemoTasks } from './seed-demo-tasks.ts';
import type { SignIns } from './sign-ins.ts';

type Created = { id: string };
type List<T> = { items: T[] };

export const isDemoBaseFilled = (dataDir: string): boolean => existsSync(join(dataDir, 'demo-base-filled'));

/**
 * Fills an empty base through the API, as a person would: a team, the people at the telephones, the ones who supervise,
 * customers, a catalogue, deals and scripts. Done once per data folder; the mark is written last, and what exists already is left alone, so that a
 * first start that was interrupted goes on where it was.
 */
export async function seedDemoBase(api: ApiClient, signIns: SignIns, dataDir: string): Promise<void> {
  if (isDemoBaseFilled(dataDir)) return;
  const teamId = await seedTeam(api);
  const agents = await seedAgents(api, signIns, teamId);
  await seedUsers(api, signIns, teamId);
  await seedPeople(api, agents);
  await seedDemoDeals(api);
  await seedDemoTasks(api);
  await seedDemoMessages(api);
  await seedDemoScripts(api);
  const said = 'The demonstration base was filled once. Remove the whole data folder to begin again.\n';
  writeFileSync(join(dataDir, 'demo-base-filled'), said);
}

/** What a POST makes; null when somebody has that name, address or telephone already. */
async function unlessTaken<T>(made: Promise<T>): Promise<T | null> {
  try {
    return await made;
  } catch (error) {
    if (error instanceof ApiRefused && error.status === 409) return null;
    throw error;
  }
}

async function seedTeam(api: ApiClient): Promise<string | null> {
  const name = 'Sales';
  const made = await unlessTaken(api.post<Created>('teams', { name }));
  if (made) return made.id;
  const { items } = await api.get<List<Created & { name: string }>>('teams');
  return items.find((team) => team.name === name)?.id ?? null;
}

async function seedAgents(api: ApiClient, signIns: SignIns, teamId: string | null): Promise<Created[]> {
  const known = await api.get<List<Created & { email: string | null }>>('agents?limit=200');
  const agents: Created[] = [];
  for (const [index, agent] of demoAgents.entries()) {
    const signIn = signIns.operators[index];
    if (!signIn) continue;
    const body = {
      name: agent.name,
      email: signIn.email,
      password: signIn.password,
      interface: `PJSIP/${agent.extension}`,
      role: 'operator',
      teamId,
    };
    const before = known.items.find(({ email }) => email === signIn.email);
    const one = before ?? (await unlessTaken(api.post<Created>('agents', body)));
    if (one) agents.push(one);
  }
  return agents;
}

async function seedUsers(api: ApiClient, signIns: SignIns, teamId: string | null): Promise<void> {
  const user = (name: string, role: string, { email, password }: { email: string; password: string }) =>
    unlessTaken(api.post('users', { name, email, password, role, teamId }));
  await user('Sofia Marchenko', 'supervisor', signIns.supervisor);
  await user('Michael Grant', 'manager', signIns.manager);
}

async function seedPeople(api: ApiClient, agents: Created[]): Promise<void> {
  const known = await api.get<List<{ name: string }>>('contacts?limit=200');
  const names = new Set(known.items.map(({ name }) => name));
  for (const [index, person] of demoPeople.entries()) {
    if (names.has(person.name)) continue;
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
