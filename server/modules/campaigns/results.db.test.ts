/** Results: what they bring about, how they are corrected, what was promised, and what time does when nobody gives one. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type CampaignHouse, campaignHouse } from '../../../test/factories/campaign-house.ts';
import { startTestServer, type TestServer } from '../../../test/server/test-server.ts';
import type { CallList } from '../../contract/call-lists.contract.ts';
import type { Disposition } from '../../contract/calls.contract.ts';
import type { Attempt, Entry } from '../../contract/campaigns.contract.ts';
import type { Contact } from '../../contract/contacts.contract.ts';
import type { Task } from '../../contract/tasks.contract.ts';
import { campaignJobs } from './campaigns.jobs.ts';
import { resultTimeoutJob } from './follow-call.usecases.ts';

let server: TestServer;
let house: CampaignHouse;
let all: Disposition[];
let numbers = 0;
const number = () => {
  numbers += 1;
  return `+7912777${String(numbers).padStart(4, '0')}`;
};
type Given = { attempt: Attempt | null; nextDueAt: string | null };
const plain = () => all.filter((one) => one.active && !one.callBack && !one.doNotCall).map(({ id }) => id);
const that = (fits: (one: Disposition) => boolean) => all.find((one) => one.active && fits(one))!.id;

beforeAll(async () => {
  server = await startTestServer();
  house = await campaignHouse(server);
  all = (await house.firm.admin.get<{ items: Disposition[] }>('/api/dispositions')).body.items;
});
beforeEach(() => house.clear());
afterAll(() => server.close());

/** Anna has talked with this person; the result is owed. */
async function talked(contactId: string, settings: object = {}) {
  const { list, campaign } = await house.campaign([contactId], settings);
  const { body } = await house.firm.anna.post<Given>('/api/entries/next', {});
  const attempt = body.attempt!;
  await house.firm.anna.post(`/api/attempts/${attempt.id}/dial`, {});
  await house.play(attempt, 'talks');
  await house.play(attempt, 'ends');
  const { body: due } = await house.firm.anna.get<{ attempt: Attempt }>('/api/attempts/current');
  return { list, campaign, attempt: due.attempt };
}
const result = async (attempt: Attempt, dispositionId: string, more: object = {}) => {
  const reply = await house.firm.anna.post<Attempt>(`/api/attempts/${attempt.id}/result`, { dispositionId, ...more });
  await server.idle();
  return reply;
};
const contact = async (id: string) => (await house.firm.admin.get<Contact>(`/api/contacts/${id}`)).body;
const tasksOf = async (id: string) =>
  (await house.firm.admin.get<{ items: Task[] }>(`/api/tasks?contactId=${id}`)).body.items;
const dealsOf = async (id: string) =>
  (await house.firm.admin.get<{ items: { title: string }[] }>(`/api/deals?contactId=${id}`)).body.items;
const entryOf = async (list: CallList, contactId: string): Promise<Entry> => {
  const { body } = await house.firm.admin.get<{ items: Entry[] }>(`/api/call-lists/${list.id}/entries?limit=200`);
  return body.items.find((entry) => entry.contactId === contactId)!;
};

describe('[CAM-5] a result creates what it should, by rule', () => {
  it('a task, a deal, a stage of life and an owner; another result takes them back', async () => {
    const [yes, no] = plain();
    const person = await house.person('Yes', [number()], { lifecycle: 'lead' });
    const consequences = [
      { kind: 'task', title: 'Send the offer', afterSeconds: 3600, to: 'agent' },
      { kind: 'deal', title: 'Autumn', pipelineId: null },
      { kind: 'lifecycle', to: 'client' },
      { kind: 'owner' },
    ];
    const results = [
      { dispositionId: yes, consequences },
      { dispositionId: no, consequences: [] },
    ];
    const { attempt } = await talked(person, { results });
    expect(await result(attempt, yes!)).toMatchObject({ status: 200, body: { state: 'ended' } });
    expect(await tasksOf(person)).toMatchObject([{ title: 'Send the offer' }]);
    expect(await dealsOf(person)).toMatchObject([{ title: 'Autumn' }]);
    expect(await contact(person)).toMatchObject({ lifecycle: 'client', owner: { id: house.firm.anna.agent.id } });

    expect(await result(attempt, no!)).toMatchObject({ status: 200, body: { dispositionId: no } });
    expect(await tasksOf(person)).toEqual([]);
    expect(await dealsOf(person)).toEqual([]);
    expect((await contact(person)).owner).toBeNull();
    expect((await contact(person)).lifecycle).toBe('lead');
  });

  it('"do not call" holds for every number, in every campaign, at once; and is lifted when it was a mistake', async () => {
    const dnc = that((one) => one.doNotCall);
    const [other] = plain();
    const person = await house.person('Never', [number(), number()]);
    const { attempt } = await talked(person, { limits: noGap });
    await result(attempt, dnc);
    expect((await contact(person)).phones.map(({ doNotCall }) => doNotCall)).toEqual([true, true]);
    const { list } = await house.campaign([person], {}, { notInOthers: false });
    expect(list).toMatchObject({ entries: { open: 0 }, removed: { 'do-not-call': 1 } });
    await result(attempt, other!);
    expect((await contact(person)).phones.map(({ doNotCall }) => doNotCall)).toEqual([false, false]);
  });

  it('another list, that calls the person later', async () => {
    const [later] = plain();
    const person = await house.person('Later', [number()]);
    const filler = await house.person('Filler', [number()]);
    const { list: second } = await house.campaign([filler]);
    const results = [{ dispositionId: later, consequences: [{ kind: 'call-list', callListId: second.id }] }];
    const { attempt } = await talked(person, { results, priority: 9 });
    await result(attempt, later!);
    expect(await entryOf(second, person)).toMatchObject({ state: 'open', rank: 'fresh' });
  });

  it('a rule that is refused keeps nobody from giving the result', async () => {
    const [yes] = plain();
    const person = await house.person('Gone', [number()]);
    const consequences = [
      { kind: 'deal', title: 'X', pipelineId: 'pip_gone' },
      { kind: 'lifecycle', to: 'client' },
    ];
    const { attempt } = await talked(person, { results: [{ dispositionId: yes, consequences }] });
    expect(await result(attempt, yes!)).toMatchObject({ status: 200 });
    expect((await contact(person)).lifecycle).toBe('client');
    const [row] = await server.db.sql`
      select problem from attempt_consequences where attempt_id = ${attempt.id} and kind = 'deal'`;
    expect(row?.problem).toMatch(/^deals\./);
  });
});

