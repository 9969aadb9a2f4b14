import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Firm, type PersonAtWork, peopleOfFirm } from '../../../test/factories/people-of-firm.ts';
import { startTestServer, type TestServer } from '../../../test/server/test-server.ts';
import type { Task, TaskDetail } from '../../contract/tasks.contract.ts';
import type { Principal } from '../access/principal.ts';
import { maySeeTask, visibleTasks } from './task-access.ts';

let server: TestServer;
let firm: Firm;
beforeAll(async () => {
  server = await startTestServer();
  firm = await peopleOfFirm(server);
});
afterAll(() => server.close());

interface List {
  items: Task[];
}
async function give(by: PersonAtWork, to: PersonAtWork | null, more: object = {}): Promise<Task> {
  const agentId = to === null ? null : to.agent.id;
  const reply = await by.post<Task>('/api/tasks', { title: 'Send the contract', verify: true, agentId, ...more });
  expect(reply.status, JSON.stringify(reply.body)).toBe(201);
  return reply.body;
}
const step = (by: PersonAtWork, task: Task, name: string, comment?: string) =>
  by.post<TaskDetail & { error: { code: string; fields?: object } }>(`/api/tasks/${task.id}/steps`, {
    step: name,
    comment,
  });
const read = async (by: PersonAtWork, task: Task) => by.get<TaskDetail>(`/api/tasks/${task.id}`);

describe('[TASK-1] a task that is given and verified', () => {
  it('[TASK-1] is accepted, executed, returned with a comment, executed again and verified; the history says by whom', async () => {
    const task = await give(firm.anna, firm.boris);
    expect(task).toMatchObject({ state: 'given', done: false, creator: { name: 'Anna' }, agent: { name: 'Boris' } });
    expect((await read(firm.boris, task)).body).toMatchObject({ steps: ['accept', 'execute'], mayChange: false });
    expect((await read(firm.anna, task)).body).toMatchObject({ steps: ['verify'], mayChange: true });
    expect((await step(firm.boris, task, 'accept')).body).toMatchObject({ state: 'accepted' });
    expect((await step(firm.boris, task, 'execute')).body).toMatchObject({ state: 'executed', done: false });
    expect((await step(firm.anna, task, 'return')).status).toBe(422);
    expect((await step(firm.anna, task, 'return', 'No stamp')).body).toMatchObject({
      state: 'returned',
      steps: ['verify'],
    });
    expect((await step(firm.boris, task, 'execute')).status).toBe(200);
    const verified = (await step(firm.anna, task, 'verify')).body;
    expect(verified).toMatchObject({ state: 'verified', done: true });
    expect(verified.history.map((line) => [line.step, line.comment, line.by?.name])).toEqual([
      ['verify', '', 'Anna'],
      ['execute', '', 'Boris'],
      ['return', 'No stamp', 'Anna'],
      ['execute', '', 'Boris'],
      ['accept', '', 'Boris'],
    ]);
  });

  it('[TASK-1] cannot be verified, changed or freed of verifying by whoever executes it', async () => {
    const task = await give(firm.anna, firm.boris);
    expect((await step(firm.boris, task, 'verify')).body.error.code).toBe('tasks.giver_only');
    for (const patch of [
      { verify: false },
      { title: 'Easier' },
      { dueAt: '2027-01-01T00:00:00.000Z' },
      { agentId: null },
    ]) {
      const reply = await firm.boris.patch<{ error: { code: string } }>(`/api/tasks/${task.id}`, patch);
      expect(reply.body.error.code, JSON.stringify(patch)).toBe('tasks.giver_only');
    }
    // The plain "done" of the desk means "executed"; taking it back means "accepted".
    expect((await firm.boris.patch<Task>(`/api/tasks/${task.id}`, { done: true })).body).toMatchObject({
      state: 'executed',
      done: false,
    });
    expect((await firm.boris.patch<Task>(`/api/tasks/${task.id}`, { done: false })).body.state).toBe('accepted');
  });

  it('[TASK-1] that is anybody’s belongs to whoever accepts it', async () => {
    const task = await give(firm.anna, null);
    expect((await step(firm.boris, task, 'accept')).body).toMatchObject({
      state: 'accepted',
      agent: { name: 'Boris' },
    });
  });

  it('[TASK-1] begins anew for whoever gets it instead', async () => {
    const task = await give(firm.anna, firm.boris);
    await step(firm.boris, task, 'accept');
    const moved = await firm.anna.patch<Task>(`/api/tasks/${task.id}`, { agentId: firm.sveta.agent.id });
    expect(moved.body).toMatchObject({ state: 'given', agent: { name: 'Sveta' } });
  });

  it('[TASK-1] is never one’s own, and a plain one has no chain', async () => {
    const own = await firm.anna.post<{ error: { fields: object } }>('/api/tasks', { title: 'Mine', verify: true });
    expect(own.status).toBe(422);
    expect(own.body.error.fields).toHaveProperty('verify');
    const plain = await give(firm.anna, firm.boris, { verify: false });
    expect((await step(firm.boris, plain, 'accept')).body.error.code).toBe('tasks.step_not_possible');
  });
});

