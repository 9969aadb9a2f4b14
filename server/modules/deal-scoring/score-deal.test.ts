import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { abcClasses } from './abc-classes.ts';
import { adjustedClass, type ScoreInput, scoreDeal } from './score-deal.ts';

const plain: ScoreInput = {
  expectedSum: 100_000,
  maxExpectedSum: 100_000,
  sumRank: 0.5,
  probability: 0.5,
  daysSinceContact: 0,
  daysInStage: 5,
  usualDaysInStage: 10,
  wonBefore: 0,
  vip: false,
  adjustment: 0,
};
const pointsOf = (input: Partial<ScoreInput>, factor: string) =>
  scoreDeal({ ...plain, ...input }).because.find((one) => one.factor === factor)?.points;

describe('[DEAL-4] the score of a deal', () => {
  it('is the sum of its reasons', () => {
    // 40 × 0.5 + 20 × 0.5 + 20 × 1 + 10 × 1 + 0
    const score = scoreDeal(plain);
    expect(score).toMatchObject({ points: 60, class: 'B', classByPoints: 'B', drop: 0 });
    expect(score.because.map(({ factor, points, of }) => [factor, points, of])).toEqual([
      ['sum', 20, 40],
      ['probability', 10, 20],
      ['contact', 20, 20],
      ['pace', 10, 10],
      ['client', 0, 10],
    ]);
  });

  it.each([
    [null, 0],
    [7, 20],
    [33.5, 10],
    [60, 0],
    [400, 0],
  ])('a conversation %s days ago gives %i points', (daysSinceContact, points) => {
    expect(pointsOf({ daysSinceContact }, 'contact')).toBe(points);
  });

  it.each([
    [10, 10, 10],
    [20, 10, 5],
    [30, 10, 0],
    [900, null, 5],
  ])('%s days in a stage where won deals stay %s give %i points', (daysInStage, usualDaysInStage, points) => {
    expect(pointsOf({ daysInStage, usualDaysInStage }, 'pace')).toBe(points);
  });

  it('tells how much of the largest sum is gone', () => {
    expect(scoreDeal({ ...plain, expectedSum: 60_000 }).drop).toBe(0.4);
    expect(scoreDeal({ ...plain, expectedSum: 0 }).drop).toBe(1);
  });

  it('the boss moves the class by one step, never beyond the ends, and the points stay', () => {
    expect(scoreDeal({ ...plain, adjustment: 1 })).toMatchObject({ points: 60, class: 'A', classByPoints: 'B' });
    expect(scoreDeal({ ...plain, adjustment: -1 })).toMatchObject({ class: 'C' });
    expect(adjustedClass('A', 1)).toBe('A');
    expect(adjustedClass('C', -1)).toBe('C');
  });

  it('never leaves 0 to 100, and more probability never gives fewer points', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    const days = fc.double({ min: 0, max: 5_000, noNaN: true });
    const input = fc.record({
      expectedSum: fc.double({ min: 0, max: 1e9, noNaN: true }),
      maxExpectedSum: fc.double({ min: 0, max: 1e9, noNaN: true }),
      sumRank: share,
      probability: share,
      daysSinceContact: fc.option(days),
      daysInStage: days,
      usualDaysInStage: fc.option(days),
      wonBefore: fc.nat(50),
      vip: fc.boolean(),
      adjustment: fc.constantFrom(-1, 0, 1),
    });
    fc.assert(
      fc.property(input, share, (given, other) => {
        const { points, drop } = scoreDeal(given as ScoreInput);
        expect(points).toBeGreaterThanOrEqual(0);
        expect(points).toBeLessThanOrEqual(100);
        expect(drop).toBeGreaterThanOrEqual(0);
        expect(drop).toBeLessThanOrEqual(1);
        const better = { ...given, probability: Math.max(other, given.probability) } as ScoreInput;
        expect(scoreDeal(better).points).toBeGreaterThanOrEqual(points);
      }),
    );
  });
});

describe('[DEAL-4] ABC analysis', () => {
  it('A brings the first 80 % of the money, B up to 95 %, C the rest', () => {
    const sums = [
      { id: 'big', sum: 700 },
      { id: 'mid', sum: 200 },
      { id: 'low', sum: 60 },
      { id: 'tiny', sum: 40 },
      { id: 'none', sum: 0 },
    ];
    // Before big 0 %, before mid 70 %, before low 90 %, before tiny 96 %.
    expect(abcClasses(sums).map(({ id, class: of }) => [id, of])).toEqual([
      ['big', 'A'],
      ['mid', 'A'],
      ['low', 'B'],
      ['tiny', 'C'],
      ['none', 'C'],
    ]);
  });

  it('one customer alone is A, equal sums stand in the order of their ids, and nothing sold gives no A', () => {
    expect(abcClasses([{ id: 'only', sum: 5 }])).toMatchObject([{ class: 'A', share: 1, cumulative: 1 }]);
    expect(
      abcClasses([
        { id: 'b', sum: 1 },
        { id: 'a', sum: 1 },
      ]).map(({ id }) => id),
    ).toEqual(['a', 'b']);
    expect(abcClasses([{ id: 'x', sum: 0 }])).toMatchObject([{ class: 'C', share: 0 }]);
    expect(abcClasses([])).toEqual([]);
  });
});
