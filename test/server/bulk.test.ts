/** Many records in one request. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { BulkAnswer } from '../../server/contract/bulk.contract.ts';
import type { Contact } from '../../server/contract/contacts.contract.ts';
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
