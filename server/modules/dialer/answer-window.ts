/** Live answers and abandoned calls of a rolling window, in a bounded number of intervals. Pure. */

/** Intervals of a window: 5 minutes each of 24 hours. */
const INTERVALS = 288;
/** What leaves the window within this share of its length leaves soon: an hour and a half of 24. */
const LEAVES_SOON = 1 / 16;

export interface AnswerInterval {
  /** Its begin, ms; a whole multiple of the window's interval. */
  from: number;
  live: number;
  abandoned: number;
}

export interface AnswerWindow {
  windowMs: number;
  /** In order of time; those without a call are left out. */
  intervals: readonly AnswerInterval[];
}

export const emptyWindow = (windowSeconds: number): AnswerWindow => ({
  windowMs: windowSeconds * 1000,
  intervals: [],
});

const widthOf = (window: AnswerWindow): number => window.windowMs / INTERVALS;

/** Counts one call; what has left the window by `newestAt` is dropped. */
export function countAnswer(
  window: AnswerWindow,
  kind: 'live' | 'abandoned',
  at: number,
  newestAt: number,
): AnswerWindow {
  const width = widthOf(window);
  const from = Math.floor(at / width) * width;
  const kept = window.intervals.filter((interval) => interval.from + width > newestAt - window.windowMs);
  const known = kept.find((interval) => interval.from === from) ?? { from, live: 0, abandoned: 0 };
  const counted = { ...known, [kind]: known[kind] + 1 };
  const others = kept.filter((interval) => interval.from !== from);
  const later = others.findIndex((interval) => interval.from > from);
  return { ...window, intervals: others.toSpliced(later < 0 ? others.length : later, 0, counted) };
}

/**
 * The counts of the window that ends now. On its old edge an abandoned call counts as long as its interval touches the
 * window, a live answer only while its whole interval lies inside: the share is never told too low.
 */
export function countsOf(window: AnswerWindow, now: number): { live: number; abandoned: number } {
  const begin = now - window.windowMs;
  const width = widthOf(window);
  const counts = { live: 0, abandoned: 0 };
  for (const interval of window.intervals) {
    if (interval.from + width > begin) counts.abandoned += interval.abandoned;
    if (interval.from >= begin) counts.live += interval.live;
  }
  return counts;
}

/**
 * Calls that may still be abandoned within the cap, below 0 when there were too many: cap × live answers − abandoned. It
 * is the least of the whole window and of the window without what is about to leave it, for live answers that leave take
 * along what abandoned calls after them were weighed against; that has to be made up for before, not after.
 */
export function budgetOf(window: AnswerWindow, maxAbandonedShare: number, now: number): number {
  const begin = now - window.windowMs;
  const leavesSoon = begin + window.windowMs * LEAVES_SOON;
  const width = widthOf(window);
  let budget = 0;
  let least = Number.POSITIVE_INFINITY;
  for (const interval of window.intervals.toReversed()) {
    if (interval.from < leavesSoon) least = Math.min(least, budget);
    if (interval.from + width > begin) budget -= interval.abandoned;
    if (interval.from >= begin) budget += maxAbandonedShare * interval.live;
  }
  return Math.min(least, budget);
}

/** Live answers since about then: whole intervals, the one it lies in included. */
export function liveSince(window: AnswerWindow, since: number): number {
  const width = widthOf(window);
  return window.intervals.reduce((sum, { from, live }) => (from + width > since ? sum + live : sum), 0);
}
