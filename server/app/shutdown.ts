/** Stops in stages, each with a limit, so that one that hangs cannot keep the others from ending well. */
import type { Clock } from '../platform/clock/clock.ts';
import type { Logger } from '../platform/logger/logger.ts';

export interface Stage {
  name: string;
  limitMs: number;
  run: () => Promise<void>;
}

/** Runs the stages in order. Never throws: what fails or takes too long is logged and left. */
export async function runStages(stages: readonly Stage[], logger: Logger, clock: Clock): Promise<void> {
  for (const { name, limitMs, run } of stages) {
    await new Promise<void>((resolve) => {
      const cancel = clock.after(limitMs, () => {
        logger.warn({ stage: name }, `stopping: ${name} takes longer than ${limitMs} ms and is left`);
        resolve();
      });
      run()
        .catch((error: unknown) => logger.error({ err: error, stage: name }, `stopping: ${name} failed`))
        .finally(() => {
          cancel();
          resolve();
        });
    });
  }
}
