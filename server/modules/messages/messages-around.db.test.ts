/** Messages beside the other modules: who reads them, what happens to them in a merge, a search, an import that is undone. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type MailLab, startMailLab } from '../../../scripts/mail-lab/mail-lab.ts';
import { type Firm, peopleOfFirm } from '../../../test/factories/people-of-firm.ts';
import { startTestServer, type TestServer } from '../../../test/server/test-server.ts';
import type { OwnRole } from '../../contract/access.contract.ts';
import type { Contact, Organisation } from '../../contract/contacts.contract.ts';
import type { Deal } from '../../contract/deals.contract.ts';
import type { MailTest, Message, MessageAddresses } from '../../contract/messages.contract.ts';
import { heldOnTo } from '../imports/update-records.repository.ts';
import { endTouched } from '../leads/leads.repository.ts';
import { sendMessage } from './send-message.usecases.ts';

let mail: MailLab;
let server: TestServer;
let firm: Firm;
beforeAll(async () => {
  mail = await startMailLab();
  server = await startTestServer({ config: { smtpUrl: mail.url, mailFrom: 'office@example.com' } });
  firm = await peopleOfFirm(server);
});
afterAll(async () => {
  await server.close();
  await mail.stop();
});

type Entries = { items: { kind: string; message?: Message }[] };
type Reader = Firm['admin'];
const timeline = async (path: string, reader: Reader = firm.admin) =>
  (await reader.get<Entries>(`/api/${path}/timeline`)).body.items.flatMap(({ message }) => message ?? []);
const idsOf = async (path: string, reader?: Reader) => (await timeline(path, reader)).map(({ id }) => id);
const makePerson = async (body: object = {}) => {
  const made = await firm.admin.post<Contact>('/api/contacts', {
    name: 'Paula Wood',
    ownerId: firm.anna.agent.id,
    emails: ['paula@wood.example'],
    ...body,
  });
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  return made.body;
};
const write = async (body: object, by: Reader = firm.anna) => {
  const made = await by.post<Message>('/api/messages', { subject: 'Planks', text: 'Oak', ...body });
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  return made.body;
};
const toPerson = ({ id }: { id: string }) => ({ recordKind: 'contact', recordId: id });

/** Somebody with an own role while the work goes on. */
async function withRole<T>(role: object, work: (reader: Reader) => Promise<T>): Promise<T> {
  const own = (
    await firm.admin.post<OwnRole>('/api/roles', { name: `Role ${Math.random()}`, base: 'manager', ...role })
  ).body;
  const users = (await firm.admin.get<{ items: { id: string; email: string }[] }>('/api/users')).body.items;
  const maria = users.find(({ email }) => email === firm.maria.email);
  expect((await firm.admin.patch(`/api/users/${maria?.id}`, { roleId: own.id })).status).toBe(200);
  try {
    return await work(firm.maria);
  } finally {
    await firm.admin.patch(`/api/users/${maria?.id}`, { roleId: null });
  }
}

