/** Campaigns on a real Asterisk: what customers and agents hear, and what the log of attempts says of it. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { waitFor } from '../../scripts/stack/wait-for.ts';
import type { CallList } from '../../server/contract/call-lists.contract.ts';
import type { Disposition } from '../../server/contract/calls.contract.ts';
import type { Attempt, Campaign, Entry } from '../../server/contract/campaigns.contract.ts';
import { newNumber, openStage, type StoryStage } from './story-stage.ts';

let stage: StoryStage;
let hoursId: string;
let plainResult: string;
let made = 0;
/** Two lines for each free agent, as fast as it goes. */
const fast = {
  ratio: 2,
  maxAbandonedPercent: 20,
  abandonWindowHours: 24,
  warmUpAnswers: 0,
  ringSeconds: 15,
  connectWithinSeconds: 2,
  maxLinesPerAgent: 3,
  maxLines: 10,
};
const open = [{ from: '00:00', until: '24:00' }];

beforeAll(async () => {
  stage = await openStage(['101', '102', '103'], { lab: { outboundSeconds: 40, dialSeconds: 4 } });
  const { api } = stage.stack;
  const week = [open, open, open, open, open, open, open];
  const always = { name: 'Always', week, holidayRegion: null, closedDates: [], openDates: [] };
  hoursId = (await api.post<{ id: string }>('calling-hours', always)).id;
  const { items } = await api.get<{ items: Disposition[] }>('dispositions');
  plainResult = items.find((one) => one.active && !one.callBack && !one.doNotCall)!.id;
});
afterEach(async () => {
  const { items } = await stage.stack.api.get<{ items: Campaign[] }>('campaigns?state=running');
  for (const { id } of items) await stage.stack.api.post(`campaigns/${id}/finish`, {});
  await stage.reset();
  // Whoever owes a result is called by nobody in the next story.
  await waitFor('every call has its end', owed, (all) => all.every(({ state }) => state === 'result-due'), 30_000);
  for (const { id } of await owed())
    await stage.stack.api.post(`attempts/${id}/result`, { dispositionId: plainResult });
});
afterAll(() => stage?.stop());

const owed = async (): Promise<Attempt[]> => {
  const { items } = await stage.stack.api.get<{ items: Attempt[] }>('attempts?limit=200');
  return items.filter(({ state }) => state !== 'ended');
};

/** People with a number each, in a list of a campaign that runs. */
async function run(count: number, settings: object, extensions = ['101']) {
  const { api } = stage.stack;
  made += 1;
  const numbers = Array.from({ length: count }, newNumber);
  const contactIds: string[] = [];
  for (const raw of numbers) {
    contactIds.push((await api.post<{ id: string }>('contacts', { name: `Customer ${raw}`, phones: [{ raw }] })).id);
  }
  const agentIds = extensions.map((extension) => stage.agentId(extension));
  const settled = { name: `Story ${made}`, callingHoursId: hoursId, agentIds, resultSeconds: 60, ...settings };
  const campaign = await api.post<Campaign>('campaigns', settled);
  const source = { kind: 'contacts', contactIds };
  const list = await api.post<CallList>('call-lists', { name: `List ${made}`, campaignId: campaign.id, source });
  await waitFor(
    'the list is filled',
    () => api.get<CallList>(`call-lists/${list.id}`),
    ({ state, entries }) => state === 'ready' && entries.open === count,
  );
  for (const agentId of agentIds) await api.post(`agents/${agentId}/presence`, { state: 'ready' });
  await api.post(`campaigns/${campaign.id}/start`, {});
  const attempts = async () =>
    (await api.get<{ items: Attempt[] }>(`attempts?campaignId=${campaign.id}&limit=200`)).items;
  const entries = async () => (await api.get<{ items: Entry[] }>(`call-lists/${list.id}/entries?limit=200`)).items;
  /** The attempts of this campaign, once they are as wanted. */
  const until = (what: string, holds: (all: Attempt[]) => boolean) => waitFor(what, attempts, holds, 30_000);
  return { campaign, list, numbers, attempts, entries, until };
}

