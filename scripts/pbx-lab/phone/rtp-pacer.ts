import { labClock } from '../lab-clock.ts';

const FRAME_MS = 20;

/** After a pause of the whole process at most so many frames are made up for; the rest is lost, as on a real line. */
const MOST_CATCH_UP = 5;

const senders = new Set<() => void>();
let timer: NodeJS.Timeout | undefined;
let nextDueMs = 0;

/**
 * Calls `sendFrame` every 20 ms until the returned function is called. One timer serves all calls of the process: a timer
 * per call would cost more than the packets.
 */
export function paceFrames(sendFrame: () => void): () => void {
  senders.add(sendFrame);
  if (timer === undefined) {
    nextDueMs = labClock.monotonicMs() + FRAME_MS;
    timer = setInterval(sendDueFrames, FRAME_MS / 2);
  }
  return () => {
    senders.delete(sendFrame);
    if (senders.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

function sendDueFrames(): void {
  const now = labClock.monotonicMs();
  for (let sent = 0; sent < MOST_CATCH_UP && nextDueMs <= now; sent++) {
    nextDueMs += FRAME_MS;
    for (const sendFrame of senders) sendFrame();
  }
  if (nextDueMs <= now) nextDueMs = now + FRAME_MS;
}
