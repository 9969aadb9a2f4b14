/**
 * Spans of time (talk, hold) kept as they happen, so that overlapping ones of one person can be united instead of added.
 * Times are milliseconds since the epoch; durations go out in seconds.
 */
export type Span = readonly [from: number, to: number | null];

/** More than this and the two oldest are folded into one of the same total length: a record must not grow for ever. */
const MOST_SPANS = 40;

/** Whether the last span has not ended. */
export function isOpen(spans: readonly Span[]): boolean {
  const last = spans.at(-1);
  return last !== undefined && last[1] === null;
}

/** Begins a span at `at`; no change when one is open. */
export function openSpan(spans: readonly Span[], at: number): readonly Span[] {
  if (isOpen(spans)) return spans;
  const folded = spans.length >= MOST_SPANS ? foldOldest(spans) : spans;
  return [...folded, [at, null]];
}

/** Ends the open span at `at` (never before its begin); no change when none is open. */
export function closeSpan(spans: readonly Span[], at: number): readonly Span[] {
  const last = spans.at(-1);
  if (last === undefined || last[1] !== null) return spans;
  return [...spans.slice(0, -1), [last[0], Math.max(last[0], at)]];
}

function foldOldest(spans: readonly Span[]): readonly Span[] {
  const [first, second, ...rest] = spans;
  if (!first || !second || first[1] === null || second[1] === null) return spans;
  return [[first[0], first[1] + (second[1] - second[0])], ...rest];
}

/** Seconds during which at least one of the spans ran; an open one runs until `now`. `until` cuts everything after it. */
export function secondsOf(spans: readonly Span[], now: number, until: number | null = null): number {
  if (spans.length === 0) return 0;
  const end = until === null ? Number.POSITIVE_INFINITY : until;
  const [only, second] = spans;
  if (only && !second)
    return Math.max(0, Math.min(only[1] ?? Math.max(now, only[0]), end) - Math.min(only[0], end)) / 1000;
  const sorted = spans
    .map(([from, to]) => [Math.min(from, end), Math.min(to ?? Math.max(now, from), end)] as const)
    .sort((a, b) => a[0] - b[0]);
  let total = 0;
  let covered = Number.NEGATIVE_INFINITY;
  for (const [from, to] of sorted) {
    const begin = Math.max(from, covered);
    if (to > begin) total += to - begin;
    covered = Math.max(covered, to);
  }
  return Math.round(total) / 1000;
}
