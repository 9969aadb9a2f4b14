/** CRM-5, TEL-9: a message goes out once, says what became of it, and stands where its reader looks for it. */
import { simpleParser } from 'mailparser';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type MailLab, startMailLab } from '../../../scripts/mail-lab/mail-lab.ts';
import { type Firm, peopleOfFirm } from '../../../test/factories/people-of-firm.ts';
import { startTestServer, type TestServer } from '../../../test/server/test-server.ts';
import type { Contact, Organisation } from '../../contract/contacts.contract.ts';
import type { Deal } from '../../contract/deals.contract.ts';
import type { Message, MessageAddresses } from '../../contract/messages.contract.ts';
import type { Task } from '../../contract/tasks.contract.ts';
import { silentLogger } from '../../platform/logger/logger.ts';
import { messageJobs } from './messages.jobs.ts';
import { sendMessage, settleLost } from './send-message.usecases.ts';
import { undoMs } from './write-message.usecases.ts';

let mail: MailLab;
let server: TestServer;
let firm: Firm;
let person: Contact;
const signIn = { user: 'office', password: 'p:a/s s' };
beforeAll(async () => {
  mail = await startMailLab({ signIn });
  server = await startTestServer({ config: { smtpUrl: mail.url, mailFrom: 'Example Ltd <office@example.com>' } });
  firm = await peopleOfFirm(server);
});
afterAll(async () => {
  await server.close();
  await mail.stop();
});
let count = 0;
beforeEach(async () => {
  count += 1;
  const body = { name: `Customer ${count}`, ownerId: firm.anna.agent.id, emails: [`c${count}@example.org`] };
  person = (await firm.admin.post<Contact>('/api/contacts', body)).body;
});
afterEach(() => mail.behave('accept'));

const write = async (body: object, who: Firm['anna'] | Firm['admin'] = firm.anna) => {
  const made = await who.post<Message>('/api/messages', {
    recordKind: 'contact',
    recordId: person.id,
    subject: 'Your offer',
    text: 'Dear customer,\n\nhere it is.',
    ...body,
  });
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  return made.body;
};
/** Its ten seconds are over. */
const due = async (id: string) => {
  await server.db
    .sql`update messages set next_try_at = now() - interval '1 second' where id = ${id} and state = 'queued'`;
  await sendMessage(server.app.messages, id);
};
const read = async (id: string) => (await firm.anna.get<Message>(`/api/messages/${id}`)).body;
const arrived = (to: string) => mail.letters.filter((letter) => letter.to.includes(to));
type Entries = { items: { kind: string; message?: Message; task?: Task; text?: string }[] };
const timeline = async (path: string, who: { get: Firm['admin']['get'] } = firm.admin) =>
  (await who.get<Entries>(`/api/${path}/timeline`)).body.items.flatMap(({ message }) => message ?? []);

