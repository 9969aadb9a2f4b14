import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seededRandom } from '../../../scripts/pbx-lab/seeded-random.ts';
import { waitFor } from '../../../scripts/stack/wait-for.ts';
import { openStage, type StoryStage } from '../story-stage.ts';
import { watchLateness } from './lateness.ts';
import { type PlayedCall, playStorm } from './play-storm.ts';
import { planStorm } from './storm-plan.ts';
import { differencesOf, readLog, reconcile } from './storm-stage.ts';

const extensions = ['101', '102', '103', '104', '105', '106', '107', '108', '109', '110'];
/** Another storm with TRUNKLINE_STORM_SEED; a bad one is kept here. */
const seed = Number(process.env.TRUNKLINE_STORM_SEED ?? 22);
let stage: StoryStage;
let played: readonly PlayedCall[];

beforeAll(async () => {
  stage = await openStage(extensions);
});
afterAll(() => stage?.stop());

describe(`[TEL-3] [TEL-10] a storm of 200 overlapping calls (seed ${seed})`, () => {
  it('is in the log as its phones had it: every call once, right outcome, right talk, right hang-up', async () => {
    const random = seededRandom(seed);
    const plan = planStorm(random, {
      // More than the 200 that are asked for: a click on an agent who is just busy is refused and no call.
      calls: 235,
      extensions,
      queues: stage.stack.lab.queues,
      everyMs: 550,
      leastMs: () => 300,
    });
    const lateness = await watchLateness(stage);
    const storm = playStorm({ stage, extensions, plan, random, whenBusy: 'refuse' });
    await storm.over;
    lateness.stop();
    played = storm.played;
    expect(await differencesOf(stage, played, { latenessOf: lateness.of })).toEqual([]);
    const log = await readLog(stage);
    expect(log.length).toBeGreaterThanOrEqual(200);
    // The seed must not let an outcome vanish from the storm.
    expect(new Set(log.map((call) => call.outcome))).toEqual(
      new Set(['answered', 'abandoned', 'no-answer', 'busy', 'declined', 'failed', 'cancelled']),
    );
    expect(log.some((call) => call.endInferred)).toBe(false);
  }, 400_000);

  it('agrees with Asterisk’s own book: every linkedid in one call, the same bridged seconds', async () => {
    const { code, lines } = await reconcile(stage);
    expect(lines.slice(0, -1)).toEqual([]);
    expect(lines.at(-1)).toMatch(/^\d{3,} linkedids, \d{3} calls, 0 differences/);
    expect(code).toBe(0);
  });

  it('[TEL-4] has the recording of every conversation, or says that there was none', async () => {
    const open = await waitFor(
      'every recording is there',
      async () =>
        (await readLog(stage)).filter(({ recordings }) =>
          recordings.some(({ state }) => !['ready', 'lost'].includes(state)),
        ),
      (calls) => calls.length === 0,
      60_000,
    );
    expect(open).toEqual([]);
    const silent = (await readLog(stage)).filter(
      (call) =>
        call.direction !== 'internal' &&
        call.talkSeconds > 1 &&
        !call.recordings.some(({ state }) => state === 'ready'),
    );
    expect(silent.map((call) => call.id)).toEqual([]);
  });
});
