import { delay, labClock } from '../../../scripts/pbx-lab/lab-clock.ts';
import type { StoryStage } from '../story-stage.ts';

/**
 * How late this machine was while the storm went on: a telephone's stopwatch is no better than the machine it runs on. Asks
 * Asterisk for a sign of life ten times a second; what the answer takes is what both, it and we, were kept waiting.
 */
export type Lateness = {
  /** Seconds by which a moment (epoch ms) can be told wrongly. */
  at(epochMs: number): number;
  stop(): void;
};

const EVERY_MS = 100;
/** Samples this near to a moment speak for it. */
const NEAR_MS = 1_000;

export async function watchLateness({ stack }: StoryStage): Promise<Lateness> {
  const ami = await stack.lab.connectAmi('trunkline');
  const samples: { from: number; to: number; seconds: number }[] = [];
  let isStopped = false;
  const look = async () => {
    while (!isStopped) {
      const [from, began] = [labClock.epochMs(), labClock.monotonicMs()];
      await ami.action('Ping');
      await delay(EVERY_MS);
      const seconds = (labClock.monotonicMs() - began - EVERY_MS) / 1000;
      samples.push({ from, to: labClock.epochMs(), seconds });
    }
    ami.close();
  };
  void look();
  return {
    at: (epochMs) =>
      samples
        .filter(({ from, to }) => epochMs > from - NEAR_MS && epochMs < to + NEAR_MS)
        .reduce((most, { seconds }) => Math.max(most, seconds), 0),
    stop: () => {
      isStopped = true;
    },
  };
}
