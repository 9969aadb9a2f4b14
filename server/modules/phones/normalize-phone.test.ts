import fc from 'fast-check';
import { getCountries, getExampleNumber } from 'libphonenumber-js/max';
import examples from 'libphonenumber-js/mobile/examples';
import { describe, expect, it } from 'vitest';
import { digitsOf, normalizePhone, phoneRefusals } from './normalize-phone.ts';

/** raw | region | E.164, with extension after a space, other numbers of the field after |, or the reason of refusal. */
const rows: [raw: string, region: string, expected: string][] = [
  // Russia: trunk 8, +7 8, 810, 7 without plus, brackets, extensions, words around
  ['84951234567', 'RU', '+74951234567'],
  ['8 495 123-45-67', 'RU', '+74951234567'],
  ['8(495)1234567', 'RU', '+74951234567'],
  ['8-495-123-45-67', 'RU', '+74951234567'],
  ['8.495.123.45.67', 'RU', '+74951234567'],
  ['8_495_123_45_67', 'RU', '+74951234567'],
  ['(8-495) 123-45-67', 'RU', '+74951234567'],
  ['+7 (8-495) 123-45-67', 'RU', '+74951234567'],
  ['+7 8 495 123 45 67', 'RU', '+74951234567'],
  ['+784951234567', 'RU', '+74951234567'],
  ['784951234567', 'RU', '+74951234567'],
  ['+8 (495) 123-45-67', 'RU', '+74951234567'],
  ['+8-495-123-45-67', 'RU', '+74951234567'],
  ['74951234567', 'RU', '+74951234567'],
  ['7 495 123 45 67', 'RU', '+74951234567'],
  ['+7(495)123-45-67', 'RU', '+74951234567'],
  ['(+7) 495 1234567', 'RU', '+74951234567'],
  ['+ 7 495 123 45 67', 'RU', '+74951234567'],
  ['++74951234567', 'RU', '+74951234567'],
  ['+007 495 123 45 67', 'RU', '+74951234567'],
  ['00 7 495 123 45 67', 'RU', '+74951234567'],
  ['4951234567', 'RU', '+74951234567'],
  ['(495) 123-45-67', 'RU', '+74951234567'],
  ['495 123 4567', 'RU', '+74951234567'],
  ['9161234567', 'RU', '+79161234567'],
  ['8 916 123 45 67', 'RU', '+79161234567'],
  ['+79161234567', 'RU', '+79161234567'],
  ['8 (8452) 12-34-56', 'RU', '+78452123456'],
  ['8 800 555 35 35', 'RU', '+78005553535'],
  ['8 (495) 123-45-67 доб. 9', 'RU', '+74951234567 9'],
  ['8(495)1234567 (доб. 105)', 'RU', '+74951234567 105'],
  ['8 495 1234567 доб 105', 'RU', '+74951234567 105'],
  ['8 495 1234567 доб.105 (Иван)', 'RU', '+74951234567 105'],
  ['8 495 1234567 добавочный 105', 'RU', '+74951234567 105'],
  ['8 495 1234567 вн. 12', 'RU', '+74951234567 12'],
  ['8 495 1234567 внутр. 12', 'RU', '+74951234567 12'],
  ['8 495 1234567, 105', 'RU', '+74951234567 105'],
  ['84951234567,,105', 'RU', '+74951234567 105'],
  ['84951234567#105', 'RU', '+74951234567 105'],
  ['84951234567*105', 'RU', '+74951234567 105'],
  ['8 495 1234567 х105', 'RU', '+74951234567 105'],
  ['84951234567p12', 'RU', '+74951234567 12'],
  ['тел. 8 916 123-45-67', 'RU', '+79161234567'],
  ['тел.: 8(916)123-45-67 Мария Ивановна', 'RU', '+79161234567'],
  ['Иван 8 916 123-45-67 после 18:00', 'RU', '+79161234567'],
  ['+7(916)123 4567 WhatsApp', 'RU', '+79161234567'],
  ['8 916 12З-45-O7', 'RU', '+79161234507'],
  ['8 916 l23 45 67', 'RU', '+79161234567'],
  ['８９１６１２３４５６７', 'RU', '+79161234567'],
  ['＋７（９１６）１２３－４５－６７', 'RU', '+79161234567'],
  ['\u200e+7 916\u00a0123\u2011\u200b45\u201167\u202c', 'RU', '+79161234567'],
  ['\ufeff89161234567', 'RU', '+79161234567'],
  ["'89161234567", 'RU', '+79161234567'],
  ['8916123-45-67, 8 495 765-43-21', 'RU', '+79161234567|+74957654321'],
  ['89161234567; 84957654321', 'RU', '+79161234567|+74957654321'],
  ['89161234567 / 84957654321', 'RU', '+79161234567|+74957654321'],
  ['89161234567 84957654321', 'RU', '+79161234567|+74957654321'],
  ['+79161234567+74957654321', 'RU', '+79161234567|+74957654321'],
  ['89161234567 (Мария) 8 495 765 43 21', 'RU', '+79161234567|+74957654321'],
  ['8 916 123 4567 или 8 495 765 4321', 'RU', '+79161234567|+74957654321'],
  ['8 916 123 4567\n8 495 765 4321', 'RU', '+79161234567|+74957654321'],
  ['моб: +7(916)123-45-67; раб: 8 495 765 43 21 вн. 12', 'RU', '+79161234567|+74957654321'],
  ['8 495 123-45-67/68', 'RU', '+74951234567'],
  ['810 33 1 23 45 67 89', 'RU', '+33123456789'],
  ['8~10 33 1 23 45 67 89', 'RU', '+33123456789'],
  ['8 10 49 30 1234567', 'RU', '+49301234567'],
  ['0033123456789', 'RU', '+33123456789'],
  ['33612345678', 'RU', '+33612345678'],
  ['375291234567', 'RU', '+375291234567'],
  ['+84951234567', 'RU', '+84951234567'],
  // Kazakhstan, Belarus, Ukraine, Uzbekistan, Georgia
  ['8 (727) 250-00-00', 'KZ', '+77272500000'],
  ['8 701 123 45 67', 'KZ', '+77011234567'],
  ['+7 701 123 45 67', 'KZ', '+77011234567'],
  ['7011234567', 'KZ', '+77011234567'],
  ['87011234567', 'RU', '+77011234567'],
  ['8 029 123-45-67', 'BY', '+375291234567'],
  ['+375 (29) 123-45-67', 'RU', '+375291234567'],
  ['044 123-45-67', 'UA', '+380441234567'],
  ['+38 (044) 123-45-67', 'RU', '+380441234567'],
  ['998 90 123 45 67', 'RU', '+998901234567'],
  ['+995 599 12 34 56', 'RU', '+995599123456'],
  // France
  ['01 23 45 67 89', 'FR', '+33123456789'],
  ['0123456789', 'FR', '+33123456789'],
  ['06.12.34.56.78', 'FR', '+33612345678'],
  ['06-12-34-56-78', 'FR', '+33612345678'],
  ['+33 (0)1 23 45 67 89', 'FR', '+33123456789'],
  ['+3301 23 45 67 89', 'FR', '+33123456789'],
  ['0033 1 23 45 67 89', 'FR', '+33123456789'],
  ['33123456789', 'FR', '+33123456789'],
  ['6 12 34 56 78', 'FR', '+33612345678'],
  ['01 23 45 67 89 poste 12', 'FR', '+33123456789 12'],
  ['Tél. : 01 23 45 67 89', 'FR', '+33123456789'],
  ['00 7 495 123 45 67', 'FR', '+74951234567'],
  ['01 23 45 67 89 ou 06 12 34 56 78', 'FR', '+33123456789|+33612345678'],
  // Italy keeps its leading zero
  ['06 1234 5678', 'IT', '+390612345678'],
  ['02/12345678', 'IT', '+390212345678'],
  ['+39 06 12345678', 'IT', '+390612345678'],
  ['+39 (0)6 12345678', 'IT', '+390612345678'],
  ['0039 06 12345678', 'IT', '+390612345678'],
  ['333 123 4567', 'IT', '+393331234567'],
  ['+39 333.123.4567', 'IT', '+393331234567'],
  ['393331234567', 'IT', '+393331234567'],
  ['06 12345678 int. 12', 'IT', '+390612345678 12'],
  ['800 123 456', 'IT', '+39800123456'],
  // Germany, Austria, Switzerland, Britain
  ['030/1234567', 'DE', '+49301234567'],
  ['(030) 123 45 67', 'DE', '+49301234567'],
  ['+49 (0) 30 / 1234567', 'DE', '+49301234567'],
  ['0049 30 1234567', 'DE', '+49301234567'],
  ['030 1234567 Durchwahl 12', 'DE', '+49301234567 12'],
  ['0151 23456789', 'DE', '+4915123456789'],
  ['044 668 18 00', 'CH', '+41446681800'],
  ['020 7946 0958', 'GB', '+442079460958'],
  ['+44 (0)20 7946 0958', 'GB', '+442079460958'],
  ['+44 020 7946 0958', 'RU', '+442079460958'],
  // North America
  ['(212) 555-2671', 'US', '+12125552671'],
  ['212.555.2671', 'US', '+12125552671'],
  ['1-212-555-2671', 'US', '+12125552671'],
  ['+1 212 555 2671 x123', 'US', '+12125552671 123'],
  ['212-555-2671 ext. 9', 'US', '+12125552671 9'],
  ['212-555-2671 extension 9', 'US', '+12125552671 9'],
  ['011 7 495 123 4567', 'US', '+74951234567'],
  ['1-800-FLOWERS', 'US', '+18003569377'],
  // What networks and PBXs write
  ['sip:+74951234567@10.0.0.1;user=phone', 'RU', '+74951234567'],
  ['sip:%2B74951234567@example.com', 'RU', '+74951234567'],
  ['"Ivan" <sip:84951234567@10.0.0.1:5060>', 'RU', '+74951234567'],
  ['<84951234567>', 'RU', '+74951234567'],
  ['74951234567@sip.example.com', 'RU', '+74951234567'],
  ['tel:+7-495-123-45-67;ext=9', 'RU', '+74951234567 9'],
  ['callto:+74951234567', 'RU', '+74951234567'],
  ['+80012345678', 'RU', '+80012345678'],
  // Withheld
  ['anonymous', 'RU', 'withheld'],
  ['Anonymous', 'RU', 'withheld'],
  ['unknown', 'RU', 'withheld'],
  ['<unknown>', 'RU', 'withheld'],
  ['restricted', 'RU', 'withheld'],
  ['Private Number', 'RU', 'withheld'],
  ['"" <>', 'RU', 'withheld'],
  ['', 'RU', 'withheld'],
  ['   ', 'RU', 'withheld'],
  ['-', 'RU', 'withheld'],
  ['0000000000', 'RU', 'withheld'],
  ['sip:anonymous@anonymous.invalid', 'RU', 'withheld'],
  ['"Anonymous" <sip:anonymous@anonymous.invalid>', 'RU', 'withheld'],
  ['Номер скрыт', 'RU', 'withheld'],
  ['numéro masqué', 'FR', 'withheld'],
  ['sconosciuto', 'IT', 'withheld'],
  // Internal and service numbers are never a customer
  ['101', 'RU', 'internal'],
  ['1', 'RU', 'internal'],
  ['112', 'FR', 'internal'],
  ['123456', 'RU', 'internal'],
  ['12-34', 'RU', 'internal'],
  ['*97', 'RU', 'internal'],
  ['*21*89161234567#', 'RU', 'internal'],
  ['"Anna" <sip:101@10.0.0.1>', 'RU', 'internal'],
  // No guesses
  ['123-45-67', 'RU', 'too-short'],
  ['Москва 123-45-67', 'RU', 'too-short'],
  ['+7 495 123', 'RU', 'too-short'],
  ['+101', 'RU', 'too-short'],
  ['9 8 916 123 45 67', 'RU', 'invalid'],
  ['0 1234567890', 'RU', 'invalid'],
  ['+7916123456789123456', 'RU', 'too-long'],
  ['Anna', 'RU', 'no-digits'],
  ['call me', 'US', 'no-digits'],
];

