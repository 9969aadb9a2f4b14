import { delay, labClock } from '../../../scripts/pbx-lab/lab-clock.ts';
import type { StoryStage } from '../story-stage.ts';

/**
 * How late this machine was while the storm went on: a telephone's stopwatch is no better than the machine it runs on. Asks
 * Asterisk for a sign of life ten times a second; what the answer takes is what both, it and we, were kept waiting. A machine
 * that is stopped for a moment (a virtual one that is moved or saved) or set to another time shows by its two clocks: the
 * wall clock, by which Asterisk tells its moments, goes on, the stopwatch of the telephones does not.
 */
export type Lateness = {
  /** Seconds by which what lies between these moments (epoch ms) can be told wrongly. */
  of(moments: readonly number[]): number;
  stop(): void;
};

/** One question and its answer. */
export type Sample = {
  /** Epoch ms. */
  from: number;
  to: number;
  /** What the answer took, by the stopwatch. */
  seconds: number;
  /** By how much the wall clock went on more, or less, than the stopwatch. */
  jumpSeconds: number;
};

const EVERY_MS = 100;
/** Samples this near to a moment speak for it. */
const NEAR_MS = 1_000;
/** Clocks that are read one after the other differ by so much without a reason. */
const NOISE_SECONDS = 0.03;

/** PURE. */
export function latenessOf(samples: readonly Sample[], moments: readonly number[]): number {
  const waits = samples
    .filter(({ from, to }) => moments.some((at) => at > from - NEAR_MS && at < to + NEAR_MS))
    .map(({ seconds }) => seconds);
  const [first, last] = [Math.min(...moments), Math.max(...moments)];
  const jumps = samples
    .filter(({ from, to }) => to > first - NEAR_MS && from < last + NEAR_MS)
    .map(({ jumpSeconds }) => Math.abs(jumpSeconds))
    .filter((seconds) => seconds > NOISE_SECONDS);
  return Math.max(0, ...waits) + jumps.reduce((sum, seconds) => sum + seconds, 0);
}

export async function watchLateness({ stack }: StoryStage): Promise<Lateness> {
  const ami = await stack.lab.connectAmi('trunkline');
  const samples: Sample[] = [];
  let isStopped = false;
  const look = async () => {
    while (!isStopped) {
      const [from, began] = [labClock.epochMs(), labClock.monotonicMs()];
      await ami.action('Ping');
      await delay(EVERY_MS);
      const [to, passed] = [labClock.epochMs(), labClock.monotonicMs() - began];
      samples.push({ from, to, seconds: (passed - EVERY_MS) / 1000, jumpSeconds: (to - from - passed) / 1000 });
    }
    ami.close();
  };
  void look();
  return {
    of: (moments) => latenessOf(samples, moments),
    stop: () => {
      isStopped = true;
    },
  };
}
