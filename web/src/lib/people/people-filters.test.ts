import { expect, test } from 'vitest';
import { countFilters, nobodyLeftOut, peoplePath, readPeopleFilters, selectionOf } from './people-filters.ts';

test('[UX-1] a reload and a link bring the same people; an unknown stage is left out', () => {
  const filters = { ...nobodyLeftOut, q: 'Anna +7', lifecycle: 'client', ownerId: 'a1' };
  const path = peoplePath(filters);
  expect(path).toBe('/people?q=Anna+%2B7&stage=client&owner=a1');
  expect(readPeopleFilters(new URL(path, 'http://x').searchParams)).toEqual(filters);
  expect(peoplePath(nobodyLeftOut)).toBe('/people');
  expect(readPeopleFilters(new URLSearchParams('stage=Ghost!'))).toEqual(nobodyLeftOut);
  expect([countFilters(nobodyLeftOut), countFilters(filters)]).toEqual([0, 3]);
});

test('[CRM-4] quick filters and the builder leave only those who fit all of them; a filter travels in the link', () => {
  const filter = { field: 'vip', is: 'is' as const, value: true };
  const filters = { q: ' oak ', lifecycle: 'client', ownerId: '', filter };
  expect(selectionOf(filters)).toEqual({
    q: 'oak',
    filter: { all: [{ field: 'lifecycle', is: 'any-of', value: ['client'] }, filter] },
  });
  expect(selectionOf(nobodyLeftOut)).toEqual({});
  expect(readPeopleFilters(new URL(peoplePath(filters), 'http://x').searchParams).filter).toEqual(filter);
});
