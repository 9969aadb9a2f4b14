import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Firm, peopleOfFirm } from '../../../test/factories/people-of-firm.ts';
import { startTestServer, type TestServer } from '../../../test/server/test-server.ts';
import type { Contact } from '../../contract/contacts.contract.ts';
import type { Task } from '../../contract/tasks.contract.ts';
import { systemPrincipal } from '../access/principal.ts';
import { listOpenTasks } from './list-tasks.usecases.ts';
import { dropNextStepTask, saveNextStepTask } from './next-step-task.usecases.ts';
import { tellDueReminders } from './reminders.usecases.ts';

let server: TestServer;
let firm: Firm;
beforeAll(async () => {
  server = await startTestServer();
  firm = await peopleOfFirm(server);
});
afterAll(() => server.close());

interface List {
  items: Task[];
  nextCursor: string | null;
}
const idsOf = (list: List) => list.items.map((task) => task.id);
async function create(body: object, by = firm.anna): Promise<Task> {
  const reply = await by.post<Task>('/api/tasks', body);
  expect(reply.status, JSON.stringify(reply.body)).toBe(201);
  return reply.body;
}

describe('[TASK-1] tasks', () => {
  it('are of whoever makes them, listed soonest first, those without a date last, and done ones apart', async () => {
    const never = await create({ title: 'Some day' });
    const later = await create({ title: 'Later', dueAt: '2026-12-02T10:00:00.000Z' });
    const soon = await create({ title: ' Soon\r\n<script> ', dueAt: '2026-12-01T10:00:00.000Z' });
    expect(soon).toMatchObject({ title: 'Soon <script>', done: false, agent: { name: 'Anna' }, version: 1 });
    const first = (await firm.anna.get<List>('/api/tasks?limit=2')).body;
    const second = (await firm.anna.get<List>(`/api/tasks?limit=2&cursor=${first.nextCursor}`)).body;
    expect([...idsOf(first), ...idsOf(second)]).toEqual([soon.id, later.id, never.id]);
    const done = await firm.anna.patch<Task>(`/api/tasks/${soon.id}`, { done: true });
    expect(done.body).toMatchObject({ done: true, title: soon.title, dueAt: soon.dueAt, version: 2 });
    expect(idsOf((await firm.anna.get<List>('/api/tasks')).body)).toEqual([later.id, never.id]);
    expect(idsOf((await firm.anna.get<List>('/api/tasks?done=true')).body)).toEqual([soon.id]);
  });

  it('refuse an older version, an agent and a person that do not exist', async () => {
    const task = await create({ title: 'Versions' });
    const both = await Promise.all(
      ['A', 'B'].map((title) => firm.anna.patch(`/api/tasks/${task.id}`, { title, version: 1 })),
    );
    expect(both.map((reply) => reply.status).sort()).toEqual([200, 409]);
    expect((await firm.anna.post('/api/tasks', { title: 'X', agentId: 'agt_none' })).status).toBe(422);
    expect((await firm.anna.post('/api/tasks', { title: 'X', contactId: 'ctc_none' })).status).toBe(422);
    expect((await firm.anna.post('/api/tasks', { title: '  ' })).status).toBe(422);
  });

  it('[ACC-1] are read and changed by oneself and one’s leaders; nobody’s by everybody', async () => {
    const own = await create({ title: 'Anna’s' });
    const free = await create({ title: 'Anybody’s', agentId: null });
    for (const [who, status] of [
      [firm.anna, 200],
      [firm.sveta, 200],
      [firm.maria, 200],
      [firm.boris, 404],
    ] as const) {
      expect((await who.patch(`/api/tasks/${own.id}`, { title: 'Anna’s' })).status, who.agent.name).toBe(status);
      expect((await who.patch(`/api/tasks/${free.id}`, { title: 'Anybody’s' })).status, who.agent.name).toBe(200);
      const listed = idsOf((await who.get<List>('/api/tasks?limit=200')).body);
      expect([listed.includes(own.id), listed.includes(free.id)], who.agent.name).toEqual([status === 200, true]);
    }
    expect((await server.anonymous.get('/api/tasks')).status).toBe(401);
  });

  it('are told live to whose they are, and the snapshot holds the open ones', async () => {
    const [anna, boris] = [await firm.anna.live(), await firm.boris.live()];
    const own = await create({ title: 'Live' });
    await anna.event(({ event }) => event.name === 'task.changed' && event.payload.task.id === own.id);
    const free = await create({ title: 'For all', agentId: null });
    await boris.event(({ event }) => event.name === 'task.changed' && event.payload.task.id === free.id);
    expect(JSON.stringify(boris.events)).not.toContain(own.id);
    const fresh = await firm.boris.live();
    expect(Object.keys(fresh.snapshot.state.tasks)).toContain(free.id);
    expect(Object.keys(fresh.snapshot.state.tasks)).not.toContain(own.id);
    for (const live of [anna, boris, fresh]) live.close();
  });
});

