import { expect, test } from 'vitest';
import { isUnfiltered, noFilters, queryOf, startOf } from './call-filters.ts';

const now = new Date(2026, 10, 23, 15, 30).getTime();

test('only filters that are set are sent', () => {
  expect(queryOf({ ...noFilters, period: 'all' }, now)).toEqual({});
  expect(queryOf({ ...noFilters, period: 'all', outcome: 'busy', number: ' 12-34 ' }, now)).toEqual({
    outcome: 'busy',
    number: '12-34',
  });
});

test('a week is today and the six days before, from midnight of the reader', () => {
  expect(startOf('today', now)).toBe(new Date(2026, 10, 23).toISOString());
  expect(startOf('week', now)).toBe(new Date(2026, 10, 17).toISOString());
});

test('a new call comes in at the top only when nothing but the period is chosen', () => {
  expect(isUnfiltered(noFilters)).toBe(true);
  expect(isUnfiltered({ ...noFilters, queue: 'sales' })).toBe(false);
});
