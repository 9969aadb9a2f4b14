import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type CampaignHouse, campaignHouse } from '../../../test/factories/campaign-house.ts';
import { startTestServer, type TestServer } from '../../../test/server/test-server.ts';
import type { CallList } from '../../contract/call-lists.contract.ts';
import type { Disposition } from '../../contract/calls.contract.ts';
import type { Attempt, Entry } from '../../contract/campaigns.contract.ts';

let server: TestServer;
let house: CampaignHouse;
let numbers = 0;
const number = () => {
  numbers += 1;
  return `+7912555${String(numbers).padStart(4, '0')}`;
};
type Given = { attempt: Attempt | null; nextDueAt: string | null };
const disposition = async (code: string): Promise<string> => {
  const { body } = await house.firm.admin.get<{ items: Disposition[] }>('/api/dispositions');
  return body.items.find((one) => one.code === code)!.id;
};
const next = async (who = house.firm.anna) => (await who.post<Given>('/api/entries/next', {})).body;
const entryOf = async (list: CallList, contactId: string): Promise<Entry> => {
  const { body } = await house.firm.admin.get<{ items: Entry[] }>(`/api/call-lists/${list.id}/entries?limit=200`);
  return body.items.find((entry) => entry.contactId === contactId)!;
};

beforeAll(async () => {
  server = await startTestServer();
  house = await campaignHouse(server);
});
beforeEach(() => house.clear());
afterAll(() => server.close());

describe('[CAM-2] preview', () => {
  it('an agent gets an entry, locked for them; dials; what the telephone saw decides what follows', async () => {
    const ivan = await house.person('Ivan', [number(), number()]);
    const { list, campaign } = await house.campaign([ivan], { callerId: '5551234' });
    const given = await next();
    expect(given.attempt).toMatchObject({ state: 'claimed', contactId: ivan, contactName: 'Ivan', rank: 'fresh' });
    expect((await next()).attempt?.id).toBe(given.attempt!.id);
    const dialled = await house.firm.anna.post<Attempt>(`/api/attempts/${given.attempt!.id}/dial`, {});
    expect(dialled.body).toMatchObject({ state: 'dialling' });
    expect(house.bridge.commands.at(-1)).toMatchObject({
      type: 'call.originate',
      interface: 'PJSIP/101',
      to: given.attempt!.number.e164,
      callerId: '5551234',
      variables: { ATTEMPT: given.attempt!.id, CAMPAIGN: campaign.id, CONTACT: ivan },
    });
    await house.play(given.attempt!, 'no-answer');
    const entry = await entryOf(list, ivan);
    expect(entry).toMatchObject({ state: 'open', rank: 'retry', attempts: 1, lastOutcome: 'no-answer' });
    expect(entry.because).toMatchObject({ key: 'entry.retry', values: { outcome: 'no-answer', step: '1' } });
    expect(Date.parse(entry.dueAt!) - Date.now()).toBeGreaterThan(3_500_000);
    expect(await next()).toMatchObject({ attempt: null, nextDueAt: entry.dueAt });
    const { body: why } = await house.firm.sveta.get<{ callable: boolean; reasons: { key: string }[] }>(
      `/api/entries/${entry.id}/why`,
    );
    expect(why.callable).toBe(false);
    expect(why.reasons.map(({ key }) => key)).toContain('entry.not-due');
  });

  it('an entry that is given back takes its old place, and counts as no attempt', async () => {
    const olga = await house.person('Olga', [number()]);
    const { list } = await house.campaign([olga]);
    const { attempt } = await next();
    await house.firm.anna.post(`/api/attempts/${attempt!.id}/return`, {});
    expect(await entryOf(list, olga)).toMatchObject({ state: 'open', rank: 'fresh', attempts: 0, dueAt: null });
    expect((await next()).attempt?.contactId).toBe(olga);
  });

  it('[CAM-4] the result is owed: no next entry, no way out of the call, until it is there', async () => {
    const pyotr = await house.person('Pyotr', [number()]);
    const rita = await house.person('Rita', [number()]);
    const { list } = await house.campaign([pyotr, rita]);
    const { attempt } = await next();
    await house.firm.anna.post(`/api/attempts/${attempt!.id}/dial`, {});
    await house.play(attempt!, 'talks');
    expect((await next()).attempt).toMatchObject({ id: attempt!.id, state: 'connected' });
    await house.play(attempt!, 'ends');
    const due = (await next()).attempt!;
    expect(due).toMatchObject({ id: attempt!.id, state: 'result-due', outcome: null });
    expect(due.resultDueUntil).not.toBeNull();
    const done = await house.firm.anna.patch(`/api/calls/${due.callId}`, { wrapUpDone: true });
    expect(done).toMatchObject({ status: 409, body: { error: { code: 'campaigns.result_needed' } } });
    const dispositionId = await disposition('refusal').catch(() => null);
    const { body } = await house.firm.admin.get<{ items: Disposition[] }>('/api/dispositions');
    const plain = dispositionId ?? body.items.find((one) => one.active && !one.callBack && !one.doNotCall)!.id;
    const given = await house.firm.anna.post<Attempt>(`/api/attempts/${due.id}/result`, { dispositionId: plain });
    expect(given).toMatchObject({ status: 200, body: { state: 'ended', outcome: 'answered', dispositionBy: 'agent' } });
    await server.idle();
    expect(await entryOf(list, attempt!.contactId)).toMatchObject({
      state: 'finished',
      because: { key: 'entry.result-final' },
      lastDispositionId: plain,
    });
    expect(
      (await house.firm.anna.get<{ disposition: { id: string } }>(`/api/calls/${due.callId}`)).body.disposition.id,
    ).toBe(plain);
    expect((await next()).attempt?.contactId).not.toBe(attempt!.contactId);
  });
});