describe('[CRM-5] a message that is written', () => {
  it('goes out after ten seconds, once, with the words as they were typed, and is told', async () => {
    const live = await firm.anna.live();
    const text = 'Здравствуйте!\n.\nÇa va — „gut“ 👍';
    const message = await write({ subject: 'Ваш заказ № 5', text });
    expect(message).toMatchObject({
      state: 'queued',
      direction: 'out',
      channel: 'email',
      address: `c${count}@example.org`,
    });
    await live.event(({ event }) => event.name === 'contact.changed' && event.payload.contactId === person.id);
    await sendMessage(server.app.messages, message.id);
    expect(arrived(`c${count}@example.org`), 'within the ten seconds').toEqual([]);
    await due(message.id);
    await due(message.id);
    const letters = arrived(`c${count}@example.org`);
    expect(letters).toHaveLength(1);
    const letter = await simpleParser(letters[0]?.raw ?? '');
    expect(letter).toMatchObject({ subject: 'Ваш заказ № 5', messageId: `<${message.id}@example.com>` });
    expect(letter.text?.trimEnd()).toBe(text);
    expect(letter.from?.text).toBe('"Example Ltd" <office@example.com>');
    expect(letter.replyTo?.value[0]?.address).toBe(firm.anna.email);
    expect(await read(message.id)).toMatchObject({ state: 'sent', problem: null, sentAt: expect.any(String) });
    expect(await timeline(`contacts/${person.id}`)).toMatchObject([
      { id: message.id, state: 'sent', by: { name: 'Anna' } },
    ]);
    live.close();
  });

  it('is carried out by the job that was added with it', async () => {
    const message = await write({});
    const [waiting] = await server.db.sql<{ run_at: Date; payload: object; name: string }[]>`
      select j.run_at, j.payload, t.identifier as name from graphile_worker._private_jobs j
      join graphile_worker._private_tasks t on t.id = j.task_id where j.key = ${message.id}`;
    expect((waiting?.run_at.getTime() ?? 0) - Date.parse(message.createdAt)).toBe(undoMs);
    await server.db.sql`update messages set next_try_at = now() where id = ${message.id}`;
    const job = messageJobs(server.app.messages).find(({ name }) => name === waiting?.name);
    const context = { database: server.db, logger: silentLogger, signal: new AbortController().signal };
    await job?.run(job.schema.parse(waiting?.payload), context);
    expect(arrived(`c${count}@example.org`)).toHaveLength(1);
  });

  it('can be taken back while it waits, and not afterwards', async () => {
    const message = await write({});
    const back = await firm.anna.post<Message>(`/api/messages/${message.id}/take-back`);
    expect([back.status, back.body.state, back.body.text]).toEqual([200, 'cancelled', message.text]);
    expect((await firm.anna.post(`/api/messages/${message.id}/take-back`)).status).toBe(200);
    await due(message.id);
    expect(arrived(`c${count}@example.org`)).toEqual([]);
    expect(await timeline(`contacts/${person.id}`)).toEqual([]);
    const gone = await write({});
    await due(gone.id);
    const refused = await firm.anna.post<{ error: { code: string } }>(`/api/messages/${gone.id}/take-back`);
    expect([refused.status, refused.body.error.code]).toEqual([409, 'messages.gone']);
    expect((await firm.anna.post(`/api/messages/${gone.id}/resend`)).status).toBe(409);
  });

  it('cannot smuggle headers or receivers in', async () => {
    const message = await write({ subject: 'Hello\r\nBcc: all@example.org\r\n\r\nx' });
    await due(message.id);
    const letters = arrived(`c${count}@example.org`);
    expect(letters.map(({ to }) => to)).toEqual([[`c${count}@example.org`]]);
    const letter = await simpleParser(letters[0]?.raw ?? '');
    expect([letter.bcc, letter.subject]).toEqual([undefined, 'Hello Bcc: all@example.org x']);
    for (const to of [
      'a@example.org, b@example.org',
      'a@example.org\r\nBcc: b@example.org',
      '<a@example.org>',
      'nobody',
    ])
      expect(
        (
          await firm.anna.post('/api/messages', {
            recordKind: 'contact',
            recordId: person.id,
            to,
            subject: 's',
            text: 't',
          })
        ).status,
      ).toBe(422);
  });
});

describe('[CRM-5] a message that does not go out', () => {
  it('because the mail server is busy, waits and is tried again', async () => {
    mail.behave('busy');
    const message = await write({});
    await due(message.id);
    const waiting = await read(message.id);
    expect(waiting).toMatchObject({
      state: 'queued',
      tries: 1,
      problem: { code: 'busy', detail: '451 too many letters, come later' },
    });
    expect(waiting.nextTryAt).not.toBeNull();
    mail.behave('accept');
    const now = await firm.anna.post<Message>(`/api/messages/${message.id}/resend`);
    expect([now.status, now.body.state]).toEqual([200, 'queued']);
    await due(message.id);
    expect(await read(message.id)).toMatchObject({ state: 'sent', problem: null });
    expect(arrived(`c${count}@example.org`)).toHaveLength(1);
  });

  it('because it is refused, is failed at once: the writer is told and gets a task', async () => {
    const live = await firm.anna.live();
    mail.behave('refuse');
    const message = await write({ subject: 'Not you' });
    await due(message.id);
    expect(await read(message.id)).toMatchObject({
      state: 'failed',
      problem: { code: 'refused', detail: '550 no such mailbox here' },
    });
    const told = await live.event(
      ({ event }) => event.name === 'message.failed' && event.payload.messageId === message.id,
    );
    expect(told.event.payload).toMatchObject({ byUserId: message.by?.id, contactId: person.id });
    const tasks = (await firm.anna.get<{ items: Task[] }>(`/api/tasks?contactId=${person.id}`)).body.items;
    expect(tasks).toMatchObject([
      { title: 'The message did not go out: Not you', kind: 'letter', agent: { id: firm.anna.agent.id } },
    ]);
    live.close();
  });

  it('because the line breaks after it was handed over, waits for a person', async () => {
    mail.behave('hang up');
    const message = await write({});
    await due(message.id);
    expect(await read(message.id)).toMatchObject({ state: 'unclear', problem: { code: 'unclear' }, nextTryAt: null });
    mail.behave('accept');
    await due(message.id);
    expect(arrived(`c${count}@example.org`), 'not by itself').toHaveLength(1);
    await firm.anna.post(`/api/messages/${message.id}/resend`);
    await due(message.id);
    expect(await read(message.id)).toMatchObject({ state: 'sent' });
    const ids = arrived(`c${count}@example.org`).map(({ raw }) => /^Message-ID: (.*)$/im.exec(raw)?.[1]);
    expect(ids, 'a receiver can tell the repetition').toEqual([ids[0], ids[0]]);
  });

  it('because its server died in between, is marked after a while and not sent by itself', async () => {
    const message = await write({});
    await server.db
      .sql`update messages set state = 'sending', claimed_at = now() - interval '1 minute' where id = ${message.id}`;
    await settleLost(server.app.messages);
    expect((await read(message.id)).state).toBe('sending');
    await server.db.sql`update messages set claimed_at = now() - interval '6 minutes' where id = ${message.id}`;
    await settleLost(server.app.messages);
    expect((await read(message.id)).state).toBe('unclear');
    expect(arrived(`c${count}@example.org`)).toEqual([]);
  });
});

