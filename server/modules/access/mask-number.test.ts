import { expect, it } from 'vitest';
import { maskAnything, maskNumber, maskWithin } from './mask-number.ts';

it('[ACC-1] keeps the country, one digit and the last two of a whole number', () => {
  expect(maskNumber('+79161234518')).toBe('+7 9** *** ** 18');
  expect(maskNumber('+390612345678')).toMatch(/^\+39 0\* \*+ ?\**78$/);
  expect(maskNumber('+33612345678')).toBe('+33 6 ** ** ** 78');
});

it('[ACC-1] keeps the last two digits of what is no whole number, and extensions', () => {
  expect(maskNumber('8 (916) 123-45-18')).toBe('* (***) ***-**-18');
  expect(maskNumber('200-20-20')).toBe('***-**-20');
  expect(maskNumber('101')).toBe('101');
  expect(maskNumber('+1')).toBe('+1');
});

it('[ACC-1] finds numbers within text and leaves dates, times and ids alone', () => {
  expect(maskWithin('Director · Vega · +7 916 123-45-18')).toBe('Director · Vega · +7 9** *** ** 18');
  expect(maskWithin('came on 2026-11-26, room 12')).toBe('came on 2026-11-26, room 12');
  expect(
    maskAnything({
      to: '+79161234518',
      at: '2026-11-26T13:00:00.000Z',
      id: 'ctc_01jabc123456789012345',
      phones: [{ raw: '8 916 123 45 18', e164: '+79161234518' }],
      seconds: 12345678,
    }),
  ).toEqual({
    to: '+7 9** *** ** 18',
    at: '2026-11-26T13:00:00.000Z',
    id: 'ctc_01jabc123456789012345',
    phones: [{ raw: '* *** *** ** 18', e164: '+7 9** *** ** 18' }],
    seconds: 12345678,
  });
});
