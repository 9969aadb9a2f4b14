/** Records that the API has more to say of than of plain ones: files, imports, deleted and merged people, notes to settle. */
import { saleScript } from '../factories/scripts.ts';
import type { TestClient } from '../server/test-server.ts';
import type { Known } from './arbitrary-request.ts';

interface Made {
  id: string;
}

/** Ids by what they are asked for. */
export type More = Required<Pick<Known, 'ids' | 'sets' | 'deleted'>>;

const csv = { 'content-type': 'text/csv' };

async function made(by: TestClient, path: string, body: object | string, headers = {}): Promise<string> {
  const reply = await by.request<Made>('POST', path, body, headers);
  if (reply.status >= 300) throw new Error(`${path}: ${reply.status} ${JSON.stringify(reply.body)}`);
  return reply.body.id;
}

/** What is made once: it is not used up. */
export async function makeLasting(by: TestClient): Promise<void> {
  await made(by, '/api/roles', { name: 'Spare', base: 'operator' });
  await made(by, '/api/custom-fields', { record: 'contact', label: 'Shoe size', key: 'shoe', type: 'number' });
  const groupId = await made(by, '/api/product-groups', { name: 'Wood' });
  await made(by, '/api/products', { groupId, name: 'Oak', price: '10.00' });
  await made(by, '/api/web-forms', { name: 'Site' });
}

async function makeDeleted(by: TestClient, ownerId: string): Promise<Record<string, string[]>> {
  const kinds = { contacts: { name: 'Gone' }, organisations: { name: 'Gone & Co' }, deals: { title: 'Gone' } };
  const entries = Object.entries(kinds).map(async ([kind, body]): Promise<[string, string[]]> => {
    const id = await made(by, `/api/${kind}`, { ...body, ownerId });
    await by.delete(`/api/${kind}/${id}`);
    return [kind, [id]];
  });
  return Object.fromEntries(await Promise.all(entries));
}

/** A person with a complaint and a number; an organisation alike. */
async function makeSets(by: TestClient, ownerId: string): Promise<More['sets']> {
  const sets: Record<string, Record<string, string>[]> = {};
  for (const kind of ['contacts', 'organisations'] as const) {
    const body = { name: 'Complains', ownerId, phones: [{ raw: '+7 912 777-00-09' }] };
    const { body: record } = await by.post<Made & { phones: Made[] }>(`/api/${kind}`, body);
    const noteId = await made(by, `/api/${kind}/${record.id}/notes`, { text: 'Late', kind: 'complaint' });
    sets[kind] = [{ id: record.id, noteId, phoneId: record.phones[0]?.id ?? 'none_00' }];
  }
  return sets;
}

async function makeDoNotCall(by: TestClient): Promise<{ ids: string[]; gone: string }> {
  await by.post('/api/do-not-call', { text: '+79125550001\n+79125550002\n+79125550003' });
  const { body } = await by.get<{ items: Made[] }>('/api/do-not-call');
  const [gone = 'none_00', ...ids] = body.items.map(({ id }) => id);
  await by.delete(`/api/do-not-call/${gone}`);
  return { ids, gone };
}

async function makeMerge(by: TestClient, ownerId: string): Promise<string[]> {
  const [one, two] = [
    await made(by, '/api/contacts', { name: 'Twin', ownerId }),
    await made(by, '/api/contacts', { name: 'Twin', ownerId }),
  ];
  const { body } = await by.post<{ actionId: string }>(`/api/contacts/${one}/merge`, { otherIds: [two] });
  return [body.actionId];
}

async function makeChange(by: TestClient, ownerId: string): Promise<string[]> {
  const id = await made(by, '/api/contacts', { name: 'Changed', ownerId });
  await by.patch(`/api/contacts/${id}`, { role: 'Cook' });
  const { body } = await by.get<{ items: (Made & { canRestore: boolean })[] }>(
    '/api/audit/events?kind=contact&limit=5',
  );
  return body.items.filter(({ canRestore }) => canRestore).map((event) => event.id);
}

/** Fresh ones for the next client. @param asker who may see an export of their own only */
export async function makeMore(by: TestClient, asker: TestClient, ownerId: string): Promise<More> {
  const contact = await made(by, '/api/contacts', { name: 'With files', ownerId });
  const file = (name: string) => `/api/files?recordKind=contact&recordId=${contact}&name=${name}`;
  const files = await Promise.all(['a.txt', 'b.txt', 'c.txt'].map((name) => made(by, file(name), 'A file', csv)));
  await by.delete(`/api/files/${files[0]}`);
  const segment = (name: string) => ({ name, record: 'contact', filter: { all: [] }, shared: 'everybody' });
  const segments = [await made(by, '/api/segments', segment('One')), await made(by, '/api/segments', segment('Two'))];
  const goneSegment = await made(by, '/api/segments', segment('Gone'));
  await by.delete(`/api/segments/${goneSegment}`);
  const imports: string[] = [];
  for (let n = 0; n < 3; n += 1)
    imports.push(await made(by, '/api/imports?fileName=people.csv', 'Name;Phone\nAnna;89127770031\n', csv));
  const messages: string[] = [];
  const letter = { recordKind: 'contact', recordId: contact, to: 'a@example.org', subject: 'Oak', text: 'Planks' };
  for (let n = 0; n < 4; n += 1) messages.push(await made(by, '/api/messages', letter));
  const scripts = [
    await made(by, '/api/scripts', { ...saleScript, publish: true }),
    await made(by, '/api/scripts', saleScript),
  ];
  const goneScript = await made(by, '/api/scripts', saleScript);
  await by.delete(`/api/scripts/${goneScript}`);
  const { ids: numbers, gone: goneNumber } = await makeDoNotCall(by);
  const { body: asked } = await asker.post<Partial<Made>>('/api/exports', { list: 'contacts' });
  return {
    ids: {
      files,
      segments,
      messages,
      'do-not-call': numbers,
      scripts,
      questions: ['talks', 'wood', 'budget'],
      imports,
      exports: asked.id === undefined ? [] : [asked.id],
      'reversible-actions': await makeMerge(by, ownerId),
      audit: await makeChange(by, ownerId),
    },
    sets: { ...(await makeSets(by, ownerId)), scripts: [{ id: scripts[0] ?? '', version: '1' }] },
    deleted: {
      ...(await makeDeleted(by, ownerId)),
      files: files.slice(0, 1),
      segments: [goneSegment],
      scripts: [goneScript],
      'do-not-call': [goneNumber],
    },
  };
}
