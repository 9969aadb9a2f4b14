import { describe, expect, it } from 'vitest';
import { customField as field } from '../../../test/factories/custom-field.ts';
import type { CustomFieldType, CustomValue } from '../../contract/custom-fields.contract.ts';
import { cleanCustomValue, cleanCustomValues } from './clean-custom-values.ts';
import { fieldKeyOf, optionsAfter } from './field-key.ts';

const value = (type: CustomFieldType, given: CustomValue, before: CustomValue = null) => {
  const cleaned = cleanCustomValue(field(type), given, before);
  return cleaned.ok ? cleaned.value : cleaned.sentence;
};

describe('[CRM-3] a value of a custom field', () => {
  it.each<[CustomFieldType, CustomValue, CustomValue]>([
    ['text', '  oak boards ', 'oak boards'],
    ['text', '   ', null],
    ['number', '1 250,5', 1250.5],
    ['number', 0, 0],
    ['number', '0', 0],
    ['number', ' -,5 ', -0.5],
    ['number', '1e3', 1000],
    ['number', ' ', null],
    ['number', '\u00a0\u202f\t', null],
    ['money', '  ', null],
    ['date', ' ', null],
    ['choice', ' ', null],
    ['link', ' ', null],
    ['money', '1 250,5', '1250.50'],
    ['money', '1.250.000,00', '1250000.00'],
    ['money', 12, '12.00'],
    ['money', '007', '7.00'],
    ['money', '-3.1', '-3.10'],
    ['date', '2028-02-29', '2028-02-29'],
    ['yes-no', false, false],
    ['choice', 'blue', 'blue'],
    ['choice', 'Blue', 'blue'],
    ['choices', ['blue', 'red', 'blue'], ['red', 'blue']],
    ['choices', [], null],
    ['person', 'ctc_1', 'ctc_1'],
    ['link', 'example.com/a', 'https://example.com/a'],
    ['link', 'tel:+74951234567', 'tel:+74951234567'],
  ])('%s: %j is kept as %j', (type, given, kept) => {
    expect(value(type, given)).toEqual(kept);
  });

  it.each<[CustomFieldType, CustomValue, RegExp]>([
    ['text', 5, /must be text/],
    ['text', 'a\u0000b', /NUL/],
    ['number', 'many', /must be a number/],
    ['number', "'", /must be a number/],
    ['number', '0x1f', /must be a number/],
    ['number', '-', /must be a number/],
    ['number', '.', /must be a number/],
    ['number', '12 pieces', /must be a number/],
    ['number', '1e999', /must be a number/],
    ['number', 1e16, /must lie between/],
    ['number', true, /must be a number/],
    ['money', '1.234', /two decimals/],
    ['money', '1e5', /amount/],
    ['date', '2026-02-29', /no day of the calendar/],
    ['date', '29.02.2028', /such as 2026-11-26/],
    ['yes-no', 'yes', /true or false/],
    ['choice', 'green', /must be one of: red, blue/],
    ['choice', 'grey', /must be one of: red, blue/],
    ['choices', 'red', /must be a list/],
    ['link', 'javascript:alert(1)', /https, http, mailto or tel/],
    ['link', 'data:text/html,x', /https, http, mailto or tel/],
  ])('%s: %j is refused with the reason', (type, given, sentence) => {
    expect(value(type, given)).toMatch(sentence);
  });

  it('a choice that was switched off stays where it is, and can be kept beside new ones', () => {
    expect(value('choice', 'grey', 'grey')).toBe('grey');
    expect(value('choices', ['red', 'grey'], ['grey'])).toEqual(['red', 'grey']);
  });
});

describe('[CRM-3] the values of a record', () => {
  const fields = [field('number'), field('text', { active: false }), field('yes-no')];

  it('those given change, null empties, the rest stays', () => {
    const before = { number: 1, yes_no: true, text: 'old' };
    expect(cleanCustomValues(fields, before, { number: 2, yes_no: null })).toEqual({
      values: { number: 2, text: 'old' },
      errors: {},
    });
  });

  it('names every value that cannot be kept, also of fields that are not there', () => {
    const { errors } = cleanCustomValues(fields, {}, { number: 'x', text: 'y', constructor: 'z', toString: 1 });
    expect(errors).toEqual({
      'custom.number': 'must be a number',
      'custom.text': 'is switched off',
      'custom.constructor': 'is no field of this record',
      'custom.toString': 'is no field of this record',
    });
  });
});

describe('[CRM-3] keys and choices are made from labels', () => {
  it.each([
    ['Годовой бюджет, ₽', 'godovoy_byudzhet'],
    ['Élevé à Noël', 'eleve_a_noel'],
    ['2 place', 'field_2_place'],
    ['日本', 'field'],
  ])('%s becomes %s', (label, key) => {
    expect(fieldKeyOf(label, new Set())).toBe(key);
  });

  it('a key that is taken gets a number, and none is longer than 40 characters', () => {
    expect(fieldKeyOf('Budget', new Set(['budget', 'budget_2']))).toBe('budget_3');
    const long = fieldKeyOf('a'.repeat(90), new Set(['a'.repeat(40)]));
    expect(long).toMatch(/^a{36}_2$/);
  });

  it('a choice that is left out is switched off, not lost; a renamed one keeps its id', () => {
    const before = optionsAfter([], ['Красный', 'Blue']);
    expect(before.map(({ id }) => id)).toEqual(['krasnyy', 'blue']);
    expect(optionsAfter(before, [{ id: 'blue', label: 'Navy', active: true }, 'Green'])).toEqual([
      { id: 'blue', label: 'Navy', active: true },
      { id: 'green', label: 'Green', active: true },
      { id: 'krasnyy', label: 'Красный', active: false },
    ]);
  });
});
