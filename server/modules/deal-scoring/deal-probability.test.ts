import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Cases, dealProbability, type ProbabilityInput } from './deal-probability.ts';

const of = (input: Partial<ProbabilityInput>) =>
  dealProbability({ typed: 0.3, stage: { cases: 0, won: 0 }, factors: {}, ...input });

describe('[DEAL-3] the probability of a deal', () => {
  it('is what the firm typed for the stage while nothing was closed, and says so', () => {
    expect(of({})).toEqual({ probability: 0.3, cases: 0, basis: 'typed', between: null, because: [] });
  });

  it('is drawn towards the typed share while cases are few, and says how few', () => {
    // (2 + 10 × 0.3) / (2 + 10) = 41.7 %, not 100 %.
    expect(of({ stage: { cases: 2, won: 2 } })).toMatchObject({ probability: 0.42, cases: 2, basis: 'few-cases' });
  });

  it('is the share of history once there are many cases', () => {
    // (240 + 3) / (600 + 10) = 39.8 %; Wilson at 90 %: 36.8 to 43.3 %.
    expect(of({ stage: { cases: 600, won: 240 } })).toMatchObject({
      probability: 0.4,
      basis: 'history',
      between: { low: 0.37, high: 0.43 },
    });
  });

  it('goes up for a manager who wins more at this stage, and names the cases and the points', () => {
    const stage = { cases: 100, won: 30 };
    const found = of({ stage, factors: { manager: { cases: 40, won: 24 }, type: { cases: 3, won: 0 } } });
    // Manager (24 + 3) / 50 = 54 %; type (0 + 3) / 13 = 23 %.
    expect(found.because).toEqual([
      { factor: 'manager', cases: 40, won: 24, points: 24 },
      { factor: 'type', cases: 3, won: 0, points: -7 },
    ]);
    expect(found.probability).toBe(0.45);
  });

  it('a factor without a single case moves nothing', () => {
    const stage = { cases: 100, won: 30 };
    expect(of({ stage, factors: { partner: { cases: 0, won: 0 } } })).toEqual(of({ stage }));
  });

  const cases = fc
    .record({ cases: fc.integer({ min: 0, max: 5_000 }), share: fc.double({ min: 0, max: 1, noNaN: true }) })
    .map(({ cases: all, share }): Cases => ({ cases: all, won: Math.floor(all * share) }));
  const input = fc.record({
    typed: fc.double({ min: 0, max: 1, noNaN: true }),
    stage: cases,
    factors: fc.record({ manager: cases, partner: cases, type: cases }, { requiredKeys: [] }),
  });

  it('lies between 1 and 99 % whatever the history, and one deal won more never lowers it', () => {
    fc.assert(
      fc.property(input, (given) => {
        const { probability } = dealProbability(given);
        expect(probability).toBeGreaterThanOrEqual(0.01);
        expect(probability).toBeLessThanOrEqual(0.99);
        if (given.stage.won >= given.stage.cases) return;
        const better = { ...given, factors: {}, stage: { ...given.stage, won: given.stage.won + 1 } };
        expect(dealProbability(better).probability).toBeGreaterThanOrEqual(
          dealProbability({ ...given, factors: {} }).probability,
        );
      }),
    );
  });
});