const free = { perDay: null, per24Hours: null, forLife: null };
const noGap = { perNumber: free, perPerson: free, perEntry: 20, gapSeconds: 0, abandonedLockSeconds: 0 };

describe('[CAM-4] the result', () => {
  it('a promised call needs its time, and comes to whoever promised it, then', async () => {
    const callBack = that((one) => one.callBack);
    const person = await house.person('Promised', [number()]);
    const { attempt, list } = await talked(person);
    expect(await result(attempt, callBack)).toMatchObject({
      status: 422,
      body: { error: { fields: { callback: expect.any(String) } } },
    });
    const at = new Date(Date.now() + 1_800_000).toISOString();
    expect(await result(attempt, callBack, { callback: { at, to: 'me' } })).toMatchObject({ status: 200 });
    expect(await entryOf(list, person)).toMatchObject({
      state: 'open',
      rank: 'callback',
      dueAt: at,
      callbackAgent: { id: house.firm.anna.agent.id },
    });
  });

  it('promised while the after-call work goes on, it may be given another time and to anybody; the desk keeps the call', async () => {
    const callBack = that((one) => one.callBack);
    const person = await house.person('Anybody', [number()]);
    const { attempt, list } = await talked(person);
    const at = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();
    const [first, second] = [at(1), at(2)];
    const stays = { wrapUpDone: false };
    await result(attempt, callBack, { callback: { at: first, to: 'me' }, ...stays });
    expect(await entryOf(list, person)).toMatchObject({ dueAt: first, callbackAgent: { name: 'Anna' } });
    expect(await result(attempt, callBack, { callback: { at: second, to: 'anybody' }, ...stays })).toMatchObject({
      status: 200,
    });
    expect(await entryOf(list, person)).toMatchObject({ rank: 'callback', dueAt: second, callbackAgent: null });
    const [row] = await server.db.sql<{ state: string }[]>`
      select state from agent_presence where agent_id = ${house.firm.anna.agent.id}`;
    expect(row?.state, 'the call is still worked on').toBe('wrap-up');
    expect(await house.firm.anna.patch(`/api/calls/${attempt.callId}`, { wrapUpDone: true })).toMatchObject({
      status: 200,
    });
    await server.idle();
    expect(await entryOf(list, person), 'the end of the work changes nothing').toMatchObject({ dueAt: second });
  });

  it('given on the desk with a next step, a "call back" is promised as well', async () => {
    const callBack = that((one) => one.callBack);
    const person = await house.person('Desk', [number()]);
    const { attempt, list } = await talked(person);
    const dueAt = new Date(Date.now() + 7_200_000).toISOString();
    const patch = { dispositionId: callBack, nextStep: { text: 'Call again', dueAt } };
    expect(await house.firm.anna.patch(`/api/calls/${attempt.callId}`, patch)).toMatchObject({ status: 200 });
    await server.idle();
    expect(await entryOf(list, person)).toMatchObject({ rank: 'callback', dueAt });
    const { body } = await house.firm.anna.get<Given>('/api/attempts/current');
    expect(body.attempt).toBeNull();
    expect(await house.firm.anna.patch(`/api/calls/${attempt.callId}`, { wrapUpDone: true })).toMatchObject({
      status: 200,
    });
  });

  it('a result of another campaign is refused', async () => {
    const [mine, foreign] = plain();
    const person = await house.person('Foreign', [number()]);
    const { attempt } = await talked(person, { results: [{ dispositionId: mine }] });
    expect(await result(attempt, foreign!)).toMatchObject({
      status: 422,
      body: { error: { code: 'campaigns.result_unknown' } },
    });
    await result(attempt, mine!);
  });

  it('nobody gives one in time: the call says so with a code of its own, and the agent goes on', async () => {
    const person = await house.person('Slow', [number()]);
    const { attempt, list } = await talked(person);
    const timeOut = campaignJobs({ ...server.app.platform, ...server.app.calls }).find(
      ({ name }) => name === resultTimeoutJob,
    )!;
    const run = () => timeOut.run({ attemptId: attempt.id }, { signal: new AbortController().signal } as never);
    await run();
    await run();
    await server.idle();
    const { body } = await house.firm.admin.get<{ items: Attempt[] }>(`/api/attempts?entryId=${attempt.entryId}`);
    expect(body.items).toMatchObject([{ state: 'ended', dispositionId: 'dsp_timed_out', dispositionBy: 'time-out' }]);
    const { body: call } = await house.firm.admin.get<{ disposition: { code: string } }>(
      `/api/calls/${attempt.callId}`,
    );
    expect(call.disposition.code).toBe('timed-out');
    expect(await entryOf(list, person)).toMatchObject({ state: 'finished', because: { key: 'entry.result-final' } });
    const { body: presence } = await house.firm.anna.get<{ items: { agentId: string; state: string }[] }>(
      '/api/agents/presence',
    );
    expect(presence.items.find(({ agentId }) => agentId === house.firm.anna.agent.id)?.state).not.toBe('wrap-up');
  });
});

