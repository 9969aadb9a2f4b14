/** [SUP-4] [ACC-2] Events of the last day, and old values put back. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AuditEvent, EventList } from '../../server/contract/audit.contract.ts';
import type { Contact } from '../../server/contract/contacts.contract.ts';
import { type Firm, peopleOfFirm } from '../factories/people-of-firm.ts';
import { startTestServer, type TestClient, type TestServer } from './test-server.ts';

let server: TestServer;
let firm: Firm;
beforeAll(async () => {
  server = await startTestServer();
  firm = await peopleOfFirm(server);
});
afterAll(() => server.close());

const errorOf = (body: unknown) => (body as { error: { code: string; fields?: Record<string, string> } }).error;

async function contactOf(body: object, by: TestClient): Promise<Contact> {
  const reply = await by.post<Contact>('/api/contacts', body);
  expect(reply.status, JSON.stringify(reply.body)).toBe(201);
  return reply.body;
}

const eventsOf = async (by: TestClient, query = '') => (await by.get<EventList>(`/api/audit/events?${query}`)).body;

async function eventOf(by: TestClient, action: string, recordId: string): Promise<AuditEvent> {
  const { items } = await eventsOf(by, 'limit=200');
  const found = items.find((event) => event.action === action && event.record.id === recordId);
  if (!found) throw new Error(`no event ${action}`);
  return found;
}

const restore = (by: TestClient, id: string) =>
  by.post<{ entryId: string; fields: string[] }>(`/api/audit/${id}/restore`);
const read = async (id: string) => (await firm.admin.get<Contact>(`/api/contacts/${id}`)).body;

describe('events of the last day', () => {
  it('[SUP-4] are those of one’s own people for a supervisor, of everybody for a manager, of nobody for an operator', async () => {
    await contactOf({ name: 'Of the north' }, firm.anna);
    await contactOf({ name: 'Of the south' }, firm.boris);
    const [team, all] = [await eventsOf(firm.sveta, 'limit=200'), await eventsOf(firm.maria, 'limit=200')];
    const titles = ({ items }: EventList) => items.map(({ record }) => record.title);
    expect(titles(team)).toContain('Of the north');
    expect(titles(team)).not.toContain('Of the south');
    expect(team.people.map(({ name }) => name)).not.toContain('Boris');
    expect(titles(all)).toEqual(expect.arrayContaining(['Of the north', 'Of the south']));
    expect((await firm.anna.get('/api/audit/events')).status).toBe(403);
  });

  it('[SUP-4] are counted by person and by kind, filtered by both, and paged', async () => {
    const all = await eventsOf(firm.maria, 'limit=200');
    const annas = all.people.find(({ name }) => name === 'Anna');
    expect(annas?.count).toBe(all.items.filter(({ userId }) => userId === annas?.userId).length);
    expect(all.kinds.find(({ kind }) => kind === 'contact')?.count).toBe(
      all.items.filter(({ kind }) => kind === 'contact').length,
    );
    const filtered = await eventsOf(firm.maria, `userId=${annas?.userId}&kind=contact`);
    expect(filtered.items.length).toBeGreaterThan(0);
    expect(filtered.items.every(({ kind, userId }) => kind === 'contact' && userId === annas?.userId)).toBe(true);
    const first = await eventsOf(firm.maria, 'limit=2');
    const second = await eventsOf(firm.maria, `limit=2&cursor=${encodeURIComponent(first.nextCursor ?? '')}`);
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(all.items.slice(0, 4).map(({ id }) => id));
  });

  it('[SUP-4] of keys of one name, of web forms and of the server itself are told apart, and each is filtered by', async () => {
    const [one, other] = [await server.keyOf('manager'), await server.keyOf('manager')];
    await contactOf({ name: 'By a key' }, one);
    await contactOf({ name: 'By another key' }, other);
    await contactOf({ name: 'By another key again' }, other);
    const form = (await firm.admin.post<{ id: string }>('/api/web-forms', { name: 'On our site' })).body;
    await server.anonymous.post(`/api/web-forms/${form.id}`, { name: 'By a form', phone: '+33 1 42 68 53 00' });
    await server.idle();
    const [sent] = (await firm.admin.get<{ items: { id: string }[] }>(`/api/web-forms/${form.id}/submissions`)).body
      .items;
    await firm.admin.post(`/api/web-forms/submissions/${sent?.id}/accept`);
    await server.idle();
    const { people } = await eventsOf(firm.maria, 'kind=contact');
    const keys = people.filter(({ kind }) => kind === 'api-key');
    expect(keys.map(({ name, count }) => [name, count])).toEqual([
      ['manager', 2],
      ['manager', 1],
    ]);
    expect(people.find(({ actorId }) => actorId === form.id)).toMatchObject({
      kind: 'web-form',
      name: 'On our site',
      userId: null,
    });
    const titlesOf = async (actorId: string) =>
      (await eventsOf(firm.maria, `kind=contact&actorId=${actorId}`)).items.map(({ record }) => record.title);
    expect(await titlesOf(keys[1]?.actorId ?? '')).toEqual(['By a key']);
    expect(new Set(await titlesOf(form.id))).toEqual(new Set(['By a form']));
    const [event] = (await eventsOf(firm.maria, `kind=contact&actorId=${form.id}`)).items;
    expect(event).toMatchObject({ byKind: 'web-form', byName: 'On our site', userId: null });
    const anna = people.find(({ name }) => name === 'Anna');
    expect(anna).toMatchObject({ kind: 'user', actorId: anna?.userId });
  });

  it('[SUP-4] of files name the file and the list, those of the firm’s own things name them to whoever may read them', async () => {
    const query = 'target=contacts&fileName=autumn.csv';
    const upload = await fetch(`${server.url}/api/imports?${query}`, {
      method: 'POST',
      headers: { ...firm.sveta.headers, 'content-type': 'application/octet-stream' },
      body: 'Name,Phone\nPia,+33142685301\n',
    });
    expect(upload.status, await upload.clone().text()).toBe(201);
    await firm.sveta.post('/api/exports', { list: 'contacts', filters: { q: 'Hidden Person' } });
    await firm.maria.post('/api/product-groups', { name: 'Fences' });
    const { items } = await eventsOf(firm.maria, 'limit=200');
    const titleOf = (action: string) => items.find((event) => event.action === action)?.record.title;
    expect(titleOf('import.uploaded')).toBe('autumn.csv');
    expect(titleOf('contacts.export-asked')).toBe('contacts');
    expect(titleOf('product-group.created')).toBe('Fences');
    const exported = items.find(({ action }) => action === 'contacts.export-asked');
    expect(exported).toMatchObject({ record: { kind: 'export' }, after: { list: 'contacts', format: 'csv' } });
    expect(JSON.stringify(exported)).not.toContain('Hidden Person');
    const audited = (await eventsOf(firm.admin, 'limit=200')).items.find(({ id }) => id === exported?.id);
    expect(JSON.stringify(audited)).toContain('Hidden Person');
  });

  it('[SUP-4] begin a day ago unless said otherwise', async () => {
    const tomorrow = new Date(Date.now() + 2 * 86_400_000).toISOString();
    expect((await eventsOf(firm.maria, `to=${tomorrow}`)).items).toEqual([]);
    const { from, to } = await eventsOf(firm.maria);
    expect(Date.parse(to) - Date.parse(from)).toBe(86_400_000);
  });

  it('[ACC-1] tell nothing of a client who is not the reader’s', async () => {
    const secret = await contactOf({ name: 'Zoya Secret', notes: 'hush', private: true }, firm.anna);
    await firm.anna.patch(`/api/contacts/${secret.id}`, { notes: 'hush hush' });
    const seen = JSON.stringify(await eventsOf(firm.sveta, 'limit=200'));
    expect(seen).not.toMatch(/Zoya|hush/);
    expect(seen).toContain('"restricted":true');
    expect(JSON.stringify(await eventsOf(firm.admin, 'limit=200'))).toMatch(/Zoya.*hush hush|hush hush.*Zoya/);
  });

  it('[ACC-1] leave out fields that the reader’s role hides', async () => {
    const client = await contactOf({ name: 'Half hidden', notes: 'one' }, firm.anna);
    await firm.anna.patch(`/api/contacts/${client.id}`, { notes: 'two', vip: true });
    const role = { name: 'Leads blind', base: 'supervisor', fields: { contact: { notes: 'hidden' } } };
    const { body } = await firm.admin.post<{ id: string }>('/api/roles', role);
    await firm.admin.patch(`/api/users/${firm.sveta.agent.userId}`, { roleId: body.id });
    const event = await eventOf(firm.sveta, 'contact.changed', client.id);
    expect(event).toMatchObject({ before: { vip: false }, after: { vip: true } });
    expect(JSON.stringify(event)).not.toContain('notes');
    await firm.admin.patch(`/api/users/${firm.sveta.agent.userId}`, { roleId: null });
  });
});

describe('putting old values back', () => {
  it('[ACC-2] brings back exactly the changed fields, is written down, and can be undone', async () => {
    const phones = [{ raw: '+7 916 300-20-10', kind: 'mobile' }];
    const client = await contactOf({ name: 'Before', ownerId: firm.anna.agent.id, notes: 'old', phones }, firm.anna);
    await firm.anna.patch(`/api/contacts/${client.id}`, { name: 'After', phones: [], ownerId: null });
    await firm.anna.patch(`/api/contacts/${client.id}`, { notes: 'newer' });
    const change = (await eventsOf(firm.sveta, 'limit=200')).items.find(
      ({ action, after }) => action === 'contact.changed' && after?.name === 'After',
    );
    expect(change).toMatchObject({ canRestore: true, before: { name: 'Before' } });
    const restored = await restore(firm.sveta, change!.id);
    expect(restored.status, JSON.stringify(restored.body)).toBe(200);
    expect([...restored.body.fields].sort()).toEqual(['name', 'owner', 'phones']);
    expect(await read(client.id)).toMatchObject({
      name: 'Before',
      notes: 'newer',
      owner: { name: 'Anna' },
      phones: [{ e164: '+79163002010', kind: 'mobile' }],
    });
    const written = await firm.admin.get<{ items: { action: string; userName: string }[] }>(
      `/api/audit?record=${client.id}&action=contact.change-restored`,
    );
    expect(written.body.items).toMatchObject([{ userName: 'Sveta' }]);
    expect((await restore(firm.sveta, restored.body.entryId)).status).toBe(200);
    expect(await read(client.id)).toMatchObject({ name: 'After', notes: 'newer', owner: null, phones: [] });
  });

  it('[ACC-2] is refused politely when the same fields have changed since, and names them', async () => {
    const client = await contactOf({ name: 'One', notes: 'a', ownerId: null }, firm.anna);
    await firm.anna.patch(`/api/contacts/${client.id}`, { name: 'Two', notes: 'b' });
    const change = await eventOf(firm.maria, 'contact.changed', client.id);
    await firm.boris.patch(`/api/contacts/${client.id}`, { name: 'Three' });
    const refused = await restore(firm.maria, change.id);
    expect([refused.status, errorOf(refused.body).code]).toEqual([409, 'audit.changed_since']);
    expect(Object.keys(errorOf(refused.body).fields ?? {})).toEqual(['name']);
    expect(await read(client.id)).toMatchObject({ name: 'Three', notes: 'b' });
  });

  it('[ACC-2] twice changes nothing the second time', async () => {
    const client = await contactOf({ name: 'Once' }, firm.anna);
    await firm.anna.patch(`/api/contacts/${client.id}`, { vip: true });
    const change = await eventOf(firm.maria, 'contact.changed', client.id);
    expect((await restore(firm.maria, change.id)).status).toBe(200);
    const again = await restore(firm.maria, change.id);
    expect([again.status, errorOf(again.body).code]).toEqual([409, 'audit.nothing_to_restore']);
  });

  it('[ACC-2] asks the right to change the record itself, and nothing is left of what was refused', async () => {
    const role = { name: 'Reads only', base: 'supervisor', fields: { contact: { notes: 'read-only' } } };
    const { body } = await firm.admin.post<{ id: string }>('/api/roles', role);
    const client = await contactOf({ name: 'Locked', notes: 'a' }, firm.anna);
    await firm.anna.patch(`/api/contacts/${client.id}`, { notes: 'b' });
    const change = await eventOf(firm.sveta, 'contact.changed', client.id);
    await firm.admin.patch(`/api/users/${firm.sveta.agent.userId}`, { roleId: body.id });
    const refused = await restore(firm.sveta, change.id);
    expect([refused.status, errorOf(refused.body).code]).toEqual([403, 'access.field_held_back']);
    await firm.admin.patch(`/api/users/${firm.sveta.agent.userId}`, { roleId: null });
    expect(await read(client.id)).toMatchObject({ notes: 'b' });
    const foreign = await contactOf({ name: 'South', ownerId: firm.boris.agent.id }, firm.boris);
    await firm.boris.patch(`/api/contacts/${foreign.id}`, { vip: true });
    const far = await eventOf(firm.maria, 'contact.changed', foreign.id);
    expect((await restore(firm.sveta, far.id)).status).toBe(404);
    expect((await restore(firm.maria, 'aud_none')).status).toBe(404);
  });

  it('[ACC-2] takes back that a person, an organisation was deleted, and changes of tasks and settings', async () => {
    const client = await contactOf({ name: 'Gone' }, firm.anna);
    await firm.sveta.delete(`/api/contacts/${client.id}`);
    expect((await restore(firm.sveta, (await eventOf(firm.sveta, 'contact.deleted', client.id)).id)).status).toBe(200);
    expect((await read(client.id)).name).toBe('Gone');

    const organisation = (await firm.anna.post<{ id: string }>('/api/organisations', { name: 'Vega' })).body;
    await firm.anna.patch(`/api/organisations/${organisation.id}`, { name: 'Altair' });
    const renamed = await eventOf(firm.sveta, 'organisation.changed', organisation.id);
    expect((await restore(firm.sveta, renamed.id)).status).toBe(200);
    expect((await firm.admin.get(`/api/organisations/${organisation.id}`)).body).toMatchObject({ name: 'Vega' });

    const task = (await firm.anna.post<{ id: string }>('/api/tasks', { title: 'Call' })).body;
    await firm.anna.patch(`/api/tasks/${task.id}`, { title: 'Write', done: true });
    expect((await restore(firm.sveta, (await eventOf(firm.sveta, 'task.changed', task.id)).id)).status).toBe(200);
    const tasks = await firm.anna.get<{ items: object[] }>('/api/tasks');
    expect(tasks.body.items).toMatchObject([{ title: 'Call', done: false }]);

    await firm.admin.patch('/api/settings', { wrapUpSeconds: 77 });
    const settings = await eventOf(firm.admin, 'settings.changed', 'settings');
    expect((await restore(firm.maria, settings.id)).status).toBe(403);
    expect((await restore(firm.admin, settings.id)).status).toBe(200);
    expect((await firm.admin.get('/api/settings')).body).toMatchObject({ wrapUpSeconds: 30 });
    const made = await eventOf(firm.admin, 'contact.created', client.id);
    expect(made.canRestore).toBe(false);
    expect(errorOf((await restore(firm.admin, made.id)).body).code).toBe('audit.cannot_restore');
  });
});
