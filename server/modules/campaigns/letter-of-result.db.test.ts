/** CAM-5: a result has an e-mail sent; a correction takes it back while it can, and says so when it cannot. */
import { simpleParser } from 'mailparser';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type MailLab, startMailLab } from '../../../scripts/mail-lab/mail-lab.ts';
import { type CampaignHouse, campaignHouse } from '../../../test/factories/campaign-house.ts';
import { startTestServer, type TestServer } from '../../../test/server/test-server.ts';
import type { Attempt } from '../../contract/campaigns.contract.ts';
import type { Message } from '../../contract/messages.contract.ts';
import { sendMessage } from '../messages/send-message.usecases.ts';

let mail: MailLab;
let server: TestServer;
let house: CampaignHouse;
let numbers = 0;

beforeAll(async () => {
  mail = await startMailLab();
  server = await startTestServer({ config: { smtpUrl: mail.url, mailFrom: 'Example Ltd <office@example.com>' } });
  house = await campaignHouse(server);
  await house.firm.admin.patch('/api/settings', { companyName: 'Example Ltd' });
});
beforeEach(() => house.clear());
afterAll(async () => {
  await server.close();
  await mail.stop();
});

const [yes, no] = ['dsp_interested', 'dsp_complaint'];
const letter = {
  kind: 'message',
  subject: 'Offer for {{customer.name}}',
  text: 'Dear {{customer.name}},\n\nhere it is.\n{{agent.name}}, {{company.name}}',
  afterSeconds: 600,
};

/** Anna has talked with somebody new, whose result is owed. */
async function talked(person: object = {}, rules: object[] = [letter]) {
  numbers += 1;
  const contactId = await house.person(`Vera ${numbers}`, [`+7912999${String(numbers).padStart(4, '0')}`], {
    emails: [`vera${numbers}@example.org`],
    ...person,
  });
  await house.campaign([contactId], {
    results: [{ dispositionId: yes, consequences: rules }, { dispositionId: no }],
  });
  const { body } = await house.firm.anna.post<{ attempt: Attempt }>('/api/entries/next', {});
  await house.firm.anna.post(`/api/attempts/${body.attempt.id}/dial`, {});
  await house.play(body.attempt, 'talks');
  await house.play(body.attempt, 'ends');
  return { contactId, attemptId: body.attempt.id, address: `vera${numbers}@example.org`, name: `Vera ${numbers}` };
}
const give = async (attemptId: string, dispositionId: string) => {
  const reply = await house.firm.anna.post(`/api/attempts/${attemptId}/result`, { dispositionId });
  expect(reply).toMatchObject({ status: 200 });
  await server.idle();
};
const messages = async (contactId: string) =>
  (await house.firm.admin.get<{ items: Message[] }>(`/api/messages?recordKind=contact&recordId=${contactId}`)).body
    .items;
const notes = async (contactId: string) =>
  (await house.firm.admin.get<{ items: { text: string }[] }>(`/api/contacts/${contactId}/notes`)).body.items;
/** Its time has come. */
async function goesOut(id: string) {
  await server.db
    .sql`update messages set next_try_at = now() - interval '1 second' where id = ${id} and state = 'queued'`;
  await sendMessage(server.app.messages, id);
}
const arrived = (to: string) => mail.letters.filter((one) => one.to.includes(to));
const ledger = async (attemptId: string) => [
  ...(await server.db.sql<{ record_id: string | null; problem: string | null }[]>`
    select record_id, problem from attempt_consequences where attempt_id = ${attemptId} and kind = 'message' order by id`),
];

