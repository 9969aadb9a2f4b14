import { systemClock } from '$lib/clock/clock.ts';

/** A page that is hidden makes no frames. */
const WITHOUT_FRAMES_MS = 150;
/** A frame that has been made is still to be drawn and shown by others, who need the processor for that: some 20 ms. */
const SHOWN_MS = 40;

/** Whoever waits for one frame: a card has a dozen of them, and a timer for each would cost the frame itself. */
let round: Set<() => void> | null = null;

/**
 * Calls `run` once, when the next frame can be seen. Work begun as soon as it is made, or at the frame after it, which can
 * follow within a few milliseconds, would keep it from being shown. The returned function calls it off.
 */
export function afterPaint(run: () => void): () => void {
  const mine = () => run();
  round ??= newRound();
  const waiting = round;
  waiting.add(mine);
  return () => waiting.delete(mine);
}

function newRound(): Set<() => void> {
  const waiting = new Set<() => void>();
  // Whoever comes from now on waits for a frame of their own.
  const close = () => {
    if (round === waiting) round = null;
  };
  const finish = () => {
    close();
    for (const run of waiting) if (waiting.delete(run)) run();
  };
  let cancelTimer = systemClock.after(WITHOUT_FRAMES_MS, () => {
    cancelAnimationFrame(frame);
    finish();
  });
  const frame = requestAnimationFrame(() => {
    close();
    cancelTimer();
    cancelTimer = systemClock.after(SHOWN_MS, finish);
  });
  return waiting;
}