function shown(raw: string, region: string): string {
  const result = normalizePhone(raw, region);
  if (!result.ok) return result.reason;
  const others = result.others.map((other) => {
    const next = normalizePhone(other, region);
    return `|${next.ok ? next.e164 : next.reason}`;
  });
  return `${result.e164}${result.extension ? ` ${result.extension}` : ''}${others.join('')}`;
}

describe('[TEL-8] numbers as people and networks write them', () => {
  it('has at least 100 forms', () => expect(rows.length).toBeGreaterThanOrEqual(100));
  it.each(rows)('reads %j in %s as %s', (raw, region, expected) => {
    expect(shown(raw, region)).toBe(expected);
  });

  it('says country, kind and national form', () => {
    expect(normalizePhone('+7 916 123-45-67', 'FR')).toMatchObject({
      ok: true,
      country: 'RU',
      kind: 'mobile',
      national: '8 (916) 123-45-67',
      valid: true,
    });
    expect(normalizePhone('8 800 555 35 35', 'RU')).toMatchObject({ kind: 'toll-free' });
  });

  it('keeps an international number whose range the plan does not know, and says so', () => {
    expect(normalizePhone('+7 000 000 00 00', 'RU')).toMatchObject({ ok: true, e164: '+70000000000', valid: false });
    expect(normalizePhone('8 000 000 00 00', 'RU')).toMatchObject({ ok: false, reason: 'invalid' });
  });

  it('gives back what was written when it refuses', () => {
    expect(normalizePhone('Anna\r\n', 'RU')).toEqual({ ok: false, reason: 'no-digits', raw: 'Anna\r\n' });
    expect(normalizePhone(null, 'RU')).toEqual({ ok: false, reason: 'withheld', raw: '' });
  });
});