describe('[ACC-1] who sees a task', () => {
  it('[ACC-1] somebody else’s is 404 for reading, changing and every step; its maker and the leaders see it', async () => {
    const task = await give(firm.maria, firm.anna);
    for (const [who, status] of [
      [firm.maria, 200],
      [firm.anna, 200],
      [firm.sveta, 200],
      [firm.boris, 404],
    ] as const)
      expect((await read(who, task)).status, who.agent.name).toBe(status);
    expect((await step(firm.boris, task, 'verify')).status).toBe(404);
    expect((await firm.boris.patch(`/api/tasks/${task.id}`, { title: 'X' })).status).toBe(404);
    const bulk = await firm.boris.post<{ refused: { code: string }[] }>('/api/tasks/bulk', {
      changes: [{ id: task.id, done: true }],
    });
    expect(bulk.body.refused).toMatchObject([{ code: 'tasks.not_found' }]);
    const given = await give(firm.boris, firm.anna);
    const mine = (await firm.boris.get<List>('/api/tasks?given=true')).body.items.map(({ id }) => id);
    expect(mine).toContain(given.id);
    expect(mine).not.toContain(task.id);
  });

  it('[ACC-1] is the same for one record in hand and in SQL, for every role', async () => {
    await give(firm.boris, firm.anna);
    await give(firm.anna, null, { verify: false });
    await give(firm.maria, firm.boris, { verify: false });
    const rows = await server.db.sql<
      { id: string; agent_id: string | null; team_id: string | null; created_by: string | null }[]
    >`
      select id, agent_id, team_id, created_by from tasks`;
    const people = [firm.anna, firm.boris, firm.sveta, firm.maria];
    for (const { agent } of people) {
      const reader = {
        ...agent,
        userId: agent.userId,
        agentId: agent.id,
        id: agent.userId ?? '',
      } as unknown as Principal;
      const { sql } = server.db;
      const seen = await sql<{ id: string }[]>`select t.id from tasks t where ${visibleTasks(sql, reader)}`;
      const byHand = rows.filter((row) => maySeeTask(reader, 'tasks.read', row)).map(({ id }) => id);
      expect(seen.map(({ id }) => id).sort(), agent.name).toEqual(byHand.sort());
      expect(byHand.length, agent.name).toBeGreaterThan(0);
    }
  });
});

describe('[TASK-1] several tasks at once', () => {
  it('[TASK-1] are done, moved and given in one request, and taken back by the old values', async () => {
    const tasks = [await plain('One', '2026-12-01T10:00:00.000Z'), await plain('Two', '2026-12-02T11:00:00.000Z')];
    const changes = tasks.map(({ id, version }) => ({
      id,
      version,
      dueAt: '2026-12-09T10:00:00.000Z',
      durationMinutes: 75,
      agentId: firm.sveta.agent.id,
      done: true,
    }));
    const done = await firm.maria.post<{ items: Task[]; refused: [] }>('/api/tasks/bulk', { changes });
    expect(done.body.refused).toEqual([]);
    expect(done.body.items).toMatchObject(
      [1, 2].map(() => ({ done: true, agent: { name: 'Sveta' }, durationMinutes: 75, version: 2 })),
    );
    const back = tasks.map(({ id, dueAt, durationMinutes, agent }) => ({
      ...{ id, version: 2, dueAt, durationMinutes },
      ...{ agentId: agent?.id, done: false },
    }));
    const undone = await firm.maria.post<{ items: Task[] }>('/api/tasks/bulk', { changes: back });
    expect(undone.body.items.map((one) => [one.dueAt, one.durationMinutes, one.state, one.agent?.name])).toEqual(
      tasks.map(({ dueAt }) => [dueAt, null, 'open', 'Anna']),
    );
  });

  it('[TASK-1] leave those that were changed meanwhile as they are, and say so', async () => {
    const [one, two] = [await plain('Fresh', null), await plain('Stale', null)];
    await firm.anna.patch(`/api/tasks/${two.id}`, { title: 'Stale, renamed' });
    const changes = [one, two].map(({ id, version }) => ({ id, version, done: true }));
    const reply = await firm.anna.post<{ items: Task[]; refused: { id: string; code: string }[] }>('/api/tasks/bulk', {
      changes,
    });
    expect(reply.body.items.map(({ id }) => id)).toEqual([one.id]);
    expect(reply.body.refused).toMatchObject([{ id: two.id, code: 'tasks.stale' }]);
  });

  const plain = async (title: string, dueAt: string | null) =>
    (await firm.anna.post<Task>('/api/tasks', { title, dueAt })).body;
});