describe('[CAM-9] calling hours of a country', () => {
  it('keep its numbers from being dialled outside them, whatever the campaign allows itself', async () => {
    const closed = [[], [], [], [], [], [], []];
    const hours = {
      name: 'Estonia',
      week: closed,
      holidayRegion: null,
      closedDates: [],
      openDates: [],
      countries: ['EE'],
    };
    const made = await house.firm.admin.post<{ id: string }>('/api/calling-hours', hours);
    expect(made).toMatchObject({ status: 201, body: { countries: ['EE'], callsPer30Days: null } });
    const again = await house.firm.admin.post('/api/calling-hours', { ...hours, name: 'Estonia again' });
    expect(again).toMatchObject({
      status: 422,
      body: { error: { fields: { countries: expect.stringContaining('EE') } } },
    });
    const mari = await house.person('Mari', ['+37251234567']);
    const ivan = await house.person('Ivan of no country rule', [number()]);
    const { list } = await house.campaign([mari, ivan]);
    expect((await next()).attempt?.contactId).toBe(ivan);
    expect((await entryOf(list, mari))?.because.key).toBe('entry.no-open-hour');
    await house.firm.admin.patch(`/api/calling-hours/${made.body.id}`, { countries: [] });
  });
});

describe('[CAM-8] entries of a list', () => {
  it('stand in the order of their turn, page by page: retries, then fresh ones, the wanted first, and whoever is over last', async () => {
    const names = ['Turn 1', 'Turn 2', 'Turn 3', 'Turn 4'];
    const people = await Promise.all(names.map((name) => house.person(name, [number()])));
    const { list } = await house.campaign(people);
    const read = async () => {
      const seen: Entry[] = [];
      let after = '';
      for (;;) {
        const path = `/api/call-lists/${list.id}/entries?limit=1${after}`;
        const { body } = await house.firm.sveta.get<{ items: Entry[]; nextCursor: string | null }>(path);
        seen.push(...body.items);
        if (body.nextCursor === null) return seen;
        after = `&cursor=${encodeURIComponent(body.nextCursor)}`;
      }
    };
    const at = (one: Entry | undefined) => names.indexOf(one?.contactName ?? '');
    const [first, second, third, fourth] = await read();
    const { attempt } = await next();
    expect(attempt!.contactId).toBe(first!.contactId);
    await house.firm.anna.post(`/api/attempts/${attempt!.id}/dial`, {});
    await house.play(attempt!, 'no-answer');
    await house.firm.sveta.patch(`/api/entries/${second!.id}`, { state: 'finished' });
    await house.firm.sveta.patch(`/api/entries/${fourth!.id}`, { priority: 10 });
    expect((await read()).map(at)).toEqual([first, fourth, third, second].map(at));
  });
});