const country = fc.constantFrom(...getCountries().filter((code) => getExampleNumber(code, examples)));
const separator = fc.constantFrom('', ' ', '-', '.', '\u00a0', '\u200b', ' - ', '\u2011', '_');

/** A valid mobile number of some country: the example of its plan with the last three digits changed. */
const validNumber = fc
  .tuple(country, fc.integer({ min: 0, max: 999 }))
  .map(([code, tail]) => ({
    code,
    e164: `${getExampleNumber(code, examples)!.number.slice(0, -3)}${String(tail).padStart(3, '0')}`,
  }))
  .filter(({ code, e164 }) => {
    const result = normalizePhone(e164, code);
    return result.ok && result.valid;
  });

describe('[TEL-8] rules of normalizePhone', () => {
  it('gives its own answer again for its own answer, in any region', () => {
    const input = fc.oneof(
      fc.string(),
      fc.stringMatching(/^\+?[0-9 ().-]{0,24}$/),
      fc.constantFrom(...rows.map((r) => r[0])),
    );
    fc.assert(
      fc.property(input, country, country, (raw, region, other) => {
        const first = normalizePhone(raw, region);
        if (!first.ok) return;
        const again = normalizePhone(first.e164, other);
        expect(again).toMatchObject({ ok: true, e164: first.e164, others: [] });
      }),
      { numRuns: 2_000 },
    );
  });

  it('does not care for separators in an international number, nor for 00 in place of the plus', () => {
    const cut = fc.array(separator, { minLength: 20, maxLength: 20 });
    fc.assert(
      fc.property(validNumber, cut, country, fc.boolean(), ({ e164 }, separators, region, zeros) => {
        const digits = e164.slice(1);
        const spread = [...digits.slice(3)].map((digit, index) => digit + separators[index]).join('');
        const written = `${zeros ? '00' : '+'}${digits.slice(0, 3)}${separators[19]}${spread}`;
        // A country whose own numbers begin with 00 (or whose plan reads it so) may see a national number.
        const result = normalizePhone(written, zeros ? 'FR' : region);
        expect(result).toMatchObject({ ok: true, e164 });
      }),
      { numRuns: 2_000 },
    );
  });

  it('reads the national and the international form alike', () => {
    fc.assert(
      fc.property(validNumber, ({ code, e164 }) => {
        const known = normalizePhone(e164, code);
        if (!known.ok) throw new Error('a valid number was refused');
        // Six digits and less are taken for an internal number on purpose, even where a small country has such plans.
        if (digitsOf(known.national).length <= 6) return;
        expect(normalizePhone(known.national, code)).toMatchObject({ ok: true, e164 });
      }),
      { numRuns: 1_000 },
    );
  });

  it('never throws, and every refusal has a known reason', () => {
    const alphabet = fc.constantFrom(...'+0123456789 ()-.,;/#*xp<>@:"доб\r\n\0\u200b９٣'.split(''));
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: alphabet, maxLength: 60 }));
    fc.assert(
      fc.property(text, fc.oneof(country, fc.constantFrom('', 'ZZ', 'constructor')), (raw, region) => {
        const result = normalizePhone(raw, region as string);
        if (result.ok) expect(result.e164).toMatch(/^\+[1-9]\d{5,16}$/);
        else expect(phoneRefusals).toContain(result.reason);
      }),
      { numRuns: 3_000 },
    );
  });

  it('[TEL-5] leaves nothing in an E.164 or an extension that could begin a command', () => {
    const injection = fc.constantFrom(
      '\r\nAction: Originate\r\n',
      "'; drop table phones; --",
      '<script>',
      '\0',
      '$(id)',
      '`id`',
    );
    fc.assert(
      fc.property(injection, injection, validNumber, (before, after, { code, e164 }) => {
        const result = normalizePhone(`${before}${e164}${after}`, code);
        if (!result.ok) return;
        expect(result.e164).toMatch(/^\+\d+$/);
        expect(result.extension ?? '0').toMatch(/^\d+$/);
      }),
    );
  });

  it('reads a megabyte of digits or brackets at once', () => {
    for (const piece of ['1', '+', '(', 'доб', '1 ', ',1', 'x1']) {
      const began = performance.now();
      normalizePhone(piece.repeat(1_000_000 / piece.length), 'RU');
      expect(performance.now() - began).toBeLessThan(500);
    }
  });
});

describe('digitsOf', () => {
  it('keeps digits only, of every script', () => {
    expect(digitsOf('＋7 (٤95) 12-3')).toBe('7495123');
    expect(digitsOf('Anna')).toBe('');
  });
});
