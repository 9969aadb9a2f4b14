/** A clock that stands still until a test moves it; timers run in order, at their own moment. */
import type { Clock } from '../../pbx-bridge/clock.ts';

export interface ManualClock extends Clock {
  /** Moves time on and runs every timer that falls due, those that they set included. */
  advance(ms: number): void;
  readonly timerCount: number;
}

export const createManualClock = (startAt = Date.UTC(2026, 10, 23, 8, 0, 0)): ManualClock => {
  let now = startAt;
  let next = 1;
  const timers = new Map<number, { at: number; run: () => void }>();
  return {
    now: () => now,
    after: (ms, run) => {
      const id = next++;
      timers.set(id, { at: now + ms, run });
      return () => void timers.delete(id);
    },
    advance: (ms) => {
      const until = now + ms;
      for (;;) {
        const due = [...timers].filter(([, { at }]) => at <= until).sort(([a, x], [b, y]) => x.at - y.at || a - b)[0];
        if (due === undefined) break;
        timers.delete(due[0]);
        now = Math.max(now, due[1].at);
        due[1].run();
      }
      now = until;
    },
    get timerCount() {
      return timers.size;
    },
  };
};
