import { expect, it } from 'vitest';
import { asksByIndex, asksOnlyElsewhere } from './compile-filter.ts';
import type { CheckedCondition, FilterField } from './filter-field.ts';
import type { CheckedFilter } from './read-filter.ts';

const above = { is: 'more-than' as const, amount: '5' };
const on = (more: Partial<FilterField>, condition: CheckedCondition = above): CheckedFilter => ({
  kind: 'condition',
  field: { key: 'size', type: 'number', group: 'other', ...more },
  condition,
});
const plain = on({});
const indexed = on({ isIndexed: true });
const elsewhere = on({ within: (_sql, condition) => condition });
const all = (...parts: CheckedFilter[]): CheckedFilter => ({ kind: 'all', parts });
const any = (...parts: CheckedFilter[]): CheckedFilter => ({ kind: 'any', parts });
const not = (part: CheckedFilter): CheckedFilter => ({ kind: 'not', part });

it.each<[string, CheckedFilter, boolean]>([
  ['a field with an index', indexed, true],
  ['one without', plain, false],
  ['one part of several', all(plain, indexed), true],
  ['one of two alternatives', any(plain, indexed), false],
  ['each of two alternatives', any(indexed, all(indexed, plain)), true],
  ['the opposite', not(indexed), false],
  ['what is empty', on({ isIndexed: true }, { is: 'empty' }), false],
])('[CRM-4] an index finds all that fit: %s', (_what, filter, found) => {
  expect(asksByIndex(filter)).toBe(found);
});

it('[CRM-4] only other tables are asked when every part asks them', () => {
  expect([elsewhere, not(elsewhere), all(elsewhere, any(elsewhere))].map(asksOnlyElsewhere)).toEqual([
    true,
    true,
    true,
  ]);
  expect([plain, all(elsewhere, plain), on({ isElsewhere: true })].map(asksOnlyElsewhere)).toEqual([
    false,
    false,
    true,
  ]);
});
