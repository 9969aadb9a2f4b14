import { expect, test } from 'vitest';
import { wrongWords } from './wrong-words.ts';

test('[CRM-3] wrong text in a number field is told in words, and nothing is said while nothing is wrong', () => {
  expect(wrongWords('number', undefined)).toBeUndefined();
  expect(wrongWords('number', 'must be a number')).toBe('Only a number of up to 15 digits fits here, such as 1250.5.');
  expect(wrongWords('choice', 'must be one of: red')).toBe('must be one of: red');
});
