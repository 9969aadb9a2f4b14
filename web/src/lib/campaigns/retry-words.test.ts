import { describe, expect, test } from 'vitest';
import { defaultRetryRules } from '$contract/campaign-rules.contract.ts';
import { ruleSentence } from './retry-words.ts';

const fixed = { kind: 'fixed' as const, afterSeconds: 86_400, most: 2, otherNumber: false };

describe('a rule of when to call again, in a sentence', () => {
  test('says how long after, how often, and at which number', () => {
    expect(ruleSentence(null, 'en')).toBe('No more calls');
    expect(ruleSentence(fixed, 'en')).toBe('Again after 1 day, 2 times at most');
    expect(ruleSentence({ ...fixed, most: 1, otherNumber: true }, 'en')).toBe(
      'Again once, after 1 day; at another number if there is one',
    );
    expect(ruleSentence({ ...fixed, kind: 'growing', afterSeconds: 5_400, factor: 1.5 }, 'en')).toBe(
      'Again after 90 min, then each time 1.5 times as long, 2 times at most',
    );
    expect(ruleSentence(defaultRetryRules.busy, 'en')).toBe('Again after 1 hr, 1 hr, 3 hr, 1 day');
  });
});
