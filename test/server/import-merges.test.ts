/** [IMP-1] [CRM-6] Imports and merges of the same people: nothing is lost, and nobody comes back who was said to be gone. */
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import type { Contact } from '../../server/contract/contacts.contract.ts';
import type { Import } from '../../server/contract/imports.contract.ts';
import { runImport } from '../../server/modules/imports/run-import.usecases.ts';
import { startTestServer, type TestClient, type TestServer } from './test-server.ts';

// Each import starts a thread that compiles its sources first, which a busy machine takes its time for.
vi.setConfig({ testTimeout: 120_000 });

let server: TestServer;
let admin: TestClient;
beforeAll(async () => {
  server = await startTestServer();
  admin = await server.signIn('administrator');
});
afterAll(() => server?.close());
beforeEach(async () => {
  // What listeners still do with the people of the test before holds on to the same tables.
  await server.idle();
  await server.db.sql`truncate import_rows, import_changes, import_lanes, imports, phones, contacts cascade`;
});

const overwriting = {
  inFile: { phone: 'merge', email: 'merge', name: 'keep' },
  inBase: { phone: 'update-all', email: 'update-all', name: 'update-all' },
  namesTellApart: true,
};
const hand = async (csv: string, command: 'dry-run' | 'start' = 'start') => {
  const csvType = { 'content-type': 'text/csv' };
  const { body } = await admin.request<Import>('POST', '/api/imports?fileName=people.csv', csv, csvType);
  await admin.patch(`/api/imports/${body.id}`, { rules: overwriting });
  return ask(body.id, command);
};
async function ask(id: string, command: string): Promise<Import> {
  const asked = await admin.post(`/api/imports/${id}/${command}`);
  expect(asked.status, JSON.stringify(asked.body)).toBe(200);
  await runImport(server.app.platform, id, new AbortController().signal);
  return (await admin.get<Import>(`/api/imports/${id}`)).body;
}
const personOf = async (body: object) => (await admin.post<Contact>('/api/contacts', body)).body;
const read = async (id: string) => (await admin.get<Contact>(`/api/contacts/${id}`)).body;
const namesOf = async () =>
  (await admin.get<{ items: Contact[] }>('/api/contacts?limit=50')).body.items.map(({ name }) => name).sort();
const idOf = async (name: string) =>
  (await server.db.sql<{ id: string }[]>`select id from contacts where name = ${name}`)[0]!.id;
const merge = async (survivorId: string, otherId: string): Promise<string> => {
  const merged = await admin.post<{ actionId: string }>(`/api/contacts/${survivorId}/merge`, { otherIds: [otherId] });
  expect(merged.status, JSON.stringify(merged.body)).toBeLessThan(300);
  return merged.body.actionId;
};
const unmerge = async (actionId: string) => {
  const undone = await admin.post(`/api/reversible-actions/${actionId}/undo`);
  expect(undone.status, JSON.stringify(undone.body)).toBeLessThan(300);
};
const keptOf = async (id: string) =>
  (await admin.get<{ items: { name: string; kept: string[] }[] }>(`/api/imports/${id}/kept`)).body.items.map(
    ({ name, kept }) => `${name}: ${kept.join()}`,
  );
const numbers = ({ phones }: Contact) => phones.map(({ e164 }) => e164).sort();

it('[IMP-1] [CRM-6] a new person who was merged away stays with the one who took them in, and comes back when that is undone', async () => {
  const old = await personOf({ name: 'Ivan Petrov', phones: [{ raw: '+7 495 111-00-01' }] });
  const done = await hand('Name;Phone\nIvan P.;84951110002\nOther;84951110003\n');
  expect(done.counts).toMatchObject({ created: 2 });
  const action = await merge(old.id, await idOf('Ivan P.'));
  const undone = await ask(done.id, 'undo');
  expect(undone).toMatchObject({ state: 'undone', counts: { restored: 1, kept: 1 } });
  expect(await keptOf(done.id)).toEqual(['Ivan P.: merged']);
  expect(numbers(await read(old.id))).toEqual(['+74951110001', '+74951110002']);
  expect(await namesOf()).toEqual(['Ivan Petrov']);
  await unmerge(action);
  expect(await namesOf()).toEqual(['Ivan P.', 'Ivan Petrov']);
  expect(numbers(await read(old.id))).toEqual(['+74951110001']);
});

it('[IMP-1] [CRM-6] a number and a position that the import gave, and the merged one had as well, are not lost', async () => {
  const known = await personOf({ name: 'Olga', phones: [{ raw: '+7 495 111-00-11' }] });
  const other = await personOf({ name: 'Olya', role: 'Cook', phones: [{ raw: '+7 495 111-00-12' }] });
  const done = await hand('Name;Phone;Phone 2;Role\nOlga;84951110011;84951110012;Cook\n');
  expect(done.counts).toMatchObject({ updated: 1 });
  const action = await merge(known.id, other.id);
  expect(await ask(done.id, 'undo')).toMatchObject({ counts: { restored: 0, kept: 1 } });
  expect(await keptOf(done.id)).toEqual(['Olga: merged']);
  const merged = await read(known.id);
  expect([numbers(merged), merged.role]).toEqual([['+74951110011', '+74951110012'], 'Cook']);
  await unmerge(action);
  expect(numbers(await read(other.id))).toEqual(['+74951110012']);
});

it('[IMP-1] [CRM-6] a merge from before the import holds no undoing up, and one that was taken back neither', async () => {
  const known = await personOf({ name: 'Vera', phones: [{ raw: '+7 495 111-00-21' }] });
  const before = await personOf({ name: 'Ver' });
  await merge(known.id, before.id);
  const done = await hand('Name;Phone;Role\nVera;84951110021;Cook\n');
  await unmerge(await merge(known.id, (await personOf({ name: 'Veronika' })).id));
  expect((await read(known.id)).role).toBe('Cook');
  expect(await ask(done.id, 'undo')).toMatchObject({ counts: { restored: 1, kept: 0 } });
  expect((await read(known.id)).role).toBeNull();
});

it('[IMP-1] [CRM-6] a row whose person is merged away after the dry run goes to the one who stayed', async () => {
  const gone = await personOf({ name: 'Pavel', phones: [{ raw: '+7 495 111-00-31' }] });
  const checked = await hand('Name;Phone;Role\nPavel;84951110031;Cook\n', 'dry-run');
  expect(checked.counts).toMatchObject({ update: 1 });
  const middle = await personOf({ name: 'Pasha' });
  const stays = await personOf({ name: 'Pavel Ivanovich' });
  await merge(middle.id, gone.id);
  await merge(stays.id, middle.id);
  const done = await ask(checked.id, 'start');
  expect(done).toMatchObject({ state: 'done', counts: { created: 0, updated: 1 } });
  expect(await read(stays.id)).toMatchObject({ role: 'Cook' });
});

it('[IMP-1] a new person with a deal stays', async () => {
  const done = await hand('Name\nBuyer\nNobody\n');
  await admin.post('/api/deals', { title: 'Boards', contactId: await idOf('Buyer') });
  await server.idle();
  await server.db.sql`update contacts set version = 1`;
  expect(await ask(done.id, 'undo')).toMatchObject({ counts: { restored: 1, kept: 1 } });
  expect(await keptOf(done.id)).toEqual(['Buyer: in-use']);
});
