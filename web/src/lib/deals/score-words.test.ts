import { describe, expect, it } from 'vitest';
import { basisWords, mostPoints, moveWords, paceWords, reasonWords, signed, spokenWords } from './score-words.ts';

const offered = { probability: 0.62, between: null, because: [] };

describe('[DEAL-3] an offered probability in words', () => {
  it('tells how many closed deals are behind it, and when they are few or none', () => {
    expect(basisWords({ ...offered, basis: 'history', cases: 41 })).toContain('From 41 closed deals');
    expect(basisWords({ ...offered, basis: 'few-cases', cases: 1 })).toContain('Only 1 closed deal was');
    expect(basisWords({ ...offered, basis: 'typed', cases: 0 })).toContain('No closed deal');
  });

  it('tells what moved it, with a sign', () => {
    expect(signed(-2)).toBe('−2');
    expect(moveWords({ factor: 'manager', cases: 12, won: 8, points: 5 })).toBe('This manager: 8 of 12 won, +5');
  });
});

describe('[DEAL-4] the reasons of a score in words', () => {
  it('speaks of conversations that were never, today, and some days ago', () => {
    expect(spokenWords(null)).toContain('nobody');
    expect(spokenWords(0)).toBe('today');
    expect(spokenWords(1)).toBe('1 day ago');
    expect(spokenWords(34)).toBe('34 days ago');
  });

  it('compares the stay with the usual one, and says when there is none', () => {
    expect(paceWords(41, 12.4)).toBe('41 days; deals that were won stayed 12 days');
    expect(paceWords(3, null)).toContain('no won deal to compare with');
  });

  it('knows a VIP from a customer who has bought', () => {
    const client = { factor: 'client' as const, of: 10, usual: null };
    expect(reasonWords({ ...client, points: 10, value: 0 })).toBe('a VIP customer');
    expect(reasonWords({ ...client, points: 10, value: 3 })).toBe('3 deals won with this customer');
    expect(reasonWords({ ...client, points: 0, value: 0 })).toContain('nothing won');
  });
});

it('[ACC-1] a score from which a role hides the sums is of fewer points than a hundred', () => {
  const reason = (factor: 'sum' | 'probability', of: number) => ({ factor, points: 0, of, value: null, usual: null });
  expect(mostPoints({ because: [reason('sum', 40), reason('probability', 20)] })).toBe(60);
  expect(mostPoints({ because: [reason('probability', 20)] })).toBe(20);
});