describe('[CAM-10] the report', () => {
  it('counts what truly happened, on a small day worked out by hand', async () => {
    const sale = that((one) => one.sale);
    const [no] = all.filter((one) => one.active && !one.sale && one.contactReached && !one.callBack && !one.doNotCall);
    const people = await Promise.all(['R1', 'R2', 'R3', 'R4'].map((name) => house.person(name, [number()])));
    const cost = { perAttempt: 1, perTalkMinute: 0, perAgentHour: 0 };
    const consequences = [{ kind: 'deal', title: 'Sold', pipelineId: null }];
    const results = [{ dispositionId: sale, consequences }, { dispositionId: no!.id }];
    const { campaign } = await house.campaign(people, { cost, results });
    const call = async (what: 'busy' | 'talks') => {
      const { body } = await house.firm.anna.post<Given>('/api/entries/next', {});
      await house.firm.anna.post(`/api/attempts/${body.attempt!.id}/dial`, {});
      await house.play(body.attempt!, what);
      if (what === 'talks') await house.play(body.attempt!, 'ends');
      return body.attempt!;
    };
    await call('busy');
    await result(await call('talks'), sale);
    await result(await call('talks'), no!.id);
    const { body } = await house.firm.sveta.get<object>(`/api/campaigns/${campaign.id}/report`);
    expect(body).toMatchObject({
      // The first is called again later, the second and third are over, nobody has called the fourth.
      entries: { total: 4, finished: 2, retry: 1, fresh: 1 },
      penetration: 0.75,
      dialled: 3,
      answered: 2,
      contacts: 2,
      contactRate: 2 / 3,
      sales: 1,
      conversion: 0.5,
      attemptsPerContact: 1.5,
      liveAnswers: 2,
      abandoned: 0,
      abandonedShare: 0,
      results: [{ count: 1 }, { count: 1 }],
      agents: [{ agent: { name: 'Anna' }, dialled: 3, answered: 2, sales: 1 }],
      hours: [{ dialled: 3, answered: 2 }],
      lists: [{ callListId: expect.any(String), dialled: 3, answered: 2, contacts: 2, sales: 1 }],
      cost: { total: 3, perContact: 1.5, perSale: 3 },
      deals: { count: 1, won: 0 },
    });
    const outcomes = (body as { byOutcome: { outcome: string; count: number }[] }).byOutcome;
    expect(Object.fromEntries(outcomes.map((one) => [one.outcome, one.count]))).toEqual({ answered: 2, busy: 1 });
    // Behind each figure stand as many rows, also for a supervisor who calls nobody and is of no team.
    const counts = { dialled: 3, answered: 2, contacts: 2, sales: 1, live: 2, abandoned: 0 };
    for (const [figure, count] of Object.entries(counts)) {
      const path = `/api/attempts?campaignId=${campaign.id}&figure=${figure}`;
      const { body: rows } = await house.firm.sveta.get<{ items: Attempt[] }>(path);
      expect(rows.items, figure).toHaveLength(count);
    }
  });
});
