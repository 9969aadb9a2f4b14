/**
 * The only door to the machine's time. Everything that waits or stamps takes a `Clock`, so that tests drive it and the
 * rules stay pure.
 */

/** Stops a timer; calling it again, or after it ran, does nothing. */
export type CancelTimer = () => void;

export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Runs `run` once after `ms` milliseconds. Never keeps the process alive by itself. */
  after(ms: number, run: () => void): CancelTimer;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms);
    timer.unref();
    return () => clearTimeout(timer);
  },
};

/** Runs `run` every `ms` milliseconds until the returned function is called. */
export const repeat = (clock: Clock, ms: number, run: () => void): CancelTimer => {
  let cancel = clock.after(ms, tick);
  let stopped = false;
  function tick(): void {
    run();
    if (!stopped) cancel = clock.after(ms, tick);
  }
  return () => {
    stopped = true;
    cancel();
  };
};

/** ISO 8601 in UTC with milliseconds, as every time of the contract is written. */
export const isoTime = (ms: number): string => new Date(ms).toISOString();
