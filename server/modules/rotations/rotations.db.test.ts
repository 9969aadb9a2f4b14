/** CRM-4: whom nobody has called for long becomes tasks of colleagues in one step, and stops being so in another. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Firm, peopleOfFirm } from '../../../test/factories/people-of-firm.ts';
import { startTestServer, type TestServer } from '../../../test/server/test-server.ts';
import type { Contact } from '../../contract/contacts.contract.ts';
import type { ReversibleAction, Undone } from '../../contract/reversible-actions.contract.ts';
import type { Rotated, RotationPreview } from '../../contract/rotations.contract.ts';
import type { Task } from '../../contract/tasks.contract.ts';

let server: TestServer;
let firm: Firm;
let anna: string;
let boris: string;
beforeAll(async () => {
  server = await startTestServer();
  firm = await peopleOfFirm(server);
  anna = firm.anna.agent.id;
  const body = { name: 'Nina', email: 'n@firm.test', role: 'operator', teamId: firm.north, password: 'correct horse' };
  boris = (await firm.admin.post<{ id: string }>('/api/agents', { ...body, interface: 'PJSIP/119' })).body.id;
});
afterAll(() => server.close());

const client = async (name: string, more: object = {}) =>
  (await firm.admin.post<Contact>('/api/contacts', { name, lifecycle: 'former', ...more })).body.id;
const former = { filter: { field: 'lifecycle', is: 'any-of', value: ['former'] } };
const body = (more: object = {}) => ({
  selection: former,
  to: { agentIds: [anna, boris] },
  title: 'Ask how they are',
  from: '2026-11-27',
  perDay: 1,
  ...more,
});
const tasksOf = async (agentId: string) =>
  (await firm.admin.get<{ items: Task[] }>(`/api/tasks?agentId=${agentId}`)).body.items;

describe('[CRM-4] base rotation', () => {
  it('[CRM-4] says who would get what, makes the tasks, tells their colleagues, and takes back what nobody touched', async () => {
    const own = await client('Own', { ownerId: anna });
    const busy = await client('Busy');
    await firm.admin.post('/api/tasks', { title: 'Already', contactId: busy, agentId: null });
    await client('Of a colleague', { ownerId: firm.sveta.agent.id });
    for (const name of ['Free 1', 'Free 2', 'Free 3']) await client(name);
    const preview = await firm.sveta.post<RotationPreview>('/api/rotations/preview', body());
    expect(preview.body).toEqual({
      count: 4,
      busy: 1,
      ofOthers: 1,
      shares: [
        { agent: { id: anna, name: 'Anna' }, count: 2, lastDay: '2026-11-30' },
        { agent: { id: boris, name: 'Nina' }, count: 2, lastDay: '2026-11-30' },
      ],
    });
    const live = await firm.anna.live();
    const made = await firm.sveta.post<Rotated>('/api/rotations', body());
    expect(made.status, JSON.stringify(made.body)).toBe(201);
    expect(made.body).toMatchObject(preview.body);
    const ofAnna = await tasksOf(anna);
    expect(ofAnna.map(({ title, kind, allDay }) => [title, kind, allDay])).toEqual([
      ['Ask how they are', 'call', true],
      ['Ask how they are', 'call', true],
    ]);
    expect(ofAnna.map(({ contactId }) => contactId)).toContain(own);
    await live.event(({ event }) => event.name === 'task.changed');

    await firm.admin.patch(`/api/tasks/${ofAnna[0]!.id}`, { title: 'Ask for Maria' });
    const undone = await firm.sveta.post<Undone>(`/api/reversible-actions/${made.body.actionId}/undo`);
    expect(undone.body).toMatchObject({
      restored: { tasks: 3 },
      kept: [{ part: 'tasks', what: '1', because: 'changed-since' }],
    });
    expect((await tasksOf(anna)).map(({ title }) => title)).toEqual(['Ask for Maria']);
    expect(await tasksOf(boris)).toEqual([]);
    const gone = await live.event(({ event }) => event.name === 'task.removed');
    expect(gone.event.payload).toMatchObject({ taskId: ofAnna[1]!.id });
    live.close();
    const { items } = (await firm.sveta.get<{ items: ReversibleAction[] }>('/api/reversible-actions?kind=rotated'))
      .body;
    expect(items[0]).toMatchObject({ kind: 'rotated', summary: { note: 'Ask how they are', counts: { tasks: 4 } } });
  });

  it('[CRM-4] reaches nobody whom its maker does not see, and no colleague of another team', async () => {
    await client('Of the other team', { ownerId: firm.boris.agent.id, lifecycle: 'competitor' });
    const ofOthers = { filter: { field: 'lifecycle', is: 'any-of', value: ['competitor'] } };
    const preview = await firm.sveta.post<RotationPreview>('/api/rotations/preview', body({ selection: ofOthers }));
    expect(preview.body).toMatchObject({ count: 0, ofOthers: 0 });
    const nothing = await firm.sveta.post<Rotated>('/api/rotations', body({ selection: ofOthers }));
    expect(nothing.body).toMatchObject({ actionId: null, count: 0 });
    const foreign = await firm.sveta.post('/api/rotations', body({ to: { agentIds: [firm.boris.agent.id] } }));
    expect(foreign.status).toBe(403);
    const nobody = await firm.sveta.post('/api/rotations', body({ to: { agentIds: ['agt_none'] } }));
    expect(nobody.status).toBe(422);
    expect((await firm.anna.post('/api/rotations', body())).status).toBe(403);
  });

  it('[CRM-4] refuses more people than one step takes', async () => {
    await db(`insert into contacts (id, name, lifecycle, created_at, updated_at)
      select 'ctc_many' || n, 'Many ' || n, 'partner', now(), now() from generate_series(1, 5001) n`);
    const many = { filter: { field: 'lifecycle', is: 'any-of', value: ['partner'] } };
    const refused = await firm.sveta.post('/api/rotations/preview', body({ selection: many }));
    expect([refused.status, JSON.stringify(refused.body)]).toEqual([422, expect.stringContaining('too_many')]);
    await db("delete from contacts where id = 'ctc_many1'");
    const all = await firm.sveta.post<Rotated>('/api/rotations', body({ selection: many, perDay: 200 }));
    expect([all.status, all.body.count]).toEqual([201, 5_000]);
  });
});

const db = (text: string) => server.db.sql.unsafe(text).execute();