describe('[TASK-1] a reminder on the live link', () => {
  it('[TASK-1] goes to the console of whoever has the task alone, is in a snapshot until answered, and leaves every window', async () => {
    const [anna, boris] = [await firm.anna.live(), await firm.boris.live()];
    const soon = new Date(server.app.platform.clock.now().getTime() + 60 * 60_000).toISOString();
    const task = await create({ title: 'Remind me', dueAt: soon, reminders: [0] });
    await server.db
      .sql`update task_reminders set remind_at = ${server.app.platform.clock.now()} where task_id = ${task.id}`;
    await tellDueReminders(server.app.platform);
    const { event } = await anna.event(({ event }) => event.name === 'task.reminder');
    expect(event.payload).toMatchObject({ reminder: { task: { id: task.id } } });
    const again = await firm.anna.live();
    const [id = ''] = Object.keys(again.snapshot.state.reminders);
    expect((await firm.boris.post(`/api/tasks/reminders/${id}/answer`, {})).status).toBe(404);
    expect((await firm.anna.post(`/api/tasks/reminders/${id}/answer`, {})).status).toBe(204);
    const closed = ({ event }: { event: { name: string } }) => event.name === 'task.reminder-closed';
    await Promise.all([anna.event(closed), again.event(closed)]);
    expect(JSON.stringify([boris.snapshot, boris.events])).not.toContain(task.id);
    for (const live of [anna, boris, again]) live.close();
  });

  it('[TASK-1] whoever gave a task hears that it changed, without what is in it', async () => {
    const maria = await firm.maria.live();
    const task = await create({ title: 'Secret title', agentId: firm.boris.agent.id, verify: true }, firm.maria);
    await firm.boris.post(`/api/tasks/${task.id}/steps`, { step: 'accept' });
    await maria.event(({ event }) => event.name === 'task.touched' && event.payload.version === task.version + 1);
    expect(JSON.stringify(maria.events)).not.toContain('Secret title');
    maria.close();
  });
});

describe('[TEL-9] the next step of a call', () => {
  const by = { principal: systemPrincipal, ip: null };
  it('is one task however often it is written, on the card and the time-line, and done when it is taken back', async () => {
    const { platform } = server.app;
    const contact = (await firm.anna.post<Contact>('/api/contacts', { name: 'Next Step' })).body;
    const step = { callId: 'call_1', contactId: contact.id, agentId: firm.anna.agent.id, dueAt: null };
    const save = (text: string, taskId: string | null) =>
      server.db.transaction((tx) => saveNextStepTask(platform, tx, { ...by, ...step, text, taskId }));
    const id = await save('Send an offer', null);
    expect(await save('Send the offer', id)).toBe(id);
    expect(await listOpenTasks(server.db.sql, contact.id)).toMatchObject([
      { task: { id, title: 'Send the offer', agent: { name: 'Anna' }, callId: 'call_1' } },
    ]);
    const timeline = await firm.anna.get<{ items: { kind: string }[] }>(`/api/contacts/${contact.id}/timeline`);
    expect(timeline.body.items.map((item) => item.kind)).toEqual(['task', 'change']);
    await server.db.transaction((tx) => dropNextStepTask(platform, tx, { ...by, taskId: id }));
    expect(await listOpenTasks(server.db.sql, contact.id)).toEqual([]);
    await server.db.transaction((tx) => dropNextStepTask(platform, tx, { ...by, taskId: 'tsk_none' }));
  });
});

describe('[ACC-1] what a task tells of a person', () => {
  it('[ACC-1] nobody’s task about a colleague’s client is told without the name, live and in lists', async () => {
    const client = await firm.maria.post<Contact>('/api/contacts', { name: 'Secret', ownerId: firm.anna.agent.id });
    const [anna, boris] = [await firm.anna.live(), await firm.boris.live()];
    const task = await create({ title: 'Send papers', agentId: null, contactId: client.body.id }, firm.anna);
    expect(task).toMatchObject({ contactName: 'Secret' });
    const ofTask = (name: string) => (live: typeof anna) =>
      live.event(({ event }) => event.name === name && JSON.stringify(event.payload).includes(task.id));
    const [seen, hidden] = await Promise.all([anna, boris].map(ofTask('task.changed')));
    expect(seen!.event.payload).toMatchObject({ task: { contactId: client.body.id, contactName: 'Secret' } });
    expect(hidden!.event.payload).toMatchObject({ task: { contactId: null, contactName: null } });
    const listed = (await firm.boris.get<List>('/api/tasks?limit=200')).body.items.find(({ id }) => id === task.id);
    expect(listed).toMatchObject({ title: 'Send papers', contactName: null });
    // Given to one of them it leaves the others, and whoever has it hears of the new name.
    await firm.anna.patch(`/api/tasks/${task.id}`, { agentId: firm.anna.agent.id });
    await ofTask('task.removed')(boris);
    await firm.anna.patch(`/api/contacts/${client.body.id}`, { name: 'Open Secret' });
    await anna.event(({ event }) => event.name === 'task.changed' && event.payload.task.contactName === 'Open Secret');
    for (const live of [anna, boris]) live.close();
  });
});