describe('[CAM-5] an e-mail by a rule of a result', () => {
  it('waits as long as the rule says, then goes out once, with the names put in, in the name of the house', async () => {
    const { contactId, attemptId, address, name } = await talked();
    await give(attemptId, yes);
    const [queued] = await messages(contactId);
    expect(queued).toMatchObject({ state: 'queued', address, subject: `Offer for ${name}`, by: null });
    const wait = Date.parse(queued!.nextTryAt!) - Date.parse(queued!.createdAt);
    expect(wait).toBe(600_000);
    await sendMessage(server.app.messages, queued!.id);
    expect(arrived(address), 'not before').toEqual([]);
    await goesOut(queued!.id);
    await goesOut(queued!.id);
    expect(arrived(address)).toHaveLength(1);
    const parsed = await simpleParser(arrived(address)[0]!.raw);
    expect(parsed.text?.trimEnd()).toBe(`Dear ${name},\n\nhere it is.\nAnna, Example Ltd`);
    expect(parsed.replyTo).toBeUndefined();
  });

  it('another result before it goes out takes it back; the first one again writes it anew', async () => {
    const { contactId, attemptId, address } = await talked();
    await give(attemptId, yes);
    const [first] = await messages(contactId);
    await give(attemptId, no);
    expect((await house.firm.admin.get<Message>(`/api/messages/${first!.id}`)).body.state).toBe('cancelled');
    await goesOut(first!.id);
    expect(arrived(address)).toEqual([]);
    expect(await notes(contactId)).toEqual([]);
    await give(attemptId, yes);
    const waiting = (await messages(contactId)).filter(({ state }) => state === 'queued');
    expect(waiting).toHaveLength(1);
    expect(waiting[0]!.id).not.toBe(first!.id);
  });

  it('what has gone out stays and a note says so; the first result again does not send it twice', async () => {
    const { contactId, attemptId, address, name } = await talked();
    await give(attemptId, yes);
    const [first] = await messages(contactId);
    await goesOut(first!.id);
    await give(attemptId, no);
    expect(await messages(contactId)).toMatchObject([{ id: first!.id, state: 'sent' }]);
    const [note] = await notes(contactId);
    expect(note?.text).toContain('cannot be taken back');
    expect(note?.text).toContain(`Offer for ${name}`);
    expect(await ledger(attemptId)).toMatchObject([{ record_id: first!.id, problem: 'messages.gone' }]);
    await give(attemptId, yes);
    expect(await messages(contactId)).toHaveLength(1);
    expect(arrived(address)).toHaveLength(1);
  });

  it('somebody without an address keeps nobody from giving the result; why there is no letter is kept', async () => {
    const { contactId, attemptId } = await talked({ emails: [] });
    await give(attemptId, yes);
    expect(await messages(contactId)).toEqual([]);
    expect(await ledger(attemptId)).toMatchObject([{ record_id: null, problem: 'messages.no_address' }]);
  });

  it('a rule that names what is not known of every call is refused at once', async () => {
    const consequences = [{ ...letter, text: 'Dear {{customer.role}} {{whatever}}' }];
    const body = { name: 'Holes', results: [{ dispositionId: yes, consequences }] };
    expect(await house.firm.sveta.post('/api/campaigns', body)).toMatchObject({ status: 422 });
  });
});

it('[CAM-5] where no mail server is set up such a rule cannot be added, and one that was there hinders no other change', async () => {
  const silent = await startTestServer();
  try {
    const api = await silent.keyOf('administrator');
    const results = [{ dispositionId: yes, consequences: [letter] }];
    const { body } = await api.post<{ id: string }>('/api/campaigns', { name: 'Silent' });
    expect(await api.patch(`/api/campaigns/${body.id}`, { results })).toMatchObject({
      status: 422,
      body: { error: { fields: { results: expect.stringContaining('SMTP_URL') } } },
    });
    const stored = [{ dispositionId: yes, retry: null, consequences: [letter] }];
    await silent.db
      .sql`update campaigns set settings = settings || ${silent.db.sql.json({ results: stored })} where id = ${body.id}`;
    expect(await api.patch(`/api/campaigns/${body.id}`, { name: 'Renamed' })).toMatchObject({ status: 200 });
  } finally {
    await silent.close();
  }
});
