import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seededRandom } from '../../../scripts/pbx-lab/seeded-random.ts';
import { openStage, type StoryStage } from '../story-stage.ts';
import { isUnheard, type Outage } from './compare-log.ts';
import { type Fault, leastLength, strike } from './faults.ts';
import { watchLateness } from './lateness.ts';
import { type PlayedCall, playStorm } from './play-storm.ts';
import { planStorm } from './storm-plan.ts';
import { differencesOf, readLog, reconcile, truthOf } from './storm-stage.ts';

const extensions = ['101', '102', '103', '104', '105', '106', '107', '108', '109', '110'];
const seed = Number(process.env.TRUNKLINE_STORM_SEED ?? 23);

const faults: Fault[] = [
  { atMs: 12_000, kind: 'kill server' },
  { atMs: 26_000, kind: 'cut link' },
  { atMs: 38_000, kind: 'freeze link' },
  { atMs: 52_000, kind: 'kill bridge' },
  { atMs: 68_000, kind: 'kill database' },
  { atMs: 82_000, kind: 'freeze link for long' },
  { atMs: 104_000, kind: 'kill server' },
];

let stage: StoryStage;
let played: readonly PlayedCall[];
let outages: Outage[];

/** Calls that the busy machine let begin and end within an outage; the plan has none on a quiet one. */
const unheard = () => truthOf(played).filter((call) => isUnheard(call, outages));

beforeAll(async () => {
  stage = await openStage(extensions);
});
afterAll(() => stage?.stop());

describe(`[TEL-10] [OPS-1] a storm of 200 calls while everything dies (seed ${seed})`, () => {
  it('loses no call, doubles none, leaves none open, and marks the ends that nobody could see', async () => {
    const random = seededRandom(seed);
    const plan = planStorm(random, {
      calls: 235,
      extensions,
      queues: stage.stack.lab.queues,
      everyMs: 650,
      leastMs: (atMs) => leastLength(faults, atMs),
    });
    const lateness = await watchLateness(stage);
    const storm = playStorm({ stage, extensions, plan, random, whenBusy: 'ring' });
    [outages] = await Promise.all([strike(stage, faults), storm.over]);
    lateness.stop();
    played = storm.played;
    expect(await differencesOf(stage, played, { outages, latenessOf: lateness.of }, 60_000)).toEqual([]);
    const log = await readLog(stage);
    expect(log.length).toBeGreaterThanOrEqual(200);
    expect(log.filter((call) => call.state !== 'ended')).toEqual([]);
    expect(unheard().length, 'calls that nobody could hear').toBeLessThan(10);
    // Calls do end while nobody listens: a storm without one proves nothing.
    expect(log.some((call) => call.endInferred)).toBe(true);
  }, 400_000);

  it('has every linkedid of Asterisk’s own book in exactly one call', async () => {
    const { lines } = await reconcile(stage);
    expect(lines.filter((line) => /^linkedid .* belongs to [^n]/.test(line))).toEqual([]);
    const unknown = lines.filter((line) => /^linkedid .* belongs to no call/.test(line));
    expect(unknown.length).toBeLessThanOrEqual(unheard().length);
    expect(lines.at(-1)).toMatch(/^\d{3,} linkedids, \d{3} calls/);
  });
});
