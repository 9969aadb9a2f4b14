import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Firm, peopleOfFirm, signInAs } from '../../../test/factories/people-of-firm.ts';
import { startTestServer, type TestServer } from '../../../test/server/test-server.ts';
import type { Agent, Presence } from '../../contract/agents.contract.ts';
import type { DirectoryEntry } from '../../contract/directories.contract.ts';

let server: TestServer;
let firm: Firm;
beforeAll(async () => {
  server = await startTestServer();
  firm = await peopleOfFirm(server);
  await server.idle();
});
afterAll(() => server.close());

const refusal = (body: unknown) => (body as { error: { code: string; message: string } }).error;
let hired = 0;
async function hire(more: object = {}) {
  hired += 1;
  const email = `new${hired}@firm.test`;
  return firm.admin.post<Agent & { initialPassword: string | null }>('/api/agents', {
    name: `New ${hired}`,
    email,
    ...more,
  });
}
async function presenceOf(agentId: string): Promise<Presence> {
  await server.idle();
  const { body } = await firm.maria.get<{ items: Presence[] }>('/api/agents/presence');
  return body.items.find((presence) => presence.agentId === agentId)!;
}
const ask = (by: { post: Firm['anna']['post'] }, agentId: string, state: string, pauseReason: string | null = null) =>
  by.post<Presence>(`/api/agents/${agentId}/presence`, { state, pauseReason });

