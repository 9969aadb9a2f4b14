import { describe, expect, it } from 'vitest';
import { NOON } from '../../../test/factories/pacing.ts';
import { addDuration, chanceToEnd, type DurationCounts, durationCurve, noDurations } from './duration-counts.ts';

const learn = (seconds: readonly number[], at = NOON, from: DurationCounts = noDurations) =>
  seconds.reduce((counts, each) => addDuration(counts, each, at), from);
const evenly = (from: number, until: number, count = 400) =>
  Array.from({ length: count }, (_, index) => from + ((until - from) * index) / (count - 1));

describe('the curve of durations', () => {
  const curve = durationCurve(learn(evenly(10, 110)), 1);

  it('[CAM-2] tells the share that has ended, about as it was seen', () => {
    for (const seconds of [30, 60, 90]) expect(curve.shareUpTo(seconds)).toBeCloseTo((seconds - 10) / 100, 1);
    expect(curve.shareUpTo(0)).toBe(0);
    expect(curve.shareUpTo(1e9)).toBe(1);
  });

  it('[CAM-2] never falls with time, and the quantile turns it round', () => {
    const shares = evenly(0, 300).map((seconds) => curve.shareUpTo(seconds));
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    for (const share of [0.1, 0.5, 0.9]) expect(curve.shareUpTo(curve.quantile(share))).toBeCloseTo(share, 6);
  });

  it('[CAM-2] what has lasted a while is judged by what lasted as long', () => {
    // Of those who still talk after a minute, half of a hundred, ten end within the next ten seconds.
    expect(chanceToEnd(curve, 60)(10)).toBeCloseTo(0.2, 1);
    expect(chanceToEnd(curve, 0)(10)).toBeLessThan(0.05);
    expect(chanceToEnd(curve, 10_000)(10)).toBe(0);
    expect(chanceToEnd(curve, 60)(-5)).toBe(0);
  });

  it('[CAM-2] with nothing seen it says what it is told to say', () => {
    const unknown = durationCurve(noDurations, 8);
    expect([unknown.shareUpTo(7), unknown.shareUpTo(8), unknown.quantile(0.3)]).toEqual([0, 1, 8]);
  });

  it('[CAM-2] new durations weigh more than those of hours ago, and a night leaves enough to begin with', () => {
    const morning = learn(evenly(10, 20, 300), NOON + 8 * 3_600_000, learn(evenly(100, 200, 300)));
    expect(durationCurve(morning, 1).shareUpTo(50)).toBeGreaterThan(0.7);
    const first = durationCurve(addDuration(learn(evenly(100, 200, 300)), 10, NOON + 12 * 3_600_000), 1);
    expect(first.shareUpTo(50)).toBeLessThan(0.02);
  });
});