describe('[ACC-1] a message is for whoever sees the record', () => {
  it('of a colleague’s client neither the message nor the writing is for another team', async () => {
    const person = await makePerson();
    const { id } = await write(toPerson(person));
    const asked = await Promise.all([
      firm.boris.get(`/api/messages/${id}`),
      firm.boris.get(`/api/messages?recordKind=contact&recordId=${person.id}`),
      firm.boris.get(`/api/messages/addresses?recordKind=contact&recordId=${person.id}`),
      firm.boris.post('/api/messages', { ...toPerson(person), subject: 's', text: 't' }),
      firm.boris.post(`/api/messages/${id}/take-back`),
      firm.boris.post(`/api/messages/${id}/resend`),
    ]);
    expect(asked.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404, 404]);
    expect((await firm.sveta.get<Message>(`/api/messages/${id}`)).body.text).toBe('Oak');
  });

  it('a reader of the deal who may not see the client reads the words, and neither address nor client', async () => {
    const person = await makePerson();
    const body = { title: 'Shared', contactId: person.id, ownerId: firm.boris.agent.id };
    const deal = (await firm.admin.post<Deal>('/api/deals', body)).body;
    const { id } = await write({ recordKind: 'deal', recordId: deal.id }, firm.admin);
    await write(toPerson(person));
    const seen = (await firm.boris.get<Message>(`/api/messages/${id}`)).body;
    expect(seen).toMatchObject({ dealId: deal.id, contactId: null, address: null, text: 'Oak' });
    expect(await timeline(`deals/${deal.id}`, firm.boris)).toMatchObject([{ id, address: null, contactId: null }]);
    const offered = await firm.boris.get<MessageAddresses>(
      `/api/messages/addresses?recordKind=deal&recordId=${deal.id}`,
    );
    expect(offered.body.items).toEqual([]);
  });

  it('without the right to see addresses none is shown, and the usual one can still be written to', async () => {
    const person = await makePerson();
    const { id } = await write(toPerson(person));
    await withRole({ fields: { contact: { emails: 'hidden' } } }, async (reader) => {
      expect((await reader.get<Message>(`/api/messages/${id}`)).body.address).toBeNull();
      const query = `recordKind=contact&recordId=${person.id}`;
      const offered = await reader.get<MessageAddresses>(`/api/messages/addresses?${query}`);
      expect(offered.body.items).toMatchObject([{ address: null, contactId: person.id }]);
      const written = await write(toPerson(person), reader);
      expect(written.address).toBeNull();
      await server.db.sql`update messages set next_try_at = now() where id = ${written.id}`;
      await sendMessage(server.app.messages, written.id);
      expect(mail.letters.at(-1)?.to).toEqual(['paula@wood.example']);
      const shown = [
        await timeline(`contacts/${person.id}`, reader),
        (await reader.get(`/api/messages?${query}`)).body,
      ];
      expect(JSON.stringify(shown)).not.toContain('paula@');
    });
  });

  it('the addresses of organisations are a right of their own', async () => {
    const body = { name: 'Hidden Ltd', emails: ['info@hidden.example'] };
    const theirs = (await firm.admin.post<Organisation>('/api/organisations', body)).body;
    const of = { recordKind: 'organisation', recordId: theirs.id };
    const { id } = await write(of, firm.admin);
    expect((await firm.maria.get<Message>(`/api/messages/${id}`)).body.address).toBe('info@hidden.example');
    await withRole({ fields: { organisation: { emails: 'hidden' } } }, async (reader) => {
      const offered = await reader.get(`/api/messages/addresses?${new URLSearchParams(of)}`);
      const shown = [
        await reader.get(`/api/messages/${id}`),
        await timeline(`organisations/${theirs.id}`, reader),
        offered,
      ];
      expect(JSON.stringify(shown)).not.toContain('info@');
    });
  });

  it('without the right to read notes there is no message, in the time-line, by its id or by a search', async () => {
    const person = await makePerson();
    const { id } = await write({ ...toPerson(person), text: 'Quercusquill' });
    const search = async (reader: Reader) => JSON.stringify((await reader.get('/api/search?q=quercusquill')).body);
    expect(await search(firm.maria)).toContain(person.id);
    await withRole({ fields: { contact: { notes: 'hidden' } } }, async (reader) => {
      expect(await idsOf(`contacts/${person.id}`, reader)).toEqual([]);
      expect((await reader.get(`/api/messages/${id}`)).status).toBe(404);
      expect(await search(reader)).not.toContain(person.id);
    });
  });

  it('numbers in its words are masked for whoever sees none', async () => {
    const person = await makePerson();
    const { id } = await write({ ...toPerson(person), subject: 'Ring 8 (916) 555-04-04', text: 'or +7 916 555-04-04' });
    await withRole({ scopes: { 'numbers.see': 'none' } }, async (reader) => {
      const { subject, text } = (await reader.get<Message>(`/api/messages/${id}`)).body;
      expect(`${subject} ${text}`.replaceAll(/\D/g, '')).not.toContain('9165550404');
    });
  });
});