describe('[TEL-9] who is written to', () => {
  it('is somebody of the record: the first address, another one, or one that stands nowhere', async () => {
    const firmOfThem = (
      await firm.admin.post<Organisation>('/api/organisations', { name: 'Their Ltd', emails: ['info@their.example'] })
    ).body;
    await firm.admin.patch(`/api/contacts/${person.id}`, { organisationId: firmOfThem.id });
    const of = (kind: string, id: string) =>
      firm.anna.get<MessageAddresses>(`/api/messages/addresses?recordKind=${kind}&recordId=${id}`);
    expect((await of('organisation', firmOfThem.id)).body).toEqual({
      from: 'office@example.com',
      items: [
        { address: 'info@their.example', name: 'Their Ltd', contactId: null, organisationId: firmOfThem.id },
        { address: `c${count}@example.org`, name: person.name, contactId: person.id, organisationId: null },
      ],
    });
    const toThem = await write({ recordKind: 'organisation', recordId: firmOfThem.id });
    const toPerson = await write({ recordKind: 'organisation', recordId: firmOfThem.id, to: `C${count}@example.org` });
    const toOther = await write({ to: 'other@example.org' });
    expect([toThem.address, toPerson.address, toOther.address]).toEqual([
      'info@their.example',
      `c${count}@example.org`,
      'other@example.org',
    ]);
    const idsOf = async (path: string) => (await timeline(path)).map(({ id }) => id).sort();
    expect(await idsOf(`organisations/${firmOfThem.id}`)).toEqual([toThem.id, toPerson.id, toOther.id].sort());
    expect(await idsOf(`contacts/${person.id}`)).toEqual([toPerson.id, toOther.id].sort());
  });

  it('of a deal is its person; the deal has what was written at it, and with its person while it is open', async () => {
    const before = await write({});
    const deal = (
      await firm.admin.post<Deal>('/api/deals', { title: 'Roof', contactId: person.id, ownerId: firm.anna.agent.id })
    ).body;
    await server.db.sql`update messages set created_at = created_at - interval '1 day' where id = ${before.id}`;
    const atDeal = await write({ recordKind: 'deal', recordId: deal.id });
    const toPerson = await write({});
    expect(atDeal).toMatchObject({ contactId: person.id, dealId: deal.id, address: `c${count}@example.org` });
    expect((await timeline(`deals/${deal.id}`)).map(({ id }) => id)).toEqual([toPerson.id, atDeal.id]);
    const found = await firm.anna.get<{ items: Message[] }>(`/api/messages?recordKind=deal&recordId=${deal.id}`);
    expect(found.body.items.map(({ id }) => id)).toEqual([atDeal.id]);
  });

  it('without an address is said', async () => {
    const nobody = (await firm.admin.post<Contact>('/api/contacts', { name: 'No mail', ownerId: firm.anna.agent.id }))
      .body;
    const reply = await firm.anna.post<{ error: { code: string } }>('/api/messages', {
      recordKind: 'contact',
      recordId: nobody.id,
      subject: 's',
      text: 't',
    });
    expect([reply.status, reply.body.error.code]).toEqual([422, 'messages.no_address']);
  });
});
