import { expect, test } from 'vitest';
import { phoneRows } from '../../../server/modules/phones/phone-rows.ts';
import { personOf } from './person-of.ts';

const indexes = Array.from({ length: 400 }, (_, i) => i * 2_503);

test('a number is stored as the real rule would store what was typed', () => {
  for (const index of indexes) {
    const { raw, e164, country, lineKind } = personOf(index).phone;
    const [row] = phoneRows([{ raw, kind: 'work', primary: true, doNotCall: false }], 'RU');
    expect(row, raw).toMatchObject({ e164, country, lineKind, extension: null, digits: e164.slice(1) });
  }
});

test('the same index is the same person, and no two have the same number', () => {
  expect(personOf(77)).toEqual(personOf(77));
  const numbers = new Set(Array.from({ length: 50_000 }, (_, index) => personOf(index).phone.e164));
  expect(numbers.size).toBe(50_000);
});
