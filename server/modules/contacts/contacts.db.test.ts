import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Firm, peopleOfFirm } from '../../../test/factories/people-of-firm.ts';
import { startTestServer, type TestServer } from '../../../test/server/test-server.ts';
import type { Contact } from '../../contract/contacts.contract.ts';

let server: TestServer;
let firm: Firm;
beforeAll(async () => {
  server = await startTestServer();
  firm = await peopleOfFirm(server);
});
afterAll(() => server.close());

interface List {
  items: Contact[];
  nextCursor: string | null;
}
const refusal = (body: unknown) => (body as { error: { code: string; fields?: Record<string, string> } }).error;
let numbers = 0;
/** A Moscow number that no other test uses. */
const freshNumber = () => {
  numbers += 1;
  return `8 (495) 100-${String(Math.floor(numbers / 100)).padStart(2, '0')}-${String(numbers % 100).padStart(2, '0')}`;
};
/** Everybody's, unless the body names an owner. */
async function create(body: object, by = firm.anna): Promise<Contact> {
  const reply = await by.post<Contact>('/api/contacts', { ownerId: null, ...body });
  expect(reply.status, JSON.stringify(reply.body)).toBe(201);
  return reply.body;
}
const factsOf = async (subject: string) =>
  (
    await server.db.sql<{ type: string; payload: Record<string, unknown> }[]>`
      select type, payload from outbox_facts where subject = ${subject} order by sequence`
  ).map((fact) => fact);

describe('[CRM-2] quick entry', () => {
  it('needs a name and nothing else', async () => {
    const { body: contact } = await firm.anna.post<Contact>('/api/contacts', { name: '  Ivan   Petrov ' });
    expect(contact).toMatchObject({
      name: 'Ivan Petrov',
      lifecycle: 'lead',
      owner: { id: firm.anna.agent.id, name: 'Anna' },
      phones: [],
      version: 1,
      effectiveTimeZone: { zone: 'Europe/Moscow', because: 'region' },
    });
    expect((await firm.anna.get<Contact>(`/api/contacts/${contact.id}`)).body).toEqual(contact);
  });

  it('repairs numbers, keeps what was typed, splits a field of two and has one primary', async () => {
    const contact = await create({
      name: 'Olga',
      phones: [{ raw: '8 (383) 200-10-10 доб. 5; 8 916 200 10 10', kind: 'work' }, { raw: '200-20-20' }],
    });
    expect(contact.phones).toMatchObject([
      { e164: '+73832001010', extension: '5', primary: true, kind: 'work', timeZones: ['Asia/Novosibirsk'] },
      { e164: '+79162001010', raw: '8 916 200 10 10', primary: false, timeZones: [] },
      { e164: null, raw: '200-20-20', primary: false },
    ]);
    expect(contact.phones[0]?.raw).toContain('доб. 5');
    expect(contact.effectiveTimeZone).toEqual({ zone: 'Asia/Novosibirsk', because: 'number' });
  });

  it('[TEL-2] tells that a person was created from a call', async () => {
    await server.db.sql`
      insert into calls (id, bridge_id, pbx, journal_id, sequence, recorded_at, direction, state, from_withheld, to_withheld,
        started_at, wait_seconds, ring_seconds, talk_seconds, hold_seconds, end_inferred, version)
      values ('call_1', 'pbx1', 'pbx1', 'j', 1, now(), 'inbound', 'ended', false, false, now(), 0, 0, 0, 0, false, 1)`;
    const contact = await create({ name: 'From a call', callId: 'call_1' });
    expect(await factsOf(contact.id)).toMatchObject([
      { type: 'contact.created', payload: { contactId: contact.id, callId: 'call_1', version: 1 } },
    ]);
  });

  it('finds the organisation by its name, or makes it, once even when two ask at once', async () => {
    const [first, second] = await Promise.all([
      create({ name: 'A', organisationName: 'Véga LLC' }),
      create({ name: 'B', organisationName: 'vega llc ' }, firm.boris),
    ]);
    expect(first.organisationId).not.toBeNull();
    expect(second.organisationId).toBe(first.organisationId);
    const organisation = await firm.anna.get(`/api/organisations/${first.organisationId}`);
    expect(organisation.body).toMatchObject({ contacts: [{ name: 'A' }, { name: 'B' }] });
  });

  it('refuses an owner, an organisation and a zone that do not exist, by field', async () => {
    const bad = async (body: object) => {
      const reply = await firm.anna.post('/api/contacts', { name: 'X', ...body });
      expect(reply.status).toBe(422);
      return Object.keys(refusal(reply.body).fields ?? {});
    };
    expect(await bad({ ownerId: 'agt_none' })).toEqual(['ownerId']);
    expect(await bad({ organisationId: 'org_none' })).toEqual(['organisationId']);
    expect(await bad({ timeZone: 'Mars/Base' })).toEqual(['timeZone']);
  });
});

