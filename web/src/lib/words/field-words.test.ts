import { expect, test } from 'vitest';
import { type FieldRestoring, restorableFields } from '$contract/restorable-fields.ts';
import { fieldWord, fieldWords } from './field-words.ts';

test('[ACC-2] every field whose old value can be put back has a word', () => {
  const keys = Object.values(restorableFields).flatMap((fields) => Object.values<FieldRestoring>(fields));
  const named = new Set(keys.filter((key) => typeof key === 'string'));
  expect([...named].filter((key) => key !== 'custom' && fieldWords[key] === undefined)).toEqual([]);
});

test('[ACC-2] a field is said as within a sentence; an abbreviation stays, and what is not known', () => {
  expect(fieldWord('birthday')).toBe('birthday');
  expect(fieldWord('vip')).toBe('VIP');
  expect(fieldWord('shoeSize')).toBe('shoeSize');
});
