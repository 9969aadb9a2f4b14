/** Many records in one request. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { BulkAnswer } from '../../server/contract/bulk.contract.ts';
import type { Contact } from '../../server/contract/contacts.contract.ts';
import type { Deal } from '../../server/contract/deals.contract.ts';
import type { Pipeline } from '../../server/contract/pipelines.contract.ts';
import type { TaskDetail } from '../../server/contract/tasks.contract.ts';
import { type Firm, foundFirm } from './firm.ts';
import { startTestServer, type TestClient, type TestServer } from './test-server.ts';

let server: TestServer;
let firm: Firm;
let key: TestClient;
beforeAll(async () => {
  server = await startTestServer();
  firm = await foundFirm(server);
  key = await server.keyOf('manager');
});
afterAll(() => server.close());

type Answer = BulkAnswer & { error: { code: string; fields: Record<string, string> } };
const bulk = (client: TestClient, what: string, items: unknown[], more: object = {}) =>
  client.post<Answer>(`/api/${what}/bulk`, { items, ...more });
const person = (name: string, more: object = {}) => ({ op: 'create', record: { name, ...more } });
const named = async (name: string) => (await server.db.sql`select 1 from contacts where name like ${name}`).count;

it('[API-1] each item has an answer of its own; what fails undoes only itself', async () => {
  const known = await key.post<Contact>('/api/contacts', { name: 'Known' });
  const { status, body } = await bulk(key, 'contacts', [
    person('Bulk one', { phones: [{ raw: '+79120000001' }] }),
    person(''),
    { op: 'change', id: known.body.id, patch: { name: 'Bulk known', version: 1 } },
    { op: 'change', id: known.body.id, patch: { name: 'Too late', version: 1 } },
    { op: 'change', id: 'ctc_none', patch: { name: 'Nobody' } },
    person('Bulk zone', { timeZone: 'Mars/Base' }),
    { op: 'explode' },
    person('Bulk two'),
  ]);
  expect(status).toBe(200);
  expect([body.done, body.failed]).toEqual([3, 5]);
  expect(body.items.map((item) => (item.ok ? 'ok' : item.error.code))).toEqual([
    'ok',
    'request.invalid',
    'ok',
    'contacts.stale',
    'contacts.not_found',
    'contacts.invalid',
    'request.invalid',
    'ok',
  ]);
  expect(body.items[1]).toMatchObject({ index: 1, error: { fields: { 'record.name': 'must not be empty' } } });
  expect(await named('Bulk%')).toBe(3);
  expect(await named('Bulk zone')).toBe(0);
});

it('[API-1] all or nothing: one that fails leaves nothing behind, and every failure is named', async () => {
  const items = [person('Whole one'), { op: 'change', id: 'ctc_none', patch: {} }, person(''), person('Whole two')];
  const { status, body } = await bulk(key, 'contacts', items, { allOrNothing: true });
  expect([status, body.error.code]).toEqual([422, 'bulk.refused']);
  expect(Object.keys(body.error.fields)).toEqual(['items.1', 'items.2']);
  expect(await named('Whole%')).toBe(0);
  expect((await server.db.sql`select 1 from audit_entries where after ->> 'name' like 'Whole%'`).count).toBe(0);
});

it('[API-1] [ACC-1] nobody changes in bulk what they may not change alone', async () => {
  const claras = await firm.clara.post<Contact>('/api/contacts', { name: 'Of Clara', ownerId: 'agt_clara' });
  const { body } = await bulk(firm.anna, 'contacts', [
    { op: 'change', id: claras.body.id, patch: { name: 'Taken' } },
    person('Of Anna'),
  ]);
  expect(body.items.map((item) => (item.ok ? 'ok' : item.error.code))).toEqual(['contacts.not_found', 'ok']);
});

it('[API-1] hundreds are taken, more than a thousand are refused; numbers follow', async () => {
  const hundreds = Array.from({ length: 200 }, (_, n) =>
    person(`Many ${n}`, { phones: [{ raw: `+7913${String(n).padStart(7, '0')}` }] }),
  );
  const { body } = await bulk(key, 'contacts', hundreds);
  expect([body.done, body.failed]).toEqual([200, 0]);
  const found = await key.get<{ candidates: { name: string }[] }>('/api/contacts/lookup?number=%2B79130000199');
  expect(found.body.candidates[0]?.name).toBe('Many 199');
  expect(
    (
      await bulk(
        key,
        'contacts',
        Array.from({ length: 1_001 }, () => person('x')),
      )
    ).status,
  ).toBe(422);
}, 120_000);

it('[API-1] organisations and tasks alike, and once with an idempotency key', async () => {
  const organisations = await bulk(key, 'organisations', [{ op: 'create', record: { name: 'Bulk Ltd' } }]);
  expect(organisations.body.items[0]).toMatchObject({ ok: true, version: 1 });
  const items = { items: [{ op: 'create', record: { title: 'Bulk task', agentId: null } }] };
  const send = () => key.request<Answer>('POST', '/api/tasks/batch', items, { 'idempotency-key': 'bulk-1' });
  const [first, second] = [await send(), await send()];
  expect(second.body).toEqual(first.body);
  expect((await server.db.sql`select 1 from tasks where title = 'Bulk task'`).count).toBe(1);
});

const outcomes = (body: Answer) => body.items.map((item) => (item.ok ? 'ok' : item.error.code));
const idsOf = (body: Answer) => body.items.map((item) => (item.ok ? item.id : ''));

it('[API-1] [DEAL-1] deals are changed, given, moved by the rule of each one’s mode, deleted and restored', async () => {
  const pipelines = await key.get<{ items: Pipeline[] }>('/api/pipelines');
  const open = pipelines.body.items[0]!.stages.filter(({ kind }) => kind === 'open');
  const lost = pipelines.body.items[0]!.stages.find(({ kind }) => kind === 'lost')!;
  const [, second, third] = open.map(({ id }) => id);
  const made = await bulk(
    key,
    'deals',
    ['manual', 'strict', 'outside'].map((mode) => ({ op: 'create', record: { title: `Bulk ${mode}`, mode } })),
  );
  const [manual = '', strict = '', none = ''] = idsOf(made.body);
  const move = (id: string, to: object) => ({ op: 'move', id, to });
  const moved = await bulk(key, 'deals', [
    move(manual, { stageId: third }),
    move(strict, { stageId: third }),
    move(strict, { stageId: second }),
    move(none, { stageId: second }),
    move(manual, { stageId: lost.id }),
    { op: 'change', id: manual, patch: { ownerId: 'agt_anna', expectedClose: '2027-01-31' } },
    move(manual, {}),
  ]);
  expect(outcomes(moved.body)).toEqual([
    'ok',
    'deals.skips_stages',
    'ok',
    'deals.outside_process',
    'deals.no_loss_reason',
    'ok',
    'request.invalid',
  ]);
  const read = await key.get<Deal>(`/api/deals/${manual}`);
  expect(read.body).toMatchObject({ stageId: third, owner: { id: 'agt_anna' }, expectedClose: '2027-01-31' });

  const { manager } = firm;
  expect(
    outcomes(
      (await bulk(manager, 'deals', [move(none, { stageId: open[0]?.id }), move(manual, { stageId: second })])).body,
    ),
  ).toEqual(['ok', 'ok']);
  const undone = await bulk(manager, 'deals', [
    { op: 'undo-move', id: manual },
    { op: 'undo-move', id: strict },
  ]);
  expect(outcomes(undone.body)).toEqual(['ok', 'deals.undo_too_late']);

  const gone = await bulk(key, 'deals', [
    { op: 'delete', id: none },
    { op: 'delete', id: none },
    { op: 'restore', id: manual },
  ]);
  expect(outcomes(gone.body)).toEqual(['ok', 'deals.not_found', 'deals.not_deleted']);
  expect(outcomes((await bulk(firm.anna, 'deals', [{ op: 'delete', id: manual }])).body)).toEqual(['deals.not_yours']);
  expect(outcomes((await bulk(key, 'deals', [{ op: 'restore', id: none }])).body)).toEqual(['ok']);
  expect((await key.get(`/api/deals/${none}`)).status).toBe(200);
});

it('[API-1] products are made, changed and turned off; a code of another one fails alone', async () => {
  const group = await key.post<{ id: string }>('/api/product-groups', { name: 'Bulk' });
  const record = (code: string) => ({ op: 'create', record: { groupId: group.body.id, name: code, code, price: '1' } });
  const made = await bulk(key, 'products', [record('B-1'), record('B-1'), record('B-2')]);
  expect(outcomes(made.body)).toEqual(['ok', 'products.code_taken', 'ok']);
  const [first = ''] = idsOf(made.body);
  const changed = await bulk(key, 'products', [
    { op: 'change', id: first, patch: { price: '2.50', active: false } },
    { op: 'delete', id: first },
  ]);
  expect(outcomes(changed.body)).toEqual(['ok', 'request.invalid']);
  expect((await bulk(firm.anna, 'products', [record('B-3')])).status).toBe(403);
});

it('[API-1] people and organisations are deleted and restored at once, by who may', async () => {
  const people = idsOf((await bulk(key, 'contacts', [person('Gone one'), person('Gone two')])).body);
  const firms = idsOf((await bulk(key, 'organisations', [{ op: 'create', record: { name: 'Gone Ltd' } }])).body);
  const each = (op: string, ids: string[]) => ids.map((id) => ({ op, id }));
  expect(outcomes((await bulk(firm.anna, 'contacts', each('delete', people))).body)).toEqual([
    'contacts.not_yours',
    'contacts.not_yours',
  ]);
  expect((await bulk(key, 'contacts', each('delete', people))).body.done).toBe(2);
  expect((await bulk(key, 'organisations', each('delete', firms))).body.done).toBe(1);
  expect((await key.get(`/api/contacts/${people[0]}`)).status).toBe(404);
  expect((await bulk(key, 'contacts', each('restore', people))).body.items).toMatchObject([
    { ok: true, id: people[0], version: 3 },
    { ok: true, id: people[1], version: 3 },
  ]);
  expect((await bulk(key, 'organisations', each('restore', firms))).body.done).toBe(1);
});

it('[API-1] [TASK-1] a deleted task is nowhere and comes back as it was, with its history and reminders', async () => {
  const due = new Date(Date.now() + 86_400_000).toISOString();
  const body = {
    title: 'Deleted for a while',
    description: 'All of it',
    dueAt: due,
    reminders: [0, 15],
    agentId: 'agt_anna',
  };
  const made = await key.post<TaskDetail>('/api/tasks', { ...body, verify: true });
  await firm.anna.post(`/api/tasks/${made.body.id}/steps`, { step: 'accept' });
  const { id } = made.body;
  const before = (await key.get<TaskDetail>(`/api/tasks/${id}`)).body;
  const batch = (by: TestClient, op: string) => by.post<Answer>('/api/tasks/batch', { items: [{ op, id }] });
  const planned = async () =>
    (await server.db.sql`select 1 from task_reminders where task_id = ${id} and closed_at is null`).count;
  expect(outcomes((await batch(firm.anna, 'delete')).body)).toEqual(['tasks.giver_only']);
  expect(outcomes((await batch(key, 'restore')).body)).toEqual(['tasks.not_deleted']);
  expect(outcomes((await batch(key, 'delete')).body)).toEqual(['ok']);
  expect([(await key.get(`/api/tasks/${id}`)).status, await planned()]).toEqual([404, 0]);
  expect((await firm.clara.post(`/api/tasks/${id}/restore`)).status).toBe(404);
  expect((await key.post(`/api/tasks/${id}/restore`)).status).toBe(200);
  const after = (await key.get<TaskDetail>(`/api/tasks/${id}`)).body;
  expect(after).toEqual({ ...before, version: before.version + 2 });
  expect(await planned()).toBe(2);
  expect((await key.request('DELETE', `/api/tasks/${id}`)).status).toBe(204);
});