describe('[TEL-8] saving numbers', () => {
  it('tells each number that came or went once, and a kept one keeps its id', async () => {
    const [one, two, three] = [freshNumber(), freshNumber(), freshNumber()];
    const contact = await create({ name: 'N', phones: [{ raw: one }, { raw: two, doNotCall: true }] });
    const reply = await firm.anna.patch<Contact>(`/api/contacts/${contact.id}`, {
      phones: [{ raw: two.replace('8 ', '+7 '), doNotCall: true }, { raw: three }],
    });
    const before = new Map(contact.phones.map((phone) => [phone.e164, phone.id]));
    expect(reply.body.phones[0]).toMatchObject({ id: before.get(reply.body.phones[0]!.e164), primary: true });
    const removed = contact.phones[0]!.e164!;
    expect((await factsOf(removed)).map((fact) => fact.type)).toEqual(['number.saved', 'number.removed']);
    expect((await factsOf(contact.phones[1]!.e164!)).map((fact) => fact.type)).toEqual(['number.saved']);
    expect((await factsOf(reply.body.phones[1]!.e164!))[0]).toMatchObject({
      type: 'number.saved',
      payload: { e164: reply.body.phones[1]!.e164, contactId: contact.id },
    });
  });

  it('leaves phones, e-mails and notes alone when only the name changes', async () => {
    const contact = await create({ name: 'N', phones: [{ raw: freshNumber() }], emails: ['N@X.RU'], notes: 'vip' });
    const reply = await firm.anna.patch<Contact>(`/api/contacts/${contact.id}`, { name: 'M' });
    expect(reply.body).toMatchObject({
      name: 'M',
      phones: contact.phones,
      emails: ['n@x.ru'],
      notes: 'vip',
      version: 2,
    });
  });
});

describe('[CRM-1] changes by several people', () => {
  it('refuses an older version with 409 and keeps the newer words', async () => {
    const contact = await create({ name: 'Old' });
    const [first, second] = await Promise.all(
      ['First', 'Second'].map((name) => firm.anna.patch<Contact>(`/api/contacts/${contact.id}`, { name, version: 1 })),
    );
    expect([first?.status, second?.status].sort()).toEqual([200, 409]);
    const lost = first?.status === 409 ? first : second;
    expect(refusal(lost?.body).code).toBe('contacts.stale');
    const now = await firm.anna.get<Contact>(`/api/contacts/${contact.id}`);
    expect(now.body).toMatchObject({ version: 2, name: first?.status === 200 ? 'First' : 'Second' });
  });

  it('loses nothing when two people change different things without a version', async () => {
    const contact = await create({ name: 'Both' });
    const [role, vip] = [{ role: 'director' }, { vip: true }];
    await Promise.all([role, vip].map((body) => firm.anna.patch(`/api/contacts/${contact.id}`, body)));
    expect((await firm.anna.get<Contact>(`/api/contacts/${contact.id}`)).body).toMatchObject({
      ...role,
      ...vip,
      version: 3,
    });
  });

  it('[ACC-2] writes down who changed what, from what to what', async () => {
    const contact = await create({ name: 'Before' });
    await firm.anna.patch(`/api/contacts/${contact.id}`, { name: 'After' });
    const entries = await server.db.sql<{ action: string; user_name: string; before: object; after: object }[]>`
      select action, user_name, before, after from audit_entries where record = ${contact.id} order by at, id`;
    expect([...entries]).toMatchObject([
      { action: 'contact.created', user_name: 'Anna' },
      { action: 'contact.changed', user_name: 'Anna', before: { name: 'Before' }, after: { name: 'After' } },
    ]);
    expect(entries[1]?.after).toEqual({ name: 'After' });
  });
});

describe('[CRM-1] deleting', () => {
  it('takes a person out of lists, look-ups and reads, and restoring brings everything back', async () => {
    const number = freshNumber();
    const contact = await create({ name: 'Gone Girl', phones: [{ raw: number }] });
    const look = async () =>
      (await firm.maria.get<{ candidates: unknown[] }>(`/api/contacts/lookup?number=${encodeURIComponent(number)}`))
        .body;
    expect((await look()).candidates).toHaveLength(1);
    expect((await firm.sveta.delete(`/api/contacts/${contact.id}`)).status).toBe(204);
    expect((await firm.maria.get(`/api/contacts/${contact.id}`)).status).toBe(404);
    expect((await firm.maria.get<List>('/api/contacts?q=gone')).body.items).toEqual([]);
    expect((await look()).candidates).toEqual([]);
    expect((await firm.sveta.delete(`/api/contacts/${contact.id}`)).status).toBe(404);
    const restored = await firm.sveta.post<Contact>(`/api/contacts/${contact.id}/restore`);
    expect(restored.body).toMatchObject({ id: contact.id, phones: contact.phones, version: 3 });
    expect((await look()).candidates).toHaveLength(1);
    expect((await firm.sveta.post(`/api/contacts/${contact.id}/restore`)).status).toBe(409);
    const told = (await factsOf(contact.phones[0]!.e164!)).map((fact) => fact.type);
    expect(told).toEqual(['number.saved', 'number.removed', 'number.saved']);
  });

  it('is not for operators', async () => {
    const contact = await create({ name: 'Stays' });
    expect((await firm.anna.delete(`/api/contacts/${contact.id}`)).status).toBe(403);
    expect((await firm.anna.get(`/api/contacts/${contact.id}`)).status).toBe(200);
  });
});

