import { systemClock } from '$lib/clock/clock.ts';

/** A page that is hidden makes no frames. */
const WITHOUT_FRAMES_MS = 150;
/** A frame that has been made is still to be drawn and shown by others, who need the processor for that: some 20 ms. */
const SHOWN_MS = 40;

/**
 * Calls `run` once, when the next frame can be seen. Work begun as soon as it is made, or at the frame after it, which can
 * follow within a few milliseconds, would keep it from being shown. The returned function calls it off.
 */
export function afterPaint(run: () => void): () => void {
  let cancelTimer = systemClock.after(WITHOUT_FRAMES_MS, finish);
  const frame = requestAnimationFrame(() => {
    cancelTimer();
    cancelTimer = systemClock.after(SHOWN_MS, run);
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
