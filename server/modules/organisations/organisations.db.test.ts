import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Firm, peopleOfFirm } from '../../../test/factories/people-of-firm.ts';
import { startTestServer, type TestServer } from '../../../test/server/test-server.ts';
import type { Contact, Organisation } from '../../contract/contacts.contract.ts';

let server: TestServer;
let firm: Firm;
beforeAll(async () => {
  server = await startTestServer();
  firm = await peopleOfFirm(server);
});
afterAll(() => server.close());

interface List {
  items: Organisation[];
  nextCursor: string | null;
}
async function create(body: object, by = firm.anna): Promise<Organisation> {
  const reply = await by.post<Organisation>('/api/organisations', body);
  expect(reply.status, JSON.stringify(reply.body)).toBe(201);
  return reply.body;
}
const lookup = async (number: string) =>
  (await firm.anna.get<{ candidates: object[] }>(`/api/contacts/lookup?number=${encodeURIComponent(number)}`)).body
    .candidates;

describe('[CRM-1] organisations', () => {
  it('have numbers, people and versions', async () => {
    const made = await create({
      name: ' Vega\r\nLLC ',
      phones: [{ raw: '8 495 300-00-01 доб. 2' }],
      emails: ['A@B.ru'],
    });
    expect(made).toMatchObject({ name: 'Vega LLC', emails: ['a@b.ru'], version: 1, contacts: [] });
    await firm.anna.post<Contact>('/api/contacts', {
      name: 'Ivan',
      role: 'director',
      organisationId: made.id,
      ownerId: null,
    });
    const changed = await firm.anna.patch<Organisation>(`/api/organisations/${made.id}`, { notes: 'Big', version: 1 });
    expect(changed.body).toMatchObject({
      notes: 'Big',
      phones: [{ e164: '+74953000001', extension: '2' }],
      contacts: [{ name: 'Ivan', role: 'director' }],
      version: 2,
    });
    const stale = await firm.anna.patch(`/api/organisations/${made.id}`, { notes: 'Small', version: 1 });
    expect(stale.status).toBe(409);
    expect(await lookup('+74953000001')).toMatchObject([
      { name: 'Ivan', because: ['organisation-number'] },
      { name: 'Vega LLC', contactId: null },
    ]);
  });

  it('are deleted and taken back; their people stay', async () => {
    const made = await create({ name: 'Gone Ltd', phones: [{ raw: '8 495 300-00-02' }] });
    const ivan = (await firm.anna.post<Contact>('/api/contacts', { name: 'Stays', organisationId: made.id })).body;
    expect((await firm.anna.delete(`/api/organisations/${made.id}`)).status).toBe(403);
    expect((await firm.sveta.delete(`/api/organisations/${made.id}`)).status).toBe(204);
    expect((await firm.maria.get(`/api/organisations/${made.id}`)).status).toBe(404);
    expect(await lookup('84953000002')).toEqual([]);
    expect((await firm.anna.get<Contact>(`/api/contacts/${ivan.id}`)).body.organisationName).toBeNull();
    const back = await firm.sveta.post<Organisation>(`/api/organisations/${made.id}/restore`);
    expect(back.body).toMatchObject({ id: made.id, contacts: [{ id: ivan.id }], version: 3 });
    expect((await firm.sveta.post(`/api/organisations/${made.id}/restore`)).status).toBe(409);
  });

  it('are listed by name, page by page, and found by words and digits', async () => {
    const made = [];
    for (const letter of 'abc')
      made.push(await create({ name: `Paged ${letter}`, phones: [{ raw: `8495301000${made.length}` }] }));
    const first = (await firm.anna.get<List>('/api/organisations?q=paged&limit=2')).body;
    const second = (await firm.anna.get<List>(`/api/organisations?q=paged&limit=2&cursor=${first.nextCursor}`)).body;
    expect([...first.items, ...second.items].map((item) => item.id)).toEqual(made.map((item) => item.id));
    expect((await firm.anna.get<List>('/api/organisations?q=3010001')).body.items.map((item) => item.id)).toEqual([
      made[1]!.id,
    ]);
  });

  it('[ACC-1] of another team are as if there were none, and their people are not named', async () => {
    const made = await create({ name: 'Foreign', ownerId: firm.boris.agent.id }, firm.maria);
    for (const [who, status] of [
      [firm.boris, 200],
      [firm.maria, 200],
      [firm.anna, 404],
      [firm.sveta, 404],
    ] as const) {
      expect((await who.get(`/api/organisations/${made.id}`)).status, who.agent.name).toBe(status);
      expect((await who.patch(`/api/organisations/${made.id}`, { notes: 'x' })).status, who.agent.name).toBe(status);
    }
    const taken = await firm.anna.post('/api/contacts', { name: 'X', organisationId: made.id });
    expect(taken.status).toBe(422);
    const open = await create({ name: 'Open' });
    await firm.maria.post('/api/contacts', { name: 'Hidden', organisationId: open.id, ownerId: firm.boris.agent.id });
    expect((await firm.anna.get<Organisation>(`/api/organisations/${open.id}`)).body.contacts).toEqual([]);
    expect((await firm.maria.get<Organisation>(`/api/organisations/${open.id}`)).body.contacts).toMatchObject([
      { name: 'Hidden' },
    ]);
  });
});
