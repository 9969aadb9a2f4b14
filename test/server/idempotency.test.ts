/** Idempotency keys on a whole server: what a person or a program sees. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestServer, type TestClient, type TestServer } from './test-server.ts';

let server: TestServer;
let key: TestClient;
beforeAll(async () => {
  server = await startTestServer();
  key = await server.keyOf('administrator');
});
afterAll(async () => {
  await server.close();
});

const post = (client: TestClient, path: string, body: unknown, idempotencyKey: string) =>
  client.request<{ id: string; error: { code: string } }>('POST', path, body, { 'idempotency-key': idempotencyKey });
const contactsNamed = async (name: string) => (await server.db.sql`select 1 from contacts where name = ${name}`).count;

it('[API-1] a person created twice with one key is there once, and both answers are the same', async () => {
  const first = await post(key, '/api/contacts', { name: 'Once' }, 'k-1');
  const second = await post(key, '/api/contacts', { name: 'Once' }, 'k-1');
  expect([first.status, second.status]).toEqual([201, 201]);
  expect(second.body).toEqual(first.body);
  expect([first, second].map(({ headers }) => headers.get('idempotency-replayed'))).toEqual([null, 'true']);
  expect(await contactsNamed('Once')).toBe(1);
});

it('[API-1] a request that its sender gave up on is carried out once, however often it is sent again', async () => {
  const abort = new AbortController();
  const sent = fetch(`${server.url}/api/contacts`, {
    method: 'POST',
    headers: { ...key.headers, 'content-type': 'application/json', 'idempotency-key': 'k-2' },
    body: JSON.stringify({ name: 'Given up' }),
    signal: abort.signal,
  });
  setImmediate(() => abort.abort());
  await sent.catch(() => undefined);
  await expect.poll(async () => (await post(key, '/api/contacts', { name: 'Given up' }, 'k-2')).status).toBe(201);
  expect(await contactsNamed('Given up')).toBe(1);
});

it('[API-1] one key for two requests, an impossible key, and a secret answer are told in words', async () => {
  await post(key, '/api/contacts', { name: 'One' }, 'k-3');
  const other = await post(key, '/api/contacts', { name: 'Two' }, 'k-3');
  expect([other.status, other.body.error.code]).toEqual([422, 'request.idempotency_key_reused']);
  const elsewhere = await post(key, '/api/teams', { name: 'One' }, 'k-3');
  expect(elsewhere.body.error.code).toBe('request.idempotency_key_reused');
  expect((await post(key, '/api/contacts', { name: 'X' }, 'two words')).status).toBe(422);
  const made = await post(key, '/api/api-keys', { name: 'Robot', role: 'operator' }, 'k-4');
  const again = await post(key, '/api/api-keys', { name: 'Robot', role: 'operator' }, 'k-4');
  expect([made.status, again.status, again.body.error.code]).toEqual([201, 409, 'request.answer_not_kept']);
});

it('[API-1] deleting twice with one key succeeds twice', async () => {
  const { body } = await post(key, '/api/contacts', { name: 'Leaves' }, 'k-5');
  const remove = () => key.request('DELETE', `/api/contacts/${body.id}`, undefined, { 'idempotency-key': 'k-6' });
  expect([(await remove()).status, (await remove()).status]).toEqual([204, 204]);
  expect((await key.delete(`/api/contacts/${body.id}`)).status).toBe(404);
});

it('[API-1] fifty requests of one key at the same moment make one person', async () => {
  const all = await Promise.all(Array.from({ length: 50 }, () => post(key, '/api/contacts', { name: 'Storm' }, 'k-7')));
  expect(await contactsNamed('Storm')).toBe(1);
  expect(all.filter(({ status }) => status === 201).length).toBeGreaterThan(0);
  expect(all.filter(({ status }) => status !== 201 && status !== 409)).toEqual([]);
});
