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
const runJob = async (name: string, payload: object) => {
  const jobs = campaignJobs({ ...server.app.platform, ...server.app.calls });
  const job = jobs.find((one) => one.name === name)!;
  await job.run(payload as never, { signal: new AbortController().signal } as never);
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

  describe('a promised call whose time has come', () => {
    /** Anna has promised a call, and its time came some minutes ago. */
    async function promised(name: string, settings: object, minutesAgo = 5) {
      const person = await house.person(name, [number()]);
      const { anna, boris } = house.firm;
      const agentIds = [anna.agent.id, boris.agent.id];
      const { attempt, list, campaign } = await talked(person, { ...settings, limits: noGap });
      await house.firm.sveta.patch(`/api/campaigns/${campaign.id}`, { agentIds });
      const at = new Date(Date.now() + 600_000).toISOString();
      await result(
        attempt,
        that((one) => one.callBack),
        { callback: { at, to: 'me' } },
      );
      const dueAt = new Date(Date.now() - minutesAgo * 60_000);
      await server.db.sql`update entries set due_at = ${dueAt} where call_list_id = ${list.id}`;
      await server.db.sql`update attempts set callback_at = ${dueAt} where id = ${attempt.id}`;
      await server.db.sql`update calls set started_at = started_at - interval '1 day' where id = ${attempt.callId}`;
      return { person, list, campaign };
    }
    const next = async (who: typeof house.firm.anna) => (await who.post<Given>('/api/entries/next', {})).body.attempt;

    it('comes to whoever promised it, also when nobody else is left in the list', async () => {
      const { person } = await promised('Last one', {});
      expect(await next(house.firm.boris)).toBeNull();
      expect(await next(house.firm.anna)).toMatchObject({ contactId: person, rank: 'callback' });
    });

    it('is dialled for them by the dialler, too, though it chooses agents only when somebody picks up', async () => {
      const { person } = await promised('Of a dialler', { mode: 'preview' });
      const { items } = (await house.firm.sveta.get<{ items: { id: string; state: string }[] }>('/api/campaigns')).body;
      const running = items.find(({ state }) => state === 'running')!;
      await house.firm.sveta.patch(`/api/campaigns/${running.id}`, { mode: 'power' });
      for (const { agent } of [house.firm.boris, house.firm.anna])
        await house.firm.sveta.post(`/api/agents/${agent.id}/presence`, { state: 'ready' });
      await server.db.sql`update agent_presence set state = 'ready'`;
      expect(await server.app.dialer.tick()).toBe(true);
      const { body } = await house.firm.anna.get<Given>('/api/attempts/current');
      expect(body.attempt).toMatchObject({ contactId: person, state: 'dialling', rank: 'callback' });
      expect(house.bridge.commands.at(-1)).toMatchObject({ type: 'call.dial', variables: { AGENT: 'PJSIP/101' } });
      await house.play(body.attempt!, 'no-answer');
    });

    it('is anybody’s an hour later: the promise is the firm’s', async () => {
      const { person } = await promised('Overdue', {}, 61);
      expect(await next(house.firm.boris)).toBeNull();
      await runJob('campaigns.sweep', {});
      expect(await next(house.firm.boris)).toMatchObject({ contactId: person, rank: 'callback' });
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
    await runJob(resultTimeoutJob, { attemptId: attempt.id });
    await runJob(resultTimeoutJob, { attemptId: attempt.id });
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
