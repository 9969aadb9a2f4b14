/** What becomes of a delivery after an attempt, and of a web-hook that does not answer. Pure. */

const minute = 60;
const hour = 60 * minute;
/** Pause in seconds before the second attempt, the third …; after the eighth it is given up, 33 hours after the first. */
export const retryPauses = [10, minute, 5 * minute, 30 * minute, 2 * hour, 6 * hour, 24 * hour] as const;
/** A web-hook that nothing reached for so long is paused. */
export const pauseAfterSeconds = 48 * hour;

export type AttemptOutcome = { kind: 'delivered' } | { kind: 'retry'; at: Date } | { kind: 'failed' };

/**
 * Any 2xx is a delivery. Everything else is tried again, also 4xx: a receiver that refuses because it is being changed
 * is the commonest of them.
 * @param attempts how many there were, this one included
 * @param status null: no answer came
 * @param retryAfterSeconds what the receiver asked for; it can only make the pause longer
 */
export function outcomeOf(
  attempts: number,
  { status, retryAfterSeconds = null }: { status: number | null; retryAfterSeconds?: number | null },
  now: Date,
): AttemptOutcome {
  if (status !== null && status >= 200 && status < 300) return { kind: 'delivered' };
  const pause = retryPauses[attempts - 1];
  if (pause === undefined) return { kind: 'failed' };
  return { kind: 'retry', at: new Date(now.getTime() + Math.max(pause, retryAfterSeconds ?? 0) * 1_000) };
}

/** True when the web-hook is to be paused: the receiver said that it is gone (410), or nothing arrived for two days. */
export const isToBePaused = (status: number | null, failingSince: Date, now: Date): boolean =>
  status === 410 || now.getTime() - failingSince.getTime() >= pauseAfterSeconds * 1_000;
