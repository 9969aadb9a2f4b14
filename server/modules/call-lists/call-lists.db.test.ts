/** Lists of people who are named one by one: typed, of records, of the calls behind a figure. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type CampaignHouse, campaignHouse } from '../../../test/factories/campaign-house.ts';
import { startTestServer, type TestServer } from '../../../test/server/test-server.ts';
import { withFields } from '../../app/field-sources.ts';
import type { CallList } from '../../contract/call-lists.contract.ts';
import type { Attempt, Entry } from '../../contract/campaigns.contract.ts';
import type { Contact } from '../../contract/contacts.contract.ts';
import { callListJobs } from './call-lists.jobs.ts';

let server: TestServer;
let house: CampaignHouse;
beforeAll(async () => {
  server = await startTestServer();
  house = await campaignHouse(server);
});
beforeEach(() => house.clear());
afterAll(() => server.close());

const lines = (...typed: [string, string?][]) => typed.map(([number, name = '']) => ({ number, name }));
const make = async (source: object, by = house.firm.admin) =>
  by.post<CallList & { error?: { code: string } }>('/api/call-lists', { name: 'By hand', source });
const peopleOf = async (list: CallList) => {
  await house.fill(list.id);
  const { body } = await house.firm.admin.get<{ items: Entry[] }>(`/api/call-lists/${list.id}/entries?limit=200`);
  return body.items.map(({ contactName }) => contactName);
};
const countPeople = async () => {
  const [row] = await server.db.sql<{ count: number }[]>`select count(*)::int as count from contacts`;
  return row!.count;
};

describe('[CAM-1] a list of typed lines', () => {
  it('takes known people by number in any form and by name, adds whom nobody knows, once, and says what is not clear', async () => {
    await house.person('Vera Wood', ['+79125560001']);
    await house.person('Oleg Stone', ['+79125560002']);
    await house.person('Two Of Them', ['+79125560003']);
    await house.person('Two Of Them', ['+79125560004']);
    const source = {
      kind: 'typed',
      lines: lines(
        ['8 (912) 556-00-01'],
        ['', 'oleg  stone'],
        ['', 'Two Of Them'],
        ['+7 912 556-77-01', 'Nina New'],
        ['+7 912 556-77-01'],
        ['12'],
        ['', 'Nobody At All'],
      ),
    };
    const before = await countPeople();
    const { body: preview } = await house.firm.admin.post('/api/call-lists/preview', { source });
    expect(preview).toEqual({
      people: 3,
      entries: 3,
      removed: {},
      isWhole: true,
      newPeople: 1,
      unclear: [
        { line: 2, because: 'several' },
        { line: 5, because: 'not-a-number' },
        { line: 6, because: 'nobody' },
      ],
    });
    expect(await countPeople(), 'a look adds nobody').toBe(before);

    const { body: list } = await make(source);
    expect(list.source).toMatchObject({ kind: 'contacts' });
    expect((await peopleOf(list)).sort()).toEqual(['Nina New', 'Oleg Stone', 'Vera Wood']);
    expect(await countPeople()).toBe(before + 1);
    const { body: again } = await make(source);
    expect((await peopleOf(again)).length).toBe(3);
    expect(await countPeople(), 'whoever was added is known the next time').toBe(before + 1);
    const { body: found } = await house.firm.admin.get<{ items: Contact[] }>('/api/contacts?q=Nina');
    expect(found.items).toMatchObject([{ lifecycle: 'lead', owner: null, phones: [{ e164: '+79125567701' }] }]);
  });

  it('a number that asked not to be called is left out before anybody is added, and afterwards', async () => {
    await server.db.sql`insert into do_not_call (id, e164, added_at) values ('dnc_typed', '+79125567702', now())`;
    const source = { kind: 'typed', lines: lines(['+79125567702', 'Not Me'], ['+79125567703', 'Me']) };
    const { body: preview } = await house.firm.admin.post('/api/call-lists/preview', { source });
    expect(preview).toMatchObject({ people: 2, entries: 1, newPeople: 2, removed: { 'do-not-call': 1 } });
    expect(await peopleOf((await make(source)).body)).toEqual(['Me']);
  });

  it('is refused when no line names anybody; nothing is made', async () => {
    const reply = await make({ kind: 'typed', lines: lines(['', 'Nobody At All'], ['12']) });
    expect(reply).toMatchObject({ status: 422, body: { error: { code: 'call_lists.nobody_named' } } });
  });

  it('more lines go to a list that is there', async () => {
    const { body: list } = await make({ kind: 'typed', lines: lines(['+79125567710', 'First']) });
    await house.fill(list.id);
    const source = { kind: 'typed', lines: lines(['+79125567710'], ['+79125567711', 'Second']) };
    const look = await house.firm.admin.post('/api/call-lists/preview', { source, callListId: list.id });
    expect(look.body).toMatchObject({ people: 1, entries: 1, newPeople: 1 });
    const { status } = await house.firm.admin.post(`/api/call-lists/${list.id}/append`, { source });
    expect(status).toBe(200);
    const found = await house.firm.admin.get<{ items: Contact[] }>('/api/contacts?q=79125567711');
    const contactIds = found.body.items.map(({ id }) => id);
    expect(contactIds.length).toBe(1);
    const [fillJob] = callListJobs(withFields(server.app.platform));
    const appended = { callListId: list.id, source: { kind: 'contacts' as const, contactIds } };
    await fillJob!.run(appended, { signal: new AbortController().signal } as never);
    expect((await peopleOf(list)).sort()).toEqual(['First', 'Second']);
  });
});

describe('[CAM-1] a list of records', () => {
  it('holds the people of deals and of organisations, of those that its maker may see', async () => {
    const { firm } = house;
    const org = await firm.admin.post<{ id: string }>('/api/organisations', { name: 'Mill' });
    await house.person('Miller', ['+79125568001'], { organisationId: org.body.id });
    const buyer = await house.person('Buyer', ['+79125568002']);
    const deal = await firm.admin.post<{ id: string }>('/api/deals', { title: 'Flour', contactId: buyer });
    const { body: ofFirm } = await make({ kind: 'records', record: 'organisation', ids: [org.body.id] });
    expect(await peopleOf(ofFirm)).toEqual(['Miller']);
    const { body: ofDeal } = await make({ kind: 'records', record: 'deal', ids: [deal.body.id, 'dea_none'] });
    expect(await peopleOf(ofDeal)).toEqual(['Buyer']);
    const nobody = await make({ kind: 'records', record: 'deal', ids: ['dea_none'] });
    expect(nobody).toMatchObject({ status: 422, body: { error: { code: 'call_lists.nobody_named' } } });
  });

  it('of a filter with words holds whom the search box finds', async () => {
    await house.person('Quentin Quill', ['+79125568010']);
    const { body } = await make({ kind: 'filter', record: 'contact', filter: { all: [] }, q: 'quentin' });
    expect(await peopleOf(body)).toEqual(['Quentin Quill']);
  });
});

describe('[CAM-1] a list that is split', () => {
  it('gives an even share of those who were not called, every third one, to a list of another campaign', async () => {
    const { firm } = house;
    const people: string[] = [];
    for (let n = 1; n <= 6; n += 1) people.push(await house.person(`Split ${n}`, [`+7912557000${n}`]));
    const { list } = await house.campaign(people);
    const { campaign: other } = await house.campaign([await house.person('Other', ['+79125570010'])]);
    const { body: half, status } = await firm.sveta.post<CallList>(`/api/call-lists/${list.id}/split`, {
      name: 'A third',
      percent: 100 / 3,
      campaignId: other.id,
    });
    expect(status).toBe(201);
    expect(half).toMatchObject({ campaignId: other.id, entries: { open: 2 }, state: 'ready' });
    const { body: entries } = await firm.sveta.get<{ items: Entry[] }>(`/api/call-lists/${half.id}/entries`);
    expect(entries.items.map(({ contactName }) => contactName)).toEqual(['Split 3', 'Split 6']);
    await firm.sveta.post(`/api/campaigns/${other.id}/finish`, {});
    const late = { name: 'Late', percent: 50, campaignId: other.id };
    const refused = await firm.sveta.post(`/api/call-lists/${list.id}/split`, late);
    expect(refused).toMatchObject({ status: 422, body: { error: { code: 'call_lists.campaign_unknown' } } });
  });
});

describe('[CAM-11] the people behind a figure', () => {
  it('are each named once, whoever was called last first, and only those the figure counts', async () => {
    const [ann, bob] = [await house.person('Ann', ['+79125569001']), await house.person('Bob', ['+79125569002'])];
    const { campaign } = await house.campaign([ann, bob]);
    for (const what of ['busy', 'no-answer'] as const) {
      const { body } = await house.firm.anna.post<{ attempt: Attempt }>('/api/entries/next', {});
      await house.firm.anna.post(`/api/attempts/${body.attempt.id}/dial`, {});
      await house.play(body.attempt, what);
    }
    const ask = async (query: string, by = house.firm.sveta) =>
      by.get<{ contactIds: string[]; isWhole: boolean }>(`/api/attempts/people?campaignId=${campaign.id}${query}`);
    expect((await ask('&figure=dialled')).body).toEqual({ contactIds: [bob, ann], isWhole: true });
    expect((await ask('&figure=dialled&outcome=busy')).body.contactIds).toEqual([ann]);
    expect((await ask('&figure=sales')).body.contactIds).toEqual([]);
    expect((await ask('', house.firm.anna)).status).toBe(403);
  });
});

describe('[CAM-1] a live list', () => {
  it('lets go of whoever does not fit any more, and takes them back when they do', async () => {
    const person = await house.person('Comes and goes', ['+79125568801'], { lifecycle: 'former' });
    const filter = { all: [{ field: 'lifecycle', is: 'any-of', value: ['former'] }] };
    const segment = { name: 'Former ones', record: 'contact', filter, shared: 'everybody' };
    const { body: made } = await house.firm.admin.post<{ id: string }>('/api/segments', segment);
    const { list } = await house.campaign(
      [person],
      {},
      { source: { kind: 'segment', segmentId: made.id }, live: true },
    );
    const follow = callListJobs(withFields(server.app.platform)).find(({ name }) => name === 'call-lists.follow')!;
    const entry = async () => {
      await follow.run({} as never, { signal: new AbortController().signal } as never);
      await server.idle();
      const { body } = await house.firm.admin.get<{ items: Entry[] }>(`/api/call-lists/${list.id}/entries?limit=200`);
      return body.items.find(({ contactId }) => contactId === person);
    };
    const becomes = (lifecycle: string) => house.firm.admin.patch(`/api/contacts/${person}`, { lifecycle });
    expect(await entry()).toMatchObject({ state: 'open', rank: 'fresh' });
    await becomes('client');
    expect(await entry()).toMatchObject({ state: 'finished', because: { values: { what: 'left-segment' } } });
    await becomes('former');
    expect(await entry()).toMatchObject({ state: 'open', rank: 'fresh', because: { key: 'entry.fresh' } });
  });
});
