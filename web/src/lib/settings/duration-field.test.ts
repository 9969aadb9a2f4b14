import { expect, test } from 'vitest';
import { partsOf, secondsOf, wholeNumber } from './duration-field.ts';

test('[RTY-1] a delay of a ladder is shown in the largest unit that holds it exactly', () => {
  expect(partsOf(1_800)).toEqual({ amount: '30', unit: 'minutes' });
  expect(partsOf(7_200)).toEqual({ amount: '2', unit: 'hours' });
  expect(partsOf(5_400)).toEqual({ amount: '90', unit: 'minutes' });
  expect(partsOf(172_800)).toEqual({ amount: '2', unit: 'days' });
  expect(partsOf(0)).toEqual({ amount: '0', unit: 'minutes' });
});

test('[RTY-1] what was typed goes back as the same seconds, and nothing else is taken', () => {
  for (const delay of [0, 60, 1_800, 3_600, 86_400, 90 * 86_400]) expect(secondsOf(partsOf(delay))).toBe(delay);
  expect(secondsOf({ amount: '', unit: 'hours' })).toBeNull();
  expect(secondsOf({ amount: '1.5', unit: 'hours' })).toBeNull();
  expect(secondsOf({ amount: '-1', unit: 'days' })).toBeNull();
});

test('[RTY-1] a number out of its bounds is refused before it is sent', () => {
  expect(wholeNumber('50', 1, 50)).toBe(50);
  expect(wholeNumber('51', 1, 50)).toBeNull();
  expect(wholeNumber('many', 1, 50)).toBeNull();
});
