/**
 * Pure: the order in which those who are due are called. Promised calls first, then whoever was abandoned, then retries and
 * fresh ones in the share that is set.
 */
import type { Candidate } from './entries.repository.ts';

const retryRank = 2;

/**
 * @param due whoever has a moment that has come: by rank, then the longest due
 * @param retryPercent of retries and fresh ones together, how many in a hundred are retries; 100: retries first
 * @param now decides whose turn it is when both wait, so that no count has to be kept
 */
export function orderCandidates(
  due: readonly Candidate[],
  fresh: readonly Candidate[],
  retryPercent: number,
  now: Date,
): string[] {
  const first = due.filter(({ rank }) => rank < retryRank);
  const retries = due.filter(({ rank }) => rank === retryRank);
  // A fresh one that had to wait (somebody was talking with them) is fresh all the same.
  const neverCalled = [...due.filter(({ rank }) => rank > retryRank), ...fresh];
  const isRetrysTurn = now.getTime() % 100 < retryPercent;
  const rest = isRetrysTurn ? [...retries, ...neverCalled] : [...neverCalled, ...retries];
  return [...first, ...rest].map(({ id }) => id);
}
