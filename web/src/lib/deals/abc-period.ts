/** Pure: the days an analysis is of, and where its rows lead. */
import type { AbcBy } from '$contract/deal-scoring.contract.ts';
import type { Filter } from '$contract/filters.contract.ts';
import { dealsPath, nothingLeftOut } from './deal-filters.ts';

export const abcPeriods = ['all', 'month', 'quarter', 'year', 'last-year', 'own'] as const;
export type AbcPeriod = (typeof abcPeriods)[number];

/** From this day on, and before that day; empty: no end. */
export interface Days {
  from: string;
  before: string;
}

const day = (year: number, month: number) => new Date(Date.UTC(year, month, 1)).toISOString().slice(0, 10);

/**
 * @param now milliseconds; days are those of the reader's calendar
 * @param own what was typed, for a period of one's own
 */
export function daysOf(period: AbcPeriod, now: number, own: Days): Days {
  const today = new Date(now);
  const year = today.getFullYear();
  const month = today.getMonth();
  const quarter = month - (month % 3);
  switch (period) {
    case 'all':
      return { from: '', before: '' };
    case 'month':
      return { from: day(year, month), before: day(year, month + 1) };
    case 'quarter':
      return { from: day(year, quarter), before: day(year, quarter + 3) };
    case 'year':
      return { from: day(year, 0), before: day(year + 1, 0) };
    case 'last-year':
      return { from: day(year - 1, 0), before: day(year, 0) };
    case 'own':
      return own;
  }
}

/** The list of the won deals a row was added up from. */
export function rowPath(by: AbcBy, id: string, { from, before }: Days, filter: Filter | null = null): string {
  return dealsPath({
    ...nothingLeftOut,
    view: 'list',
    state: 'won',
    ...(by === 'agent' ? { ownerId: id } : { scope: { kind: by, id } }),
    closedFrom: from,
    closedBefore: before,
    filter,
  });
}
