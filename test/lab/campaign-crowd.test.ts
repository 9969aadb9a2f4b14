/**
 * Many entries at once on a real Asterisk. The telephones keep the truth: no number is dialled twice, every dial is an attempt
 * with the outcome that the customer knows of, no agent has two calls.
 */
import { afterEach, expect, it } from 'vitest';
import { delay } from '../../scripts/pbx-lab/lab-clock.ts';
import { seededRandom } from '../../scripts/pbx-lab/seeded-random.ts';
import { waitFor } from '../../scripts/stack/wait-for.ts';
import type { CallList } from '../../server/contract/call-lists.contract.ts';
import type { Disposition } from '../../server/contract/calls.contract.ts';
import type { Attempt, Campaign } from '../../server/contract/campaigns.contract.ts';
import { openStage, type StoryStage } from './story-stage.ts';

let stage: StoryStage | undefined;
afterEach(async () => {
  await stage?.stop();
  stage = undefined;
});

const extensions = ['101', '102', '103', '104', '105', '106'];
const entries = 90;
type Plan = 'talks' | 'busy' | 'invalid' | 'refuses' | 'hangs-up';
const plans: readonly Plan[] = ['talks', 'talks', 'talks', 'busy', 'invalid', 'refuses', 'hangs-up'];
const expected: Record<Plan, Attempt['outcome'][]> = {
  talks: ['answered', 'abandoned'],
  // Picks up and hangs up at once: talked with when an agent was there already, else abandoned.
  'hangs-up': ['answered', 'abandoned'],
  busy: ['busy'],
  invalid: ['failed'],
  refuses: ['declined'],
};

async function openCrowd(seed: number) {
  const opened = await openStage(extensions, { lab: { outboundSeconds: 40, dialSeconds: 10 } });
  stage = opened;
  const { api } = opened.stack;
  const random = seededRandom(seed);
  const open = [{ from: '00:00', until: '24:00' }];
  const week = [open, open, open, open, open, open, open];
  const always = { name: 'Always', week, holidayRegion: null, closedDates: [], openDates: [] };
  const { id: callingHoursId } = await api.post<{ id: string }>('calling-hours', always);
  const numbers = Array.from({ length: entries }, (_, n) => `+3361${String(5_000_000 + seed * 1_000 + n)}`);
  const planOf = new Map(numbers.map((number) => [number, random.oneOf(plans)]));
  opened.carrier.onOutbound((number) => {
    switch (planOf.get(number)) {
      case 'talks':
        return { kind: 'answer', afterMs: 200, talkMs: 1_200 };
      case 'hangs-up':
        return { kind: 'answer', afterMs: 200, talkMs: 150 };
      case 'busy':
        return { kind: 'reject', status: 486 };
      case 'refuses':
        return { kind: 'reject', status: 603 };
      default:
        return { kind: 'reject', status: 404 };
    }
  });
  for (const extension of extensions) opened.phone(extension).onCall({ kind: 'answer', afterMs: 50 });
  const contactIds: string[] = [];
  for (const raw of numbers) {
    contactIds.push((await api.post<{ id: string }>('contacts', { name: raw, phones: [{ raw }] })).id);
  }
  const agentIds = extensions.map((extension) => opened.agentId(extension));
  const pacing = {
    ...{ ratio: 1.5, maxAbandonedPercent: 20, abandonWindowHours: 24, warmUpAnswers: 0, ringSeconds: 15 },
    ...{ connectWithinSeconds: 2, maxLinesPerAgent: 3, maxLines: 20 },
  };
  const settings = { name: 'Crowd', mode: 'power', callingHoursId, agentIds, pacing, resultSeconds: 30 };
  const { id: campaignId } = await api.post<Campaign>('campaigns', settings);
  const source = { kind: 'contacts', contactIds };
  const { id: listId } = await api.post<CallList>('call-lists', { name: 'Crowd', campaignId, source });
  await waitFor(
    'the list is filled',
    () => api.get<CallList>(`call-lists/${listId}`),
    (list) => list.state === 'ready' && list.entries.open === entries,
  );
  for (const agentId of agentIds) await api.post(`agents/${agentId}/presence`, { state: 'ready' });
  const { items } = await api.get<{ items: Disposition[] }>('dispositions');
  const dispositionId = items.find((one) => one.active && !one.callBack && !one.doNotCall)!.id;
  return { opened, api, campaignId, dispositionId, numbers, planOf };
}

/** Lets the campaign run; agents give results at once. Resolves with every attempt when every number was dialled. */
async function run({ api, campaignId, dispositionId }: Awaited<ReturnType<typeof openCrowd>>): Promise<Attempt[]> {
  const read = async () => (await api.get<{ items: Attempt[] }>(`attempts?campaignId=${campaignId}&limit=200`)).items;
  await api.post(`campaigns/${campaignId}/start`, {});
  const deadline = Date.now() + 150_000;
  for (;;) {
    try {
      const all = await read();
      const due = all.filter(({ state }) => state === 'result-due');
      await Promise.all(due.map(({ id }) => api.post(`attempts/${id}/result`, { dispositionId })));
      const done = all.filter(({ state, outcome }) => state === 'ended' && outcome !== 'refused');
      if (due.length === 0 && done.length >= entries && all.every(({ state }) => state === 'ended')) return all;
    } catch (error) {
      // The server is being started again.
      if (Date.now() > deadline) throw error;
    }
    if (Date.now() > deadline)
      throw new Error(`not done in time: ${JSON.stringify((await read()).filter(({ state }) => state !== 'ended'))}`);
    await delay(150);
  }
}

function judge({ opened, numbers, planOf }: Awaited<ReturnType<typeof openCrowd>>, all: readonly Attempt[]): void {
  const dials = opened.carrier.legs.filter(({ direction }) => direction === 'in');
  const dialled = new Map<string, number>();
  for (const { party } of dials) dialled.set(party, (dialled.get(party) ?? 0) + 1);
  expect(
    [...dialled].filter(([, times]) => times > 1),
    'numbers dialled twice',
  ).toEqual([]);
  const counted = all.filter(({ outcome }) => outcome !== 'refused' && outcome !== 'returned');
  const byNumber = new Map(counted.map((attempt) => [attempt.number.e164!, attempt]));
  expect(counted.length, 'one attempt for each number').toBe(byNumber.size);
  expect([...byNumber.keys()].sort()).toEqual([...numbers].sort());
  const wrong = counted.filter(({ number, outcome }) => !expected[planOf.get(number.e164!)!].includes(outcome));
  expect(wrong.map(({ number, outcome }) => `${planOf.get(number.e164!)} was told as ${outcome}`)).toEqual([]);
  const untold = counted.filter(({ number }) => !dialled.has(number.e164!));
  expect(untold, 'attempts without a dial').toEqual([]);
  for (const extension of extensions) {
    const legs = [...opened.phone(extension).legs].sort((a, b) => a.startedAt.monotonicMs - b.startedAt.monotonicMs);
    const overlaps = legs.filter((leg, n) => n > 0 && leg.startedAt.monotonicMs < legs[n - 1]!.endedAt.monotonicMs);
    expect(overlaps, `two calls at once at ${extension}`).toEqual([]);
  }
}

it('[CAM-8] [CAM-6] ninety people, six agents: nobody twice, every attempt as the customer knows it', async () => {
  const crowd = await openCrowd(1);
  judge(crowd, await run(crowd));
}, 240_000);
