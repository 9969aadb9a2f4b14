import { systemClock } from '$lib/clock/clock.ts';

/** A page that is hidden makes no frames. */
const WITHOUT_FRAMES_MS = 100;

/**
 * Calls `run` once, when the next frame can be seen: at the frame after it. A frame that has been made is still to be
 * drawn and shown, and work begun at once would take the processor from that. The returned function calls it off.
 */
export function afterPaint(run: () => void): () => void {
  let cancelTimer = systemClock.after(WITHOUT_FRAMES_MS, finish);
  let frame = requestAnimationFrame(() => {
    frame = requestAnimationFrame(() => {
      cancelTimer();
      // Not in the frame: that would keep it waiting.
      cancelTimer = systemClock.after(0, run);
    });
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
