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

const megabyte = 'x'.repeat(1_000_000);
const alive = async () => expect((await server.anonymous.get('/healthz')).status).toBe(200);

describe('hostile input', () => {
  it.each([
    "Robert'); drop table contacts; --",
    '<script>alert(1)</script><img src=x onerror=alert(1)>',
    '{{constructor.constructor("return process")()}} #{7*7} <%= 1 %>',
    '=cmd|calc!A1',
    '\u202eexe.fdp',
    '👩‍👩‍👧‍👦 семья é',
    '../../etc/passwd\\..\\',
  ])('a name %j is kept as text and found again', async (name) => {
    const made = await firm.anna.post<Contact>('/api/contacts', {
      name,
      role: name,
      notes: name,
      organisationName: name,
    });
    expect(made.status).toBe(201);
    const shown = (await firm.anna.get<Contact>(`/api/contacts/${made.body.id}`)).body;
    expect(shown.name).not.toMatch(/[\u202a-\u202e]/);
    expect(shown.notes.length).toBeGreaterThan(0);
    const found = await firm.anna.get<{ items: { id: string }[] }>(`/api/search?q=${encodeURIComponent(shown.name)}`);
    expect(found.body.items.map((item) => item.id)).toContain(made.body.id);
  });

  it('line ends in a name, a role and a number begin no second line anywhere', async () => {
    const body = {
      name: 'Anna\r\nAction: Originate',
      role: 'a\nb',
      phones: [{ raw: '8 495 400-00-01\r\nChannel: x' }],
    };
    const made = await firm.anna.post<Contact>('/api/contacts', body);
    expect(made.body).toMatchObject({
      name: 'Anna Action: Originate',
      role: 'a b',
      phones: [{ e164: '+74954000001' }],
    });
  });

  it('a NUL is refused by the field it stands in, and so is a text of a megabyte', async () => {
    const fieldsOf = async (body: object) => {
      const reply = await firm.anna.post<{ error: { fields: object } }>('/api/contacts', body);
      expect([400, 413, 422]).toContain(reply.status);
      return Object.keys(reply.body.error.fields ?? {});
    };
    expect(await fieldsOf({ name: 'a\u0000b' })).toEqual(['name']);
    expect(await fieldsOf({ name: 'a', notes: 'x\u0000' })).toEqual(['notes']);
    await fieldsOf({ name: 'half a character \ud800' });
    expect(await fieldsOf({ name: 'a', phones: [{ raw: '1\u0000' }] })).toEqual(['phones.0.raw']);
    await fieldsOf({ name: megabyte });
    await fieldsOf({ name: 'a', notes: megabyte });
    await fieldsOf({ name: 'a', phones: Array.from({ length: 21 }, () => ({ raw: '8 495 400-00-02' })) });
    await fieldsOf({ name: 'a', emails: ['no mail'] });
    await fieldsOf({ name: 'a', id: 'ctc_mine', version: 99, deletedAt: 'x', lifecycle: 'god' });
    await alive();
  });

  it.each([
    ['/api/search?q=', "'; select pg_sleep(10); --"],
    ['/api/search?q=', '%'.repeat(200)],
    ['/api/search?q=', '\\'.repeat(199)],
    ['/api/search?q=', '9'.repeat(200)],
    ['/api/search?q=', '\u0000'],
    ['/api/contacts?q=', '"] } or true --'],
    ['/api/contacts?ownerId=', "' or 1=1 --"],
    ['/api/contacts?cursor=', 'bm9ib2R5'],
    ['/api/contacts/lookup?number=', "+7495'; drop table phones; --"],
    ['/api/contacts/lookup?number=', '\r\nAction: Logoff\r\n'],
    ['/api/contacts/lookup?number=', '\u0000'],
    ['/api/contacts/duplicates?name=', '%%%%%'],
    ['/api/contacts/duplicates?phone=', '\u0000'],
    ['/api/contacts/', "x' or '1'='1"],
    ['/api/contacts/', '..%2f..%2fetc'],
    ['/api/queues?', 'x'.repeat(3_000)],
  ])('GET %s%j answers quickly, without an error of ours and without anybody’s data', async (path, value) => {
    const began = performance.now();
    const reply = await firm.anna.get<{ items?: unknown[]; candidates?: unknown[] }>(
      `${path}${encodeURIComponent(value)}`,
    );
    expect(reply.status).toBeLessThan(500);
    expect(reply.body.items ?? reply.body.candidates ?? []).toEqual([]);
    expect(performance.now() - began).toBeLessThan(5_000);
    await alive();
  });

  it('[CRM-2] warns of duplicates by phone, e-mail and name, and names nobody of another team', async () => {
    const ask = async (query: string, by = firm.anna) =>
      (await by.get<{ items: object[] }>(`/api/contacts/duplicates?${query}`)).body.items;
    const body = { name: 'Unique Person', phones: [{ raw: '8 495 400-00-03' }], emails: ['u@firm.test'] };
    const made = (await firm.anna.post<Contact>('/api/contacts', body)).body;
    const all = 'phone=%2B74954000003&email=U@firm.test&name=person unique';
    expect(await ask(all)).toMatchObject([
      { contactId: made.id, because: ['phone', 'email', 'name'], restricted: false },
    ]);
    expect(await ask(`${all}&exceptId=${made.id}`)).toEqual([]);
    expect(await ask('name=un')).toEqual([]);
    await firm.maria.patch(`/api/contacts/${made.id}`, { ownerId: firm.boris.agent.id });
    expect(await ask('name=person unique')).toEqual([]);
    expect(await ask(all)).toEqual([
      {
        contactId: null,
        name: '',
        organisationName: null,
        owner: { id: firm.boris.agent.id, name: 'Boris' },
        because: ['phone', 'email'],
        restricted: true,
      },
    ]);
    expect(await ask(all, firm.boris)).toMatchObject([{ contactId: made.id }]);
  });

  it('[CRM-5] the time-line merges notes, tasks and changes, page by page', async () => {
    const made = (await firm.anna.post<Contact>('/api/contacts', { name: 'Line' })).body;
    const path = `/api/contacts/${made.id}`;
    await firm.anna.post(`${path}/notes`, { text: 'First\nsecond line <b>' });
    await firm.anna.post('/api/tasks', { title: 'Call', contactId: made.id });
    await firm.anna.patch(path, { vip: true, name: 'Line Two' });
    expect((await firm.anna.post(`${path}/notes`, { text: ' ' })).status).toBe(422);
    // Listeners come a moment after a fact, and one of them touches the task.
    await server.idle();
    type Page = { items: { kind: string; text?: string }[]; nextCursor: string | null };
    const whole = (await firm.anna.get<Page>(`${path}/timeline`)).body;
    expect(whole.items.map(({ kind, text }) => text ?? kind)).toEqual([
      'contact.changed: vip, name',
      'task',
      'First\nsecond line <b>',
      'contact.created',
    ]);
    const pages: Page['items'] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: Page = (await firm.anna.get<Page>(`${path}/timeline?limit=1${cursor && `&cursor=${cursor}`}`)).body;
      pages.push(...page.items);
      cursor = page.nextCursor;
    }
    expect(pages).toEqual(whole.items);
  });
});