describe('[CRM-5] a message beside what happens to its record', () => {
  it('moves with a merge and comes back with its undo, for people and for organisations', async () => {
    const makeFirm = async (name: string) =>
      (await firm.admin.post<Organisation>('/api/organisations', { name, emails: ['a@wood.example'] })).body;
    const pairs = [
      { kind: 'contact', stays: await makePerson(), goes: await makePerson({ name: 'Paula W' }) },
      { kind: 'organisation', stays: await makeFirm('Wood'), goes: await makeFirm('Wood and Sons') },
    ];
    for (const { kind, stays, goes } of pairs) {
      const { id } = await write({ recordKind: kind, recordId: goes.id });
      const merged = await firm.admin.post<{ actionId: string }>(`/api/${kind}s/${stays.id}/merge`, {
        otherIds: [goes.id],
      });
      expect(merged.status, JSON.stringify(merged.body)).toBeLessThan(300);
      expect(await idsOf(`${kind}s/${stays.id}`)).toEqual([id]);
      const back = await firm.admin.post(`/api/reversible-actions/${merged.body.actionId}/undo`);
      expect(back.status, JSON.stringify(back.body)).toBeLessThan(300);
      expect([await idsOf(`${kind}s/${stays.id}`), await idsOf(`${kind}s/${goes.id}`)]).toEqual([[], [id]]);
    }
  });

  it('keeps a record that an import would take away, and counts as the work of whoever has the lead', async () => {
    const person = await makePerson({ lifecycle: 'lead' });
    const firmOfThem = (
      await firm.admin.post<Organisation>('/api/organisations', { name: 'Wood', emails: ['a@wood.example'] })
    ).body;
    const held = (table: 'contacts' | 'organisations', id: string) =>
      server.db.transaction(async (tx) => [...(await heldOnTo(tx, table, [id]))]);
    expect([await held('contacts', person.id), await held('organisations', firmOfThem.id)]).toEqual([[], []]);
    const given = { id: 'lho_1', contact_id: person.id, agent_id: firm.anna.agent.id, why: 'new', reason: {} };
    const givenAt = new Date(Date.now() + 60_000);
    await server.db.sql`insert into lead_hand_overs ${server.db.sql({ ...given, given_at: givenAt })}`;
    const ended = async () => {
      await server.db.transaction((tx) => endTouched(tx, new Date(givenAt.getTime() + 1), givenAt));
      const rows = await server.db.sql`select from lead_hand_overs where id = 'lho_1' and ended_at is not null`;
      return rows.length;
    };
    const mine = await write(toPerson(person));
    await write({ recordKind: 'organisation', recordId: firmOfThem.id });
    expect(await ended(), 'written before it was given').toBe(0);
    await server.db.sql`update messages set created_at = ${new Date(givenAt.getTime() + 1)} where id = ${mine.id}`;
    expect(await ended()).toBe(1);
    expect([await held('contacts', person.id), await held('organisations', firmOfThem.id)]).toEqual([
      [person.id],
      [firmOfThem.id],
    ]);
    await firm.anna.post(`/api/messages/${mine.id}/take-back`);
    expect(await held('contacts', person.id), 'taken back').toEqual([]);
  });

  it('stands in the events with the record it was written to', async () => {
    const person = await makePerson();
    const { id } = await write(toPerson(person));
    const events = await firm.admin.get<{ items: { action: string; record: string; after: unknown }[] }>(
      '/api/audit?limit=50',
    );
    expect(events.body.items.find(({ action }) => action === 'message.written')).toMatchObject({
      record: person.id,
      after: { messageId: id },
    });
    const told = (await firm.admin.get<Entries>(`/api/contacts/${person.id}/timeline`)).body.items.map(
      ({ kind }) => kind,
    );
    expect(told, 'and only once on the time-line').toEqual(['message', 'change']);
  });
});

describe('[OPS-1] the mail server', () => {
  it('is tried by the administrator with a letter to themselves', async () => {
    const good = await firm.admin.post<MailTest>('/api/messages/mail-server/test', { to: 'me@example.com' });
    expect(good.body).toMatchObject({ sent: true, to: 'me@example.com', problem: null });
    mail.behave('refuse');
    const bad = await firm.admin.post<MailTest>('/api/messages/mail-server/test', { to: 'me@example.com' });
    mail.behave('accept');
    expect(bad.body).toMatchObject({ sent: false, problem: 'refused', detail: '550 no such mailbox here' });
    const shown = await firm.admin.get('/api/messages/mail-server');
    expect(shown.body).toEqual({ from: 'office@example.com', server: `127.0.0.1:${mail.port}`, missing: [] });
    const own = await firm.sveta.post<MailTest>('/api/messages/mail-server/test');
    expect(own.body.to).toBe(firm.sveta.email);
  });

  it('that is not set up is said before anything is written', async () => {
    const without = await startTestServer();
    try {
      const admin = await without.keyOf('administrator');
      const person = (await admin.post<Contact>('/api/contacts', { name: 'A', emails: ['a@example.org'] })).body;
      const query = `recordKind=contact&recordId=${person.id}`;
      expect((await admin.get<MessageAddresses>(`/api/messages/addresses?${query}`)).body.from).toBeNull();
      const shown = await admin.get('/api/messages/mail-server');
      expect(shown.body).toEqual({ from: null, server: null, missing: ['SMTP_URL', 'MAIL_FROM'] });
      const reply = await admin.post<{ error: { code: string } }>('/api/messages', {
        ...toPerson(person),
        subject: 's',
        text: 't',
      });
      expect([reply.status, reply.body.error.code]).toEqual([409, 'messages.not_set_up']);
      expect((await admin.post<MailTest>('/api/messages/mail-server/test', { to: 'a@example.org' })).body.problem).toBe(
        'not-set-up',
      );
    } finally {
      await without.close();
    }
  });

  it('with a wrong password, or away, says so', async () => {
    const strict = await startMailLab({ signIn: { user: 'office', password: 'right' } });
    const wrong = await startTestServer({
      config: { smtpUrl: strict.url.replace('right', 'wrong'), mailFrom: 'office@example.com' },
    });
    try {
      const admin = await wrong.keyOf('administrator');
      const problem = async () =>
        (await admin.post<MailTest>('/api/messages/mail-server/test', { to: 'a@example.org' })).body.problem;
      expect(await problem()).toBe('sign-in');
      await strict.stop();
      expect(await problem()).toBe('unreachable');
    } finally {
      await wrong.close();
    }
  });
});