describe('agents', () => {
  it('are made with the user who signs in, and the password that was made is shown once', async () => {
    const made = await hire({ interface: 'PJSIP/150', role: 'supervisor', teamId: firm.south });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({ interface: 'PJSIP/150', role: 'supervisor', teamId: firm.south, active: true });
    const client = await signInAs(server, made.body.email!, made.body.initialPassword!);
    expect((await client.get('/api/session')).body).toMatchObject({ agentId: made.body.id, role: 'supervisor' });
    const read = await firm.anna.get<object>(`/api/agents/${made.body.id}`);
    expect(read.body).not.toHaveProperty('initialPassword');
  });

  it('refuse a telephone that is somebody’s already, and say whose, also when two ask at once', async () => {
    const taken = await hire({ interface: 'PJSIP/101' });
    expect(taken.status).toBe(409);
    expect(refusal(taken.body)).toMatchObject({
      code: 'agents.interface_taken',
      message: expect.stringContaining('Anna'),
    });
    const both = await Promise.all([hire({ interface: 'PJSIP/160' }), hire({ interface: 'PJSIP/160' })]);
    expect(both.map((reply) => reply.status).sort()).toEqual([201, 409]);
    expect((await firm.admin.get(`/api/users`)).status).toBe(200);
  });

  it('leave nothing behind when they are refused', async () => {
    const before = await server.db.sql`select id from users`;
    expect((await hire({ interface: 'PJSIP/101' })).status).toBe(409);
    expect((await hire({ interface: 'Nonsense' })).status).toBe(422);
    expect((await hire({ teamId: 'tem_none', interface: 'PJSIP/199' })).status).toBeGreaterThanOrEqual(400);
    expect((await server.db.sql`select id from users`).count).toBe(before.count);
  });

  it('give the telephone free when they leave, and are signed out', async () => {
    const leaver = (await hire({ interface: 'PJSIP/170' })).body;
    const client = await signInAs(server, leaver.email!, leaver.initialPassword!);
    expect((await firm.admin.patch(`/api/agents/${leaver.id}`, { active: false })).status).toBe(200);
    expect((await client.get('/api/agents')).status).toBe(401);
    const next = (await hire({ interface: 'PJSIP/170' })).body;
    expect(next.interface).toBe('PJSIP/170');
    expect((await firm.admin.patch(`/api/agents/${leaver.id}`, { active: true })).status).toBe(409);
    expect((await firm.admin.patch(`/api/agents/${leaver.id}`, { active: true, interface: null })).status).toBe(200);
  });

  it('follow the user who is renamed, moved or closed', async () => {
    const made = (await hire()).body;
    await firm.admin.patch(`/api/users/${made.userId}`, { name: 'Renamed', teamId: firm.south });
    await server.idle();
    expect((await firm.anna.get(`/api/agents/${made.id}`)).body).toMatchObject({ name: 'Renamed', teamId: firm.south });
    await firm.admin.patch(`/api/users/${made.userId}`, { active: false });
    await server.idle();
    expect((await firm.anna.get(`/api/agents/${made.id}`)).body).toMatchObject({ active: false });
  });

  it('[ACC-1] are managed by administrators only', async () => {
    for (const who of [firm.anna, firm.sveta, firm.maria]) {
      expect((await who.post('/api/agents', { name: 'X', email: 'x@firm.test' })).status).toBe(403);
      expect((await who.patch(`/api/agents/${firm.anna.agent.id}`, { name: 'X' })).status).toBe(403);
      expect((await who.get('/api/agents')).status).toBe(200);
    }
    expect((await server.anonymous.get('/api/agents')).status).toBe(401);
  });

  it('[AGT-4] have the skills they were given, audited; one that is switched off stays and is given to nobody else', async () => {
    const skill = async (label: string) =>
      (await firm.admin.post<DirectoryEntry>('/api/directories', { directory: 'skill', label })).body;
    const [french, mortgage] = [await skill('French'), await skill('Mortgage')];
    const made = (await hire({ skillIds: [french.id] })).body;
    const give = (agentId: string, ...skillIds: string[]) =>
      firm.admin.patch<Agent>(`/api/agents/${agentId}`, { skillIds });
    expect(made.skillIds).toEqual([french.id]);
    expect((await give(made.id, 'mortgage', french.id, french.id)).body.skillIds).toEqual(
      [french.id, mortgage.id].sort(),
    );
    const [change] = await server.db.sql<{ before: Agent; after: Agent }[]>`
      select before, after from audit_entries where record = ${made.id} and action = 'agent.changed'`;
    expect([change?.before.skillIds.length, change?.after.skillIds.length]).toEqual([1, 2]);
    // Others are left alone, and a change of something else leaves them.
    const renamed = await firm.admin.patch<Agent>(`/api/agents/${made.id}`, { name: 'Renamed' });
    expect(renamed.body.skillIds).toHaveLength(2);
    // Skills are the only directory that may be left empty of choices.
    for (const { id } of [french, mortgage])
      expect((await firm.admin.patch(`/api/directories/${id}`, { active: false })).status).toBe(200);
    expect((await give(made.id, french.id)).body.skillIds).toEqual([french.id]);
    for (const skillIds of [[mortgage.id], ['unknown'], ['dir_source_import']]) {
      const refused = await give(made.id, french.id, ...skillIds);
      expect(refusal(refused.body)).toMatchObject({ code: 'agents.unknown_skill' });
    }
    const read = await firm.anna.get<Agent>(`/api/agents/${made.id}`);
    expect(read.body.skillIds).toEqual([french.id]);
  });

  it('are listed page by page', async () => {
    const first = await firm.anna.get<{ items: Agent[]; nextCursor: string }>('/api/agents?limit=2');
    const second = await firm.anna.get<{ items: Agent[] }>(`/api/agents?limit=2&cursor=${first.body.nextCursor}`);
    const names = [...first.body.items, ...second.body.items].map((agent) => agent.name);
    expect(names).toEqual([...names].sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1)));
    expect(new Set(names).size).toBe(4);
  });
});