describe('[ACC-1] own, team and all', () => {
  it('shows an operator own, team’s and nobody’s people, and somebody else’s as if there were none', async () => {
    const number = freshNumber();
    const secret = await create(
      { name: 'Secret Client', ownerId: firm.boris.agent.id, phones: [{ raw: number }] },
      firm.maria,
    );
    const mates = await create({ name: 'Mate Client', ownerId: firm.sveta.agent.id }, firm.maria);
    const path = `/api/contacts/${secret.id}`;
    for (const [who, status] of [
      [firm.boris, 200],
      [firm.maria, 200],
      [firm.anna, 404],
      [firm.sveta, 404],
    ] as const) {
      expect((await who.get(path)).status, who.agent.name).toBe(status);
      expect((await who.patch(path, { notes: who.agent.name })).status, who.agent.name).toBe(status);
      expect((await who.get(`${path}/timeline`)).status).toBe(status);
      const found = (await who.get<List>('/api/contacts?q=secret')).body.items;
      expect(
        found.map((contact) => contact.id),
        who.agent.name,
      ).toEqual(status === 200 ? [secret.id] : []);
    }
    expect((await firm.anna.get(`/api/contacts/${mates.id}`)).status).toBe(200);
    const look = await firm.anna.get<{ candidates: object[] }>(
      `/api/contacts/lookup?number=${encodeURIComponent(number)}`,
    );
    expect(look.body.candidates).toEqual([
      expect.objectContaining({
        restricted: true,
        contactId: null,
        name: '',
        owner: { id: firm.boris.agent.id, name: 'Boris' },
      }),
    ]);
    expect(JSON.stringify(look.body)).not.toContain('Secret');
  });

  it('lets clients follow their owner into another team', async () => {
    const contact = await create({ name: 'Follows', ownerId: firm.boris.agent.id }, firm.maria);
    expect((await firm.anna.get(`/api/contacts/${contact.id}`)).status).toBe(404);
    await firm.admin.patch(`/api/agents/${firm.boris.agent.id}`, { teamId: firm.north });
    await server.idle();
    expect((await firm.anna.get(`/api/contacts/${contact.id}`)).status).toBe(200);
    await firm.admin.patch(`/api/agents/${firm.boris.agent.id}`, { teamId: firm.south });
    await server.idle();
    expect((await firm.anna.get(`/api/contacts/${contact.id}`)).status).toBe(404);
  });

  it('is nothing for those who are not signed in', async () => {
    for (const path of ['/api/contacts', '/api/contacts/lookup?number=1', '/api/search?q=a', '/api/organisations'])
      expect((await server.anonymous.get(path)).status, path).toBe(401);
    expect((await server.anonymous.post('/api/contacts', { name: 'X' })).status).toBe(401);
  });
});

describe('[CRM-1] lists', () => {
  it('go on page by page without a gap or a repetition while people come and go', async () => {
    const made = [];
    for (const letter of 'abcdefg') made.push(await create({ name: `Zz Page ${letter}`, lifecycle: 'supplier' }));
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const more: string = cursor ? `&cursor=${cursor}` : '';
      const page: List = (await firm.anna.get<List>(`/api/contacts?lifecycle=supplier&limit=2${more}`)).body;
      seen.push(...page.items.map((contact) => contact.id));
      if (seen.length === 4) {
        await firm.maria.delete(`/api/contacts/${made[3]!.id}`);
        await create({ name: 'Zz Page 0', lifecycle: 'supplier' });
      }
      cursor = page.nextCursor;
    } while (cursor);
    expect(seen).toEqual(made.map((contact) => contact.id));
  });

  it('filter by owner, organisation, words in any order and digits', async () => {
    const number = freshNumber();
    const owned = await create({
      name: 'Пётр Ёлкин',
      ownerId: firm.maria.agent.id,
      organisationName: 'Filters',
      phones: [{ raw: number }],
    });
    const idsAt = async (query: string) =>
      (await firm.maria.get<List>(`/api/contacts?${query}`)).body.items.map((c) => c.id);
    expect(await idsAt(`ownerId=${firm.maria.agent.id}`)).toEqual([owned.id]);
    expect(await idsAt(`organisationId=${owned.organisationId}`)).toEqual([owned.id]);
    for (const q of ['елк петр', 'ЁЛКИН', number.slice(-9)])
      expect(await idsAt(`q=${encodeURIComponent(q)}`), q).toEqual([owned.id]);
    expect(await idsAt('q=%25')).toEqual([]);
  });

  it('refuse a cursor of another list', async () => {
    const reply = await firm.anna.get('/api/contacts?cursor=%%%');
    expect([400, 422]).toContain(reply.status);
  });
});
