import { systemClock } from '$lib/clock/clock.ts';

/** A page that is hidden makes no frames. */
const WITHOUT_FRAMES_MS = 100;

/** Calls `run` once, after the next frame has been painted; the returned function calls it off. */
export function afterPaint(run: () => void): () => void {
  let cancelTimer = systemClock.after(WITHOUT_FRAMES_MS, finish);
  const frame = requestAnimationFrame(() => {
    cancelTimer();
    // What is asked for in a frame runs once that frame has been made.
    cancelTimer = systemClock.after(0, run);
  });
  function finish() {
    cancelAnimationFrame(frame);
    run();
  }
  return () => {
    cancelAnimationFrame(frame);
    cancelTimer();
  };
}
