/** Bounds of filters, and hostile ones. */
import { describe, expect, it } from 'vitest';
import { deepestFilter, mostConditions } from '../../contract/filters.contract.ts';
import type { FilterField } from './filter-field.ts';
import { readFilter } from './read-filter.ts';

const fields = new Map<string, FilterField>(
  (
    [
      { key: 'name', type: 'text' },
      { key: 'size', type: 'number' },
      { key: 'price', type: 'money' },
      { key: 'day', type: 'date' },
      { key: 'last', type: 'time' },
      { key: 'colour', type: 'choice', options: [{ id: 'red', label: null, active: true }] },
      { key: 'vip', type: 'yes-no' },
      { key: 'phone', type: 'phone' },
    ] as const
  ).map((field) => [field.key, { ...field, group: 'test' }]),
);
const faults = (filter: unknown) => {
  const read = readFilter(filter, fields);
  return read.ok ? {} : read.fields;
};
const vip = { field: 'vip', is: 'is', value: true };
const nested = (levels: number): unknown => (levels === 0 ? vip : { all: [nested(levels - 1)] });

describe('[CRM-4] a filter is bounded', () => {
  it(`${deepestFilter} levels of groups, and no more`, () => {
    expect(faults(nested(deepestFilter))).toEqual({});
    expect(Object.values(faults(nested(deepestFilter + 1)))).toEqual(['is nested deeper than 4 levels']);
    expect(Object.values(faults({ not: { not: { not: { not: { not: vip } } } } }))).toHaveLength(1);
  });

  it(`${mostConditions} conditions in all groups together, and no more`, () => {
    const half = { any: Array.from({ length: mostConditions / 2 }, () => vip) };
    expect(faults({ all: [half, half] })).toEqual({});
    expect(faults({ all: [half, half, vip] })).toEqual({ filter: 'holds 51 conditions; 50 are allowed' });
    expect(faults({ all: Array.from({ length: 51 }, () => ({ all: [] })) })).toHaveProperty('filter');
  });

  it('nothing at all fits everybody', () => {
    expect(faults({ all: [] })).toEqual({});
  });
});

describe('[CRM-4] what is no filter is refused at its place', () => {
  it.each<[string, unknown, string]>([
    ['a list', [], 'filter'],
    ['null', null, 'filter'],
    ['two groups in one', { all: [], any: [] }, 'filter'],
    ['a stranger', { or: [] }, 'filter'],
    ['a group that is no list', { any: vip }, 'filter'],
    ['text in a group', { all: ['vip'] }, 'filter.all.0'],
    ['a field that is none', { field: 'constructor', is: 'is', value: 'x' }, 'filter.field'],
    ['SQL as a field', { field: "name'; drop table contacts; --", is: 'is', value: 'x' }, 'filter.field'],
    ['an operator of another type', { field: 'vip', is: 'contains', value: 'x' }, 'filter.is'],
    ['a method as operator', { field: 'vip', is: 'toString', value: true }, 'filter.is'],
    ['something more', { ...vip, or: 1 }, 'filter.or'],
    ['a value where none belongs', { field: 'name', is: 'empty', value: 'x' }, 'filter.value'],
    ['an object as text', { field: 'name', is: 'is', value: { toString: 'x' } }, 'filter.value'],
    ['NUL', { field: 'name', is: 'is', value: 'a\u0000b' }, 'filter.value'],
    ['text without end', { field: 'name', is: 'is', value: 'x'.repeat(201) }, 'filter.value'],
    ['not a number', { field: 'size', is: 'equals', value: '1e9' }, 'filter.value'],
    ['infinity', { field: 'size', is: 'less-than', value: 'Infinity' }, 'filter.value'],
    ['parts of a cent', { field: 'price', is: 'equals', value: '1.005' }, 'filter.value'],
    ['a range backwards', { field: 'size', is: 'between', value: { from: 10, to: 9 } }, 'filter.value'],
    ['half a range', { field: 'day', is: 'between', value: { from: '2026-01-01' } }, 'filter.value'],
    ['no day of the calendar', { field: 'day', is: 'before', value: '2026-02-30' }, 'filter.value'],
    ['half a day ago', { field: 'last', is: 'last-days', value: 0.5 }, 'filter.value'],
    ['before the beginning of time', { field: 'last', is: 'last-days', value: 1e9 }, 'filter.value'],
    ['no choice of the field', { field: 'colour', is: 'any-of', value: ['green'] }, 'filter.value'],
    ['an empty choice', { field: 'colour', is: 'any-of', value: [] }, 'filter.value'],
    ['no country', { field: 'phone', is: 'country', value: ['Russia'] }, 'filter.value'],
  ])('%s', (_what, filter, place) => {
    expect(Object.keys(faults(filter))).toEqual([place]);
  });

  it('all faults are told at once', () => {
    const filter = {
      all: [{ field: 'x', is: 'is' }, { not: { any: [vip, { field: 'vip', is: 'is', value: 'yes' }] } }],
    };
    expect(Object.keys(faults(filter))).toEqual(['filter.all.0.field', 'filter.all.1.not.any.1.value']);
  });
});
