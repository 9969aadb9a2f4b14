import { expect, test } from 'vitest';
import { typedNumber } from './typed-number.ts';

test('[CAM-3] a number is read with a comma, a point and blanks; what is none stays as it was typed', () => {
  expect(['1 200,5', '-3', '7.', ' ', 'ten', '1,2,3', '1e3'].map(typedNumber)).toEqual([
    1200.5,
    -3,
    7,
    null,
    'ten',
    '1,2,3',
    '1e3',
  ]);
});
