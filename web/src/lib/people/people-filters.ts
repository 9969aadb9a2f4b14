import type { Filter } from '$contract/filters.contract.ts';
import type { Selection } from '$contract/segments.contract.ts';
import { readFilterText } from '$lib/segments/filter-draft.ts';

/** What the head of the list of people asks for. */
export interface PeopleFilters {
  q: string;
  /** Key of a life-cycle; empty: any. */
  lifecycle: string;
  ownerId: string;
  /** What the builder made; null: nothing. */
  filter: Filter | null;
}

export const nobodyLeftOut: PeopleFilters = { q: '', lifecycle: '', ownerId: '', filter: null };

/** The filters of an address; a stage that is not known is left out. */
export function readPeopleFilters(params: URLSearchParams): PeopleFilters {
  const lifecycle = /^[a-z0-9-]{1,40}$/.exec(params.get('stage') ?? '')?.[0] ?? '';
  const filter = readFilterText(params.get('filter'));
  return { q: params.get('q') ?? '', lifecycle, ownerId: params.get('owner') ?? '', filter };
}

/** The address of the list as it is shown, so that a reload and "back" bring the same. */
export function peoplePath({ q, lifecycle, ownerId, filter }: PeopleFilters): string {
  const parts = { q: q.trim(), stage: lifecycle, owner: ownerId, filter: filter ? JSON.stringify(filter) : '' };
  const query = new URLSearchParams(Object.entries(parts).filter(([, value]) => value !== '')).toString();
  return query === '' ? '/people' : `/people?${query}`;
}

/** How many of the quick filters are set; the builder counts its own. */
export const countFilters = ({ q, lifecycle, ownerId }: PeopleFilters): number =>
  [q, lifecycle, ownerId].filter((value) => value.trim() !== '').length;

/** All filters of the list as the server takes them; all of them must fit. */
export function selectionOf({ q, lifecycle, ownerId, filter }: PeopleFilters): Selection {
  const all: Filter[] = [
    ...(lifecycle ? [{ field: 'lifecycle', is: 'any-of' as const, value: [lifecycle] }] : []),
    ...(ownerId ? [{ field: 'owner', is: 'any-of' as const, value: [ownerId] }] : []),
    ...(filter ? [filter] : []),
  ];
  const [only] = all;
  return {
    ...(q.trim() ? { q: q.trim() } : {}),
    ...(only ? { filter: all.length === 1 ? only : { all } } : {}),
  };
}
