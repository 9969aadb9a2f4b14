/**
 * Many entries at once on a real Asterisk, calm and while parts of Trunkline are killed: no number is dialled twice, every dial is
 * an attempt with the outcome that the customer knows of, no agent has two calls.
 *
 * `CROWD=20x2000` (agents x entries) plays a larger one, with machines and numbers that ring out; docs/campaigns.md says what came of it.
 */
import { afterEach, expect, it } from 'vitest';
import type { Attempt } from '../../server/contract/campaigns.contract.ts';
import { type Crowd, type CrowdPlan, callsOf, openCrowd } from './crowd.ts';
import type { Outage } from './storm/compare-log.ts';
import { type Fault, strike } from './storm/faults.ts';

let crowd: Crowd | undefined;
afterEach(async () => {
  await crowd?.stage.stop();
  crowd = undefined;
});

const [agents = 6, entries = 90] = (process.env.CROWD ?? '6x90').split('x').map(Number);
const isLarge = entries > 200;
const usual: readonly CrowdPlan[] = ['talks', 'talks', 'talks', 'busy', 'invalid', 'refuses', 'hangs-up'];
const plans: readonly CrowdPlan[] = isLarge ? [...usual, 'machine', 'rings-out'] : usual;
/** As long as the larger one takes with an agent who talks 3 s; the limit only turns a campaign without an end into a failure. */
const limitMs = 150_000 + (entries / agents) * 4_000;

const expected: Record<CrowdPlan, Attempt['outcome'][]> = {
  talks: ['answered', 'abandoned'],
  // Talked with when an agent was there already, else abandoned. Gone before the detection of machines had heard enough: no-answer.
  'hangs-up': isLarge ? ['answered', 'abandoned', 'no-answer'] : ['answered', 'abandoned'],
  machine: ['machine'],
  busy: ['busy'],
  invalid: ['failed'],
  refuses: ['declined'],
  'rings-out': ['no-answer'],
};

const at = (time: string | null): number => (time === null ? Number.POSITIVE_INFINITY : Date.parse(time));

/** While nobody heard Asterisk, a call can begin or end unseen: what is said of it then is a guess (docs/calls.md). */
const isHalfHeard = ({ dialledAt, endedAt }: Attempt, outages: readonly Outage[]): boolean =>
  outages.some(({ from, to }) => at(dialledAt) < to && at(endedAt) > from);

function judge(
  { stage, numbers, planOf, extensions }: Crowd,
  all: readonly Attempt[],
  outages: readonly Outage[],
): void {
  const dials = stage.carrier.legs.filter(({ direction }) => direction === 'in');
  const dialled = new Map<string, number>();
  for (const { party } of dials) dialled.set(party, (dialled.get(party) ?? 0) + 1);
  const twice = [...dialled]
    .filter(([, times]) => times > 1)
    .map(([number]) => all.filter((one) => one.number.e164 === number));
  expect(twice, 'numbers dialled twice').toEqual([]);
  const calls = callsOf(all);
  const byNumber = new Map(calls.map((attempt) => [attempt.number.e164!, attempt]));
  expect(calls.length, 'one attempt for each number').toBe(byNumber.size);
  expect([...byNumber.keys()].sort()).toEqual([...numbers].sort());
  const heard = calls.filter((attempt) => !isHalfHeard(attempt, outages));
  expect(heard.length, 'most calls were heard whole').toBeGreaterThan(entries / 3);
  const wrong = heard.filter(({ number, outcome }) => !expected[planOf.get(number.e164!)!].includes(outcome));
  expect(wrong.map((one) => ({ plan: planOf.get(one.number.e164!), ...one }))).toEqual([]);
  const undialled = heard.filter(({ number }) => !dialled.has(number.e164!));
  expect(undialled, 'attempts without a dial').toEqual([]);
  for (const extension of extensions) {
    const legs = [...stage.phone(extension).legs].sort((a, b) => a.startedAt.monotonicMs - b.startedAt.monotonicMs);
    const overlaps = legs.filter((leg, n) => n > 0 && leg.startedAt.monotonicMs < legs[n - 1]!.endedAt.monotonicMs);
    expect(overlaps, `two calls at once at ${extension}`).toEqual([]);
  }
}

it('[CAM-8] [CAM-6] a crowd: nobody is dialled twice, every attempt is as the customer knows it', async () => {
  crowd = await openCrowd({ seed: 1, agents, entries, plans });
  judge(crowd, await crowd.run(limitMs), []);
}, 600_000);

it('[CAM-8] the same while server, bridge, database and the AMI link are killed: nobody is dialled twice, nothing is lost', async () => {
  crowd = await openCrowd({ seed: 2, agents, entries, plans });
  const faults: Fault[] = [
    { atMs: 3_000, kind: 'kill server' },
    { atMs: 11_000, kind: 'kill bridge' },
    { atMs: 18_000, kind: 'kill database' },
    { atMs: 25_000, kind: 'cut link' },
  ];
  const [all, outages] = await Promise.all([crowd.run(limitMs), strike(crowd.stage, faults)]);
  judge(crowd, all, outages);
}, 600_000);
