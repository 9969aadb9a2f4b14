import { expect, test } from 'vitest';
import { becauseKeys, movedReasons } from '$contract/missed-calls.contract.ts';
import { becauseWords } from './debt-words.ts';

const values = {
  outcome: 'busy',
  step: '2',
  steps: '4',
  attempts: '5',
  days: '400',
  moved: 'holiday',
  holiday: 'New Year',
};

test.each(becauseKeys)('[MIS-3] %s is said in words', (key) => {
  expect(becauseWords({ key, values })).toMatch(/\S/);
});

test.each(movedReasons)('[MIS-4] a try that was moved for %s says why', (moved) => {
  const said = becauseWords({ key: 'retry.step-moved', values: { ...values, moved, limit: '6' } });
  expect(said).toMatch(/^Busy, step 2 of 4\. \S+/);
  expect(said).not.toMatch(/undefined|NaN|\{/);
});

test('[MIS-3] what this console does not know says nothing rather than a code', () => {
  expect(becauseWords({ key: 'retry.full-moon', values: {} })).toBeNull();
  expect(becauseWords({ key: 'retry.moved', values: { moved: 'full-moon' } })).toBeNull();
});
