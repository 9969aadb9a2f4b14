import { expect, test } from 'vitest';
import type { Filter, FilterFieldType } from '$contract/filters.contract.ts';
import {
  emptyDraft,
  fromFilter,
  newCondition,
  onField,
  readFilterText,
  restedFor,
  sameFilter,
  toFilter,
  withOperator,
} from './filter-draft.ts';

const types: Record<string, FilterFieldType> = {
  name: 'text',
  vip: 'yes-no',
  'calls.last': 'time',
  size: 'number',
  phone: 'phone',
};
const typeOf = (key: string) => types[key];

test('[CRM-4] what was saved comes back into the builder and out of it as it was', () => {
  const filter: Filter = {
    any: [
      { field: 'vip', is: 'is', value: false },
      {
        all: [
          { field: 'name', is: 'contains', value: 'oak' },
          { field: 'calls.last', is: 'empty' },
        ],
      },
    ],
  };
  const draft = fromFilter(filter);
  expect(draft && toFilter(draft, typeOf)).toEqual(filter);
});

test('[CRM-4] half a condition leaves nobody out', () => {
  expect(toFilter(emptyDraft(), typeOf)).toBeNull();
  const half = [newCondition(), newCondition('name', 'contains'), newCondition('gone', 'is')];
  expect(toFilter({ join: 'all', parts: half }, typeOf)).toBeNull();
  const range = { ...newCondition('size', 'between'), value: { from: '1', to: '' } };
  expect(toFilter({ join: 'all', parts: [range] }, typeOf)).toBeNull();
  const zero = { ...newCondition('calls.last', 'last-days'), value: 0 };
  expect(toFilter({ join: 'all', parts: [zero] }, typeOf)).toEqual({
    all: [{ field: 'calls.last', is: 'last-days', value: 0 }],
  });
});

test('[CRM-4] a filter that is deeper than the builder shows is not shown wrongly', () => {
  expect(fromFilter({ not: { field: 'vip', is: 'is', value: true } })).toBeNull();
  expect(fromFilter({ all: [{ any: [{ all: [] }] }] })).toBeNull();
});

test('[CRM-4] a value stays where it still fits the question, and goes with its field', () => {
  const draft = { ...newCondition('name', 'contains'), value: 'oak' };
  expect(withOperator(draft, 'begins', 'text').value).toBe('oak');
  expect(withOperator(draft, 'empty', 'text').value).toBeNull();
  expect(onField(draft, 'vip', ['is'])).toMatchObject({ field: 'vip', is: 'is', value: null });
});

test('[UX-1] a link brings the same filter; a broken one brings none', () => {
  expect(readFilterText(JSON.stringify(restedFor(30)))).toEqual(restedFor(30));
  for (const text of [null, '', '{', '[]', '3', 'null']) expect(readFilterText(text)).toBeNull();
});

test('[CRM-4] a segment that a program wrote down in its own way is not called changed', () => {
  const written: Filter = { is: 'not-in-last-days', value: 30, field: 'calls.last' };
  expect(sameFilter(written, restedFor(30))).toBe(true);
  expect(sameFilter({ any: [written] }, restedFor(30))).toBe(true);
  expect(sameFilter(written, restedFor(90))).toBe(false);
  expect(sameFilter({ not: written }, restedFor(30))).toBe(false);
  expect(sameFilter(null, restedFor(30))).toBe(false);
});
