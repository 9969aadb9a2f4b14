import fc from 'fast-check';
import { expect, it } from 'vitest';
import { maskAnything, maskNumber, maskWithin, unmaskWithin } from './mask-number.ts';

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

it('[ACC-1] puts the number back where the stars of a text were left alone', () => {
  const before = 'Call 8 916 123-45-18 or +7 (495) 770-03-03\nbefore 2026-11-26, bell **50';
  const seen = maskWithin(before);
  expect(seen).toBe('Call * *** ***-**-18 or +7 4** *** ** 03\nbefore 2026-11-26, bell **50');
  expect(unmaskWithin(seen, before)).toBe(before);
  expect(unmaskWithin(`Urgent! ${seen.replace(' or ', ', ')} *now*`, before)).toBe(
    'Urgent! Call 8 916 123-45-18, +7 (495) 770-03-03\nbefore 2026-11-26, bell **50 *now*',
  );
  expect(unmaskWithin(seen.replace('\n', '\r\n'), before)).toBe(before);
  expect(unmaskWithin('Only +7 4** *** ** 03 now', before)).toBe('Only +7 (495) 770-03-03 now');
  expect(unmaskWithin('No number left', before)).toBe('No number left');
  expect(unmaskWithin('Call +7 916 000-00-01', before)).toBe('Call +7 916 000-00-01');
});

it('[ACC-1] does not guess which number stars mean', () => {
  const alike = '8 916 123-45-18, 8 917 999-99-18';
  expect(unmaskWithin(maskWithin(alike), alike)).toBe(alike);
  expect(unmaskWithin('* *** ***-**-18', alike)).toBeNull();
  const twice = '8 916 123-45-18, again 8 916 123-45-18';
  expect(unmaskWithin('* *** ***-**-18', twice)).toBe('8 916 123-45-18');
  // Somebody wrote another number meanwhile: it must not be lost to stars of the first.
  expect(unmaskWithin('Call +7 9** *** ** 18', 'Call +7 916 000-00-01')).toBeNull();
  expect(unmaskWithin('Call +7 9** *** ** 18', 'Call them')).toBe('Call +7 9** *** ** 18');
});

it('[ACC-1] gives back what it masked, whatever stands around it', () => {
  const digits = fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 6, maxLength: 12 });
  const words = fc.string({ unit: fc.constantFrom(...'ab,\n .;'), maxLength: 8 });
  fc.assert(
    fc.property(
      fc.array(fc.tuple(words, fc.constantFrom('', '+7', '+39', '8 '), digits), { maxLength: 4 }),
      (parts) => {
        const text = parts.map(([before, start, number]) => `${before} x ${start}${number}`).join('');
        expect(unmaskWithin(maskWithin(text), text)).toBe(text);
      },
    ),
  );
});