describe('[TASK-1] the fields of a task', () => {
  it('[TASK-1] are kept: kind, times, organisation, deal, own fields; a whole day ends with its last minute', async () => {
    const organisation = await firm.anna.post<{ id: string }>('/api/organisations', { name: 'Oak Boards' });
    for (const [key, type] of [
      ['room', 'text'],
      ['floor', 'number'],
      ['wing', 'text'],
    ])
      await firm.admin.post('/api/custom-fields', { record: 'task', key, label: key, type });
    const body = {
      title: 'Visit',
      kind: 'meeting',
      description: 'Bring\r\nsamples',
      priority: 'high',
      startAt: '2026-12-01T09:00:00.000Z',
      dueAt: '2026-12-01T10:00:00.000Z',
      durationMinutes: 60,
      organisationId: organisation.body.id,
      dealId: 'dea_1',
      reminders: [15],
      custom: { room: '12', floor: 3 },
    };
    const made = (await firm.anna.post<Task>('/api/tasks', body)).body;
    expect((await read(firm.anna, made)).body).toMatchObject({
      ...body,
      description: 'Bring\nsamples',
      organisationName: 'Oak Boards',
    });
    const patch = { custom: { floor: null, wing: 'B' }, allDay: true, timeZone: 'Europe/Berlin' };
    const changed = (await firm.anna.patch<Task>(`/api/tasks/${made.id}`, patch)).body;
    expect(changed).toMatchObject({
      custom: { room: '12', wing: 'B' },
      startAt: null,
      dueAt: '2026-12-01T22:59:00.000Z',
    });
  });

  it('[TASK-1] keep the firm’s own fields as their types say, and refuse what is none', async () => {
    const given = await firm.anna.post<{ error: { fields: object } }>('/api/tasks', {
      title: 'Visit',
      custom: { floor: 'third', cellar: 'yes' },
    });
    expect(given).toMatchObject({
      status: 422,
      body: {
        error: { fields: { 'custom.floor': 'must be a number', 'custom.cellar': 'is no field of this record' } },
      },
    });
  });

  it('[TASK-1] know the kinds of the firm, and refuse others with what is allowed', async () => {
    const refused = await firm.anna.post<{ error: { fields: { kind: string } } }>('/api/tasks', {
      title: 'X',
      kind: 'Visit',
    });
    expect(refused.body.error.fields.kind).toContain('call, meeting, letter, other');
    await firm.admin.patch('/api/settings', { taskKinds: ['Visit'] });
    await server.idle();
    await expect.poll(async () => (await firm.anna.post('/api/tasks', { title: 'X', kind: 'Visit' })).status).toBe(201);
  });

  it('[TASK-1] that contradict each other are refused', async () => {
    for (const wrong of [
      { startAt: '2026-12-02T10:00:00.000Z', dueAt: '2026-12-01T10:00:00.000Z' },
      { allDay: true },
      { recurrence: { every: 1, unit: 'day' } },
      { timeZone: 'Mars/Olympus', dueAt: '2026-12-01T10:00:00.000Z' },
      { organisationId: 'org_none' },
    ])
      expect((await firm.anna.post('/api/tasks', { title: 'X', ...wrong })).status, JSON.stringify(wrong)).toBe(422);
  });
});
