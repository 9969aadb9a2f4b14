/** Results that have parts, and results that take so much talk: chosen, refused, ruled by, counted. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { callFacts } from '../../../test/factories/call-facts.ts';
import { type CampaignHouse, campaignHouse } from '../../../test/factories/campaign-house.ts';
import { startTestServer, type TestServer } from '../../../test/server/test-server.ts';
import type { AuditEvent } from '../../contract/audit.contract.ts';
import type { Call, Disposition } from '../../contract/calls.contract.ts';
import type { CampaignReport } from '../../contract/campaign-report.contract.ts';
import type { Attempt, Entry } from '../../contract/campaigns.contract.ts';
import type { Contact } from '../../contract/contacts.contract.ts';

let server: TestServer;
let house: CampaignHouse;
let numbers = 0;
const number = () => {
  numbers += 1;
  return `+7912888${String(numbers).padStart(4, '0')}`;
};
let made = 0;
const newResult = async (label: string, more: object = {}) => {
  made += 1;
  const body = { code: `r-${made}`, label: `${label} ${made}`, ...more };
  const { body: disposition, status } = await house.firm.admin.post<Disposition>('/api/dispositions', body);
  expect(status).toBe(201);
  return disposition;
};
const change = (id: string, patch: object) => house.firm.admin.patch<Disposition>(`/api/dispositions/${id}`, patch);
const give = (callId: string, dispositionId: string) =>
  house.firm.anna.patch<Call>(`/api/calls/${callId}`, { dispositionId });
const wrong = (field: string) => ({ status: 422, body: { error: { fields: { [field]: expect.any(String) } } } });

/** A customer talked with Anna for so long; the call is over unless it goes on. */
async function call({ talkSeconds, goesOn = false }: { talkSeconds: number; goesOn?: boolean }): Promise<string> {
  const at = new Date(Date.now() - (goesOn ? talkSeconds * 1000 : 600_000)).toISOString();
  const from = number();
  const facts = callFacts({ journal: house.book, from, at });
  await house.bridge.send([facts.started(), facts.ringing('PJSIP/101'), facts.answered('PJSIP/101')]);
  if (!goesOn) await house.bridge.send([facts.ended({ talkSeconds })]);
  await server.idle();
  const { body } = await house.firm.anna.get<{ items: Call[] }>(`/api/calls?number=${encodeURIComponent(from)}`);
  return body.items[0]!.id;
}

beforeAll(async () => {
  server = await startTestServer();
  house = await campaignHouse(server);
});
beforeEach(() => house.clear());
afterAll(() => server.close());

describe('[CAM-4] a result takes so much talk', () => {
  it('less or more is refused and says what was found and what is allowed; both bounds are included', async () => {
    const { id } = await newResult('Talked over', { minSeconds: 30, maxSeconds: 60 });
    const { status, body } = await give(await call({ talkSeconds: 29.6 }), id);
    expect({ status, body }).toMatchObject({
      status: 422,
      body: { error: { code: 'calls.result_out_of_time', fields: { talkSeconds: '29', minSeconds: '30' } } },
    });
    expect(JSON.stringify(body)).toContain('at least 30 s and at most 60 s of talk; this call has 29 s');
    expect(await give(await call({ talkSeconds: 30 }), id)).toMatchObject({ status: 200 });
    expect(await give(await call({ talkSeconds: 60.4 }), id)).toMatchObject({ status: 200 });
    expect(await give(await call({ talkSeconds: 61 }), id)).toMatchObject({ status: 422 });
  });

  it('of a call that goes on the talk until now counts', async () => {
    const long = await newResult('Long', { minSeconds: 30 });
    const short = await newResult('Short', { maxSeconds: 30 });
    const callId = await call({ talkSeconds: 45, goesOn: true });
    expect(await give(callId, short.id)).toMatchObject({ status: 422 });
    expect(await give(callId, long.id)).toMatchObject({ status: 200, body: { disposition: { id: long.id } } });
  });

  it('bounds that came later leave alone what was given before', async () => {
    const { id } = await newResult('Once free');
    const callId = await call({ talkSeconds: 5 });
    await give(callId, id);
    await change(id, { minSeconds: 60 });
    expect(await house.firm.anna.patch<Call>(`/api/calls/${callId}`, { dispositionId: id, note: 'x' })).toMatchObject({
      status: 200,
      body: { note: 'x', disposition: { id } },
    });
  });

  it('bounds that contradict each other are refused at the field', async () => {
    const { id } = await newResult('Bounds', { minSeconds: 60 });
    expect(await change(id, { maxSeconds: 30 })).toMatchObject(wrong('maxSeconds'));
    expect(await change(id, { minSeconds: -1 })).toMatchObject({ status: 422 });
    expect(await change(id, { minSeconds: null, maxSeconds: 30 })).toMatchObject({ status: 200 });
  });
});