const allIn =
  (count: number, ...states: Attempt['state'][]) =>
  (all: Attempt[]) =>
    all.length === count && all.every(({ state }) => states.includes(state));

describe('[CAM-2] progressive, the agent first', () => {
  it('a free agent’s telephone rings, then the customer’s; they talk; the result ends it', async () => {
    stage.phone('101').onCall({ kind: 'answer', afterMs: 100 });
    stage.carrier.onOutbound(() => ({ kind: 'answer', afterMs: 300, talkMs: 900 }));
    const { until, entries, campaign } = await run(1, { mode: 'progressive', callerId: '5557777' });
    const [due] = await until('the result is due', allIn(1, 'result-due'));
    expect(due).toMatchObject({ rank: 'fresh', agent: { id: stage.agentId('101') } });
    expect(due!.talkSeconds).toBeGreaterThan(0.5);
    const call = await stage.endedCall(due!.number.e164!);
    expect(call).toMatchObject({
      direction: 'outbound',
      outcome: 'answered',
      attemptId: due!.id,
      campaignId: campaign.id,
    });
    await stage.stack.api.post(`attempts/${due!.id}/result`, { dispositionId: plainResult });
    expect(await entries()).toMatchObject([{ state: 'finished', because: { key: 'entry.result-final' } }]);
  });

  it('nobody is dialled while the agent owes a result', async () => {
    stage.phone('101').onCall({ kind: 'answer', afterMs: 50 });
    stage.carrier.onOutbound(() => ({ kind: 'answer', afterMs: 100, talkMs: 400 }));
    const { until, attempts } = await run(2, { mode: 'progressive' });
    const [due] = await until('the first result is due', allIn(1, 'result-due'));
    await stage.stack.api.post(`attempts/${due!.id}/result`, { dispositionId: plainResult });
    await until('the second one is dialled only then', (all) => all.length === 2);
    const [second, first] = await attempts();
    expect(Date.parse(second!.dialledAt!)).toBeGreaterThan(Date.parse(first!.endedAt!));
    await until('and its result is due', (all) => all.some(({ state }) => state === 'result-due'));
  });
});

describe('[CAM-2] power: the customers first', () => {
  it('whoever picks up first gets the free agent; the other is abandoned, within the two seconds', async () => {
    stage.phone('101').onCall({ kind: 'answer', afterMs: 50 });
    stage.carrier.onOutbound(() => ({ kind: 'answer', afterMs: 500, talkMs: 4_000 }));
    const { until, entries } = await run(2, { mode: 'power', pacing: { ...fast, connectWithinSeconds: 1 } });
    const all = await until('both were called', allIn(2, 'result-due', 'ended'));
    const outcomes = all.map(({ state, outcome }) => outcome ?? state).sort();
    expect(outcomes).toEqual(['abandoned', 'result-due']);
    const lucky = all.find(({ state }) => state === 'result-due')!;
    const waited = Date.parse(lucky.connectedAt!) - Date.parse(lucky.pickedUpAt!);
    expect(waited, 'milliseconds from picking up to talking').toBeLessThan(1_000);
    const abandoned = (await entries()).find(({ rank }) => rank === 'abandoned');
    expect(Date.parse(abandoned!.dueAt!) - Date.now()).toBeGreaterThan(2.9 * 86_400_000);
  });

  it.each([
    ['rings out', { kind: 'ring' } as const, 'no-answer'],
    ['is busy', { kind: 'reject', status: 486 } as const, 'busy'],
    ['is no number', { kind: 'reject', status: 404 } as const, 'failed'],
    ['is refused', { kind: 'reject', status: 603 } as const, 'declined'],
  ])(
    '[CAM-6] a number that %s comes again by the rule of that outcome',
    async (_what, behaviour, outcome) => {
      stage.carrier.onOutbound(() => behaviour);
      const { until, entries } = await run(1, { mode: 'power', pacing: { ...fast, ringSeconds: 15 } });
      const [attempt] = await until('it was called', allIn(1, 'ended'));
      expect(attempt).toMatchObject({ outcome, agent: null });
      expect(await entries()).toMatchObject([{ state: 'open', rank: 'retry', attempts: 1, lastOutcome: outcome }]);
    },
    60_000,
  );
});
