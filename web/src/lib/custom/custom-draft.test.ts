import { expect, test } from 'vitest';
import type { CustomField } from '$contract/custom-fields.contract.ts';
import { customChanges, shownValue, valueText } from './custom-draft.ts';

const field = (key: string, extra: Partial<CustomField> = {}) =>
  ({ key, type: 'text', options: [], active: true, ...extra }) as CustomField;
const fields = [
  field('budget', { type: 'money' }),
  field('size', { type: 'number' }),
  field('tags', { type: 'choices' }),
];

test('[CRM-3] only what differs is sent, null empties a field', () => {
  const values = { budget: '1250.00', size: 3, tags: ['a'] };
  expect(customChanges(fields, values, { budget: '1250.00', size: '3', tags: ['a'] })).toBeNull();
  expect(customChanges(fields, values, { budget: '', size: '4', tags: [] })).toEqual({
    budget: null,
    size: '4',
    tags: null,
  });
  expect(customChanges(fields, {}, { budget: '' })).toBeNull();
  // A blank is no value: not 0, and not something to be refused.
  expect(customChanges(fields, {}, { budget: ' ', size: '\u00a0' })).toBeNull();
  expect(customChanges(fields, values, { size: ' ' })).toEqual({ size: null });
});

test('[CRM-3] what was typed into a field that is switched off meanwhile is not sent', () => {
  expect(customChanges([], {}, { budget: '1' })).toBeNull();
});

test('[CRM-3] a field shows what was typed, also when it was emptied', () => {
  expect(shownValue({ a: 'x' }, {}, 'a')).toBe('x');
  expect(shownValue({ a: 'x' }, { a: null }, 'a')).toBeNull();
  expect(shownValue({}, {}, 'constructor')).toBeNull();
});

test('[CRM-3] values are told in words, choices that are switched off as well', () => {
  const words = { yes: 'Yes', no: 'No', date: (date: string) => `on ${date}` };
  const options = [{ id: 'oak', label: 'Oak', active: false }];
  expect(valueText(field('a', { type: 'choices', options }), ['oak', 'gone'], words)).toBe('Oak, gone');
  expect(valueText(field('a', { type: 'yes-no' }), false, words)).toBe('No');
  expect(valueText(field('a', { type: 'date' }), '2026-05-17', words)).toBe('on 2026-05-17');
  expect(valueText(field('a'), null, words)).toBe('');
});