describe('[CAM-4] sub-results', () => {
  it('one of them is given, not the main one; without any in use the main one is given again', async () => {
    const main = await newResult('No');
    const part = await newResult('Too dear', { mainResultId: main.id });
    const callId = await call({ talkSeconds: 20 });
    expect(await give(callId, main.id)).toMatchObject({
      status: 422,
      body: { error: { code: 'calls.sub_result_needed' } },
    });
    expect(await give(callId, part.id)).toMatchObject({ status: 200 });
    await change(part.id, { active: false });
    expect(await give(callId, main.id)).toMatchObject({ status: 200 });
    await change(part.id, { active: true });
    await change(main.id, { active: false });
    expect(await give(callId, part.id), 'switched off with its main one').toMatchObject({ status: 422 });
  });

  it('are one level deep, of a result that is there, and of no circle', async () => {
    const [main, other] = [await newResult('Main'), await newResult('Other')];
    const part = await newResult('Part', { mainResultId: main.id });
    expect(await change(other.id, { mainResultId: part.id })).toMatchObject(wrong('mainResultId'));
    expect(await change(main.id, { mainResultId: other.id })).toMatchObject(wrong('mainResultId'));
    expect(await change(other.id, { mainResultId: other.id })).toMatchObject(wrong('mainResultId'));
    expect(await change(other.id, { mainResultId: 'dsp_none' })).toMatchObject(wrong('mainResultId'));
    const both = await Promise.all([newResult('A'), newResult('B')]);
    const [a, b] = both.map(({ id }) => id) as [string, string];
    const answers = await Promise.all([change(a, { mainResultId: b }), change(b, { mainResultId: a })]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 422]);
  });

  it('[ACC-2] where it stood before comes back from the audit', async () => {
    const [main, part] = [await newResult('Main'), await newResult('Part')];
    await change(part.id, { mainResultId: main.id, minSeconds: 5, unworkable: true });
    const { body } = await house.firm.admin.get<{ items: AuditEvent[] }>(`/api/audit?record=${part.id}`);
    const event = body.items.find(({ action }) => action === 'disposition.changed')!;
    expect((await house.firm.admin.post(`/api/audit/${event.id}/restore`, {})).status).toBeLessThan(300);
    const { body: all } = await house.firm.admin.get<{ items: Disposition[] }>('/api/dispositions');
    expect(all.items.find(({ id }) => id === part.id)).toEqual(part);
  });
});

describe('[CAM-5] a campaign that names a main result means its sub-results', () => {
  /** Anna has talked with this person; the result is owed. */
  async function talked(contactId: string, settings: object) {
    const { campaign, list } = await house.campaign([contactId], settings);
    const { body } = await house.firm.anna.post<{ attempt: Attempt | null }>('/api/entries/next', {});
    const attempt = body.attempt!;
    await house.firm.anna.post(`/api/attempts/${attempt.id}/dial`, {});
    await house.play(attempt, 'talks');
    await house.play(attempt, 'ends');
    return { campaign, list, attempt };
  }
  const result = async (attempt: Attempt, dispositionId: string) => {
    const reply = await house.firm.anna.post<Attempt>(`/api/attempts/${attempt.id}/result`, { dispositionId });
    await server.idle();
    return reply;
  };
  const retry = { kind: 'fixed', afterSeconds: 86_400, most: 2, otherNumber: false };

  it('also one that was made later: it may be given, and has its consequences and its retry rule', async () => {
    const main = await newResult('Not now');
    const person = await house.person('Late', [number()]);
    const results = [{ dispositionId: main.id, retry, consequences: [{ kind: 'lifecycle', to: 'client' }] }];
    const { attempt, list } = await talked(person, { results });
    const part = await newResult('On holiday', { mainResultId: main.id });
    const stranger = await newResult('Not of this campaign');
    expect(await result(attempt, stranger.id)).toMatchObject({ status: 422 });
    expect(await result(attempt, part.id)).toMatchObject({ status: 200 });
    expect((await house.firm.admin.get<Contact>(`/api/contacts/${person}`)).body.lifecycle).toBe('client');
    const { body } = await house.firm.admin.get<{ items: Entry[] }>(`/api/call-lists/${list.id}/entries`);
    expect(body.items[0]).toMatchObject({
      state: 'open',
      rank: 'retry',
      because: { values: { dispositionId: part.id, delaySeconds: '86400' } },
    });
  });

  it('[CAM-11] the report counts them under it, and its figure opens the calls of all of them', async () => {
    const main = await newResult('Declined', { notInterested: true });
    const results = [{ dispositionId: main.id }];
    const first = await talked(await house.person('One', [number()]), { results });
    await result(first.attempt, main.id);
    const part = await newResult('Too slow', { mainResultId: main.id, notInterested: true, unworkable: true });
    expect(await result(first.attempt, part.id), 'corrected').toMatchObject({ status: 200 });
    const report = async () =>
      (await house.firm.sveta.get<CampaignReport>(`/api/campaigns/${first.campaign.id}/report`)).body;
    expect(await report()).toMatchObject({
      declines: 1,
      machines: 0,
      unworkable: 1,
      results: [
        {
          dispositionId: main.id,
          count: 1,
          subResults: [{ dispositionId: part.id, label: part.label, count: 1 }],
        },
      ],
    });
    const rows = async (query: string) =>
      (await house.firm.sveta.get<{ items: Attempt[] }>(`/api/attempts?campaignId=${first.campaign.id}&${query}`)).body
        .items.length;
    expect(await rows(`figure=dialled&dispositionId=${main.id}`)).toBe(1);
    expect(await rows(`figure=dialled&dispositionId=${part.id}`)).toBe(1);
    expect([await rows('figure=declines'), await rows('figure=machines'), await rows('figure=unworkable')]).toEqual([
      1, 0, 1,
    ]);
  });
});
