import type { PeopleFilters } from './people-list.svelte.ts';

export const nobodyLeftOut: PeopleFilters = { q: '', lifecycle: '', ownerId: '' };

/** The filters of an address; a stage that is not known is left out. */
export function readPeopleFilters(params: URLSearchParams): PeopleFilters {
  const lifecycle = /^[a-z0-9-]{1,40}$/.exec(params.get('stage') ?? '')?.[0] ?? '';
  return { q: params.get('q') ?? '', lifecycle, ownerId: params.get('owner') ?? '' };
}

/** The address of the list as it is shown, so that a reload and "back" bring the same. */
export function peoplePath({ q, lifecycle, ownerId }: PeopleFilters): string {
  const set = Object.entries({ q: q.trim(), stage: lifecycle, owner: ownerId }).filter(([, value]) => value !== '');
  const query = new URLSearchParams(set).toString();
  return query === '' ? '/people' : `/people?${query}`;
}

export const countFilters = (filters: PeopleFilters): number =>
  Object.values(filters).filter((value) => value.trim() !== '').length;
