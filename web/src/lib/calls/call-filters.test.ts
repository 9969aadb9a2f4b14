import { expect, test } from 'vitest';
import { isSame, isUnfiltered, logPath, noFilters, queryOf, readFilters, startOf } from './call-filters.ts';

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

test('[UX-1] a reload and a link bring the same filters and the same call; what is not known is left out', () => {
  const filters = { ...noFilters, period: 'all' as const, outcome: 'no-answer' as const, agentId: 'a 1', number: '+7' };
  const path = logPath(filters, 'call_1');
  expect(path).toBe('/calls?period=all&outcome=no-answer&number=%2B7&agent=a+1&call=call_1');
  expect(isSame(readFilters(new URL(path, 'http://x').searchParams), filters)).toBe(true);
  expect(logPath(noFilters, null)).toBe('/calls');
  const built = { field: 'queue', is: 'empty' as const };
  expect(logPath(noFilters, null, built)).toBe(`/calls?${new URLSearchParams({ filter: JSON.stringify(built) })}`);
  expect(readFilters(new URLSearchParams('period=ever&direction=up'))).toEqual(noFilters);
});