describe('[AGT-1] presence', () => {
  it('begins with signing in and ends with the last signing out', async () => {
    expect((await presenceOf(firm.anna.agent.id)).state).toBe('ready');
    const made = (await hire()).body;
    expect((await presenceOf(made.id)).state).toBe('off');
    const [one, two] = [
      await signInAs(server, made.email!, made.initialPassword!),
      await signInAs(server, made.email!, made.initialPassword!),
    ];
    expect((await presenceOf(made.id)).state).toBe('ready');
    await one.delete('/api/session');
    expect((await presenceOf(made.id)).state).toBe('ready');
    await two.delete('/api/session');
    expect((await presenceOf(made.id)).state).toBe('off');
  });

  it('pauses with a reason and goes on, and keeps how long each lasted', async () => {
    const { id } = firm.anna.agent;
    const paused = await ask(firm.anna, id, 'paused', 'Lunch\r\nAction: Logoff');
    expect(paused.body).toMatchObject({ state: 'paused', pauseReason: 'Lunch Action: Logoff' });
    const again = await ask(firm.anna, id, 'paused', 'Lunch\r\nAction: Logoff');
    expect(again.body).toEqual(paused.body);
    const ready = await ask(firm.anna, id, 'ready');
    expect(ready.body).toMatchObject({ state: 'ready', pauseReason: null, version: paused.body.version + 1 });
    const states = await server.db.sql<{ state: string; open: boolean }[]>`
      select state, ended_at is null as open from agent_states where agent_id = ${id} order by id`;
    expect(states.map(({ state }) => state)).toEqual(['ready', 'paused', 'ready']);
    expect(states.map(({ open }) => open)).toEqual([false, false, true]);
  });

  it('asks the PBX to follow, once however often it is clicked', async () => {
    const { id } = firm.boris.agent;
    await ask(firm.boris, id, 'paused', 'Lunch');
    await ask(firm.boris, id, 'ready');
    const jobs = await server.db.sql<{ key: string }[]>`
      select key from graphile_worker.jobs where task_identifier = 'agents.pause-queue-member' and key like ${`%${id}`}`;
    expect(jobs).toHaveLength(1);
  });

  it('[ACC-1] is changed by oneself, by the team’s supervisor, and by nobody else', async () => {
    const { id } = firm.anna.agent;
    const who = [
      [firm.anna, 200],
      [firm.sveta, 200],
      [firm.maria, 200],
      [firm.boris, 403],
    ] as const;
    for (const [client, status] of who) expect((await ask(client, id, 'ready')).status, client.agent.name).toBe(status);
    expect((await ask(firm.sveta, firm.boris.agent.id, 'ready')).status).toBe(403);
    expect((await ask(server.anonymous, id, 'ready')).status).toBe(401);
    expect((await ask(firm.maria, 'agt_none', 'ready')).status).toBe(404);
  });

  it('is told live to the board, the team and oneself, and the snapshot says the same', async () => {
    const [board, mate, other] = [await firm.maria.live(), await firm.sveta.live(), await firm.boris.live()];
    const { id } = firm.anna.agent;
    const { body } = await ask(firm.anna, id, 'paused', 'Tea');
    for (const live of [board, mate]) {
      const { event } = await live.event(
        (message) => message.event.name === 'agent.changed' && message.event.payload.presence.version === body.version,
      );
      expect(event.payload).toEqual({ presence: body });
    }
    await ask(firm.boris, firm.boris.agent.id, 'paused', 'Tea');
    await other.event((message) => message.event.name === 'agent.changed');
    const heard = other.events.flatMap(({ event }) =>
      event.name === 'agent.changed' ? [event.payload.presence.agentId] : [],
    );
    expect(new Set(heard)).toEqual(new Set([firm.boris.agent.id]));
    const fresh = await firm.boris.live();
    expect(Object.keys(fresh.snapshot.state.presence)).toContain(firm.boris.agent.id);
    expect(Object.keys(fresh.snapshot.state.presence)).not.toContain(id);
    for (const live of [board, mate, other, fresh]) live.close();
    await ask(firm.anna, id, 'ready');
    await ask(firm.boris, firm.boris.agent.id, 'ready');
  });
});
