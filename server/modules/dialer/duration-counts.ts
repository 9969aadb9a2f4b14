/** How long something takes, learnt from what was seen: a histogram of durations that slowly forgets. Pure. */

/** Each class of durations is 10 % longer than the one before; the last one ends above three hours. */
const CLASSES = 100;
const LOG_RATIO = Math.log(1.1);
/** How long a seen duration counts: after an hour its weight is 1/e. */
const FORGET_MS = 3_600_000;
/** So many durations stay, however long ago they were seen, so that a night does not make the morning blind. */
const LEAST_KEPT = 100;

export interface DurationCounts {
  /** Weight of the durations seen up to the end of each class; empty before the first. */
  upTo: readonly number[];
  /** When the weights were last brought up to date, ms. */
  at: number;
}

export const noDurations: DurationCounts = { upTo: [], at: 0 };

const totalOf = ({ upTo }: DurationCounts): number => upTo[CLASSES - 1] ?? 0;

/** Place of a duration on the scale of classes, fraction included. */
const placeOf = (seconds: number): number => Math.min(CLASSES, Math.log1p(Math.max(0, seconds)) / LOG_RATIO);

/**
 * Share of an old weight that is left after `elapsedMs`: exponential forgetting, but never below `leastKept` in all.
 * Something that comes late (negative time) makes nothing younger.
 */
export function keptShare(total: number, elapsedMs: number, forgetMs: number, leastKept: number): number {
  return Math.max(Math.exp(-Math.max(0, elapsedMs) / forgetMs), Math.min(1, leastKept / Math.max(total, 1e-9)));
}

/**
 * Adds one duration. Half of it goes to the neighbour classes: with a few hundred calls the curve would have holes, and
 * who falls into one would be taken for somebody who never ends. What makes no sense is left out.
 */
export function addDuration(counts: DurationCounts, seconds: number, at: number): DurationCounts {
  if (!Number.isFinite(seconds) || seconds < 0) return counts;
  const kept = keptShare(totalOf(counts), at - counts.at, FORGET_MS, LEAST_KEPT);
  const own = Math.min(CLASSES - 1, Math.floor(placeOf(seconds)));
  const added = [Math.max(0, own - 1), own, own, Math.min(CLASSES - 1, own + 1)];
  const upTo = new Array<number>(CLASSES);
  for (let index = 0; index < CLASSES; index += 1) {
    let weight = (counts.upTo[index] ?? 0) * kept;
    for (const place of added) if (place <= index) weight += 0.25;
    upTo[index] = weight;
  }
  return { upTo, at: Math.max(at, counts.at) };
}

/** The durations as a curve that can be asked. */
export interface DurationCurve {
  /** Share of durations up to so many seconds, 0 to 1. */
  shareUpTo(seconds: number): number;
  /** Seconds at which this share has ended. */
  quantile(share: number): number;
}

/**
 * The curve of the durations seen. Nothing seen: everything ends at `otherwiseSeconds`. Inside a class the share grows
 * evenly along the scale.
 */
export function durationCurve(counts: DurationCounts, otherwiseSeconds: number): DurationCurve {
  const total = totalOf(counts);
  if (total <= 0) {
    return { shareUpTo: (seconds) => (seconds < otherwiseSeconds ? 0 : 1), quantile: () => otherwiseSeconds };
  }
  const before = (index: number) => (index === 0 ? 0 : counts.upTo[index - 1]! / total);
  return {
    shareUpTo: (seconds) => {
      const place = placeOf(seconds);
      const index = Math.floor(place);
      if (index >= CLASSES) return 1;
      const from = before(index);
      return from + (before(index + 1) - from) * (place - index);
    },
    quantile: (share) => {
      const found = counts.upTo.findIndex((weight) => weight >= share * total);
      const index = found < 0 ? CLASSES - 1 : found;
      const step = before(index + 1) - before(index);
      return Math.expm1((index + (step > 0 ? (share - before(index)) / step : 0)) * LOG_RATIO);
    },
  };
}

/**
 * The chance that something which has lasted `elapsed` seconds ends within the next `w`:
 * P(T ≤ e + w | T > e) = (F(e + w) − F(e)) / (1 − F(e)). What lasts longer than everything seen is not expected to end.
 * It is asked about several `w`, so what has been up to now is looked up once.
 */
export function chanceToEnd(curve: DurationCurve, elapsed: number): (within: number) => number {
  const before = curve.shareUpTo(elapsed);
  if (before >= 1 - 1e-9) return () => 0;
  return (within) =>
    within <= 0 ? 0 : Math.min(1, Math.max(0, (curve.shareUpTo(elapsed + within) - before) / (1 - before)));
}
