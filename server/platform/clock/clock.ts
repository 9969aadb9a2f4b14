/**
 * The only place that reads the time or sets a timer. Everything else takes a `Clock`, so that a test can move time by
 * hand instead of sleeping.
 */
export interface Clock {
  now(): Date;
  /** Calls `run` once after `ms` milliseconds; the returned function calls it off. Never keeps the process alive. */
  after(ms: number, run: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => new Date(),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    timer.unref();
    return () => clearTimeout(timer);
  },
};

export interface TestClock extends Clock {
  /** Moves time forward, running every timer that falls due on the way, in order. */
  advance(ms: number): void;
  /** Jumps to a moment without running timers. */
  set(to: Date | string): void;
}

interface Timer {
  at: number;
  run: () => void;
}

/**
 * A clock that stands still until the test moves it.
 * @example const clock = testClock('2026-03-02T09:00:00Z'); clock.advance(5 * 60_000);
 */
export function testClock(start: Date | string = '2026-03-02T09:00:00.000Z'): TestClock {
  let now = new Date(start).getTime();
  const timers = new Set<Timer>();
  const nextDue = (until: number): Timer | undefined =>
    [...timers].filter((timer) => timer.at <= until).sort((a, b) => a.at - b.at)[0];
  return {
    now: () => new Date(now),
    after(ms, run) {
      const timer = { at: now + ms, run };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    advance(ms) {
      const until = now + ms;
      for (let due = nextDue(until); due; due = nextDue(until)) {
        timers.delete(due);
        now = Math.max(now, due.at);
        due.run();
      }
      now = until;
    },
    set(to) {
      now = new Date(to).getTime();
    },
  };
}

/** Milliseconds of a clock that never jumps, for measuring how long something took; not a time of day. */
export const monotonicMs = (): number => performance.now();
