/** Pure: the rows of a forecast, and the lists of deals that they lead to. */
import type { ForecastBy, ForecastItem, ForecastView } from '$contract/deal-scoring.contract.ts';
import type { Filter } from '$contract/filters.contract.ts';
import { type DealFilters, dealsPath, nothingLeftOut } from './deal-filters.ts';

export interface ForecastRow {
  id: string;
  /** What stands in it: a month, somebody or something by its id, null for those that have none, or one of two parts. */
  of: { kind: 'item'; key: string | null; name: string | null } | { kind: 'overdue' | 'undated' };
  deals: number;
  potential: string;
  expected: string;
  offered: string;
  /** Null where nothing can have been won yet. */
  won: { deals: number; sum: string; path: string } | null;
  /** Its open deals. */
  path: string;
}

/** What is chosen in the head of a forecast. */
export interface ForecastChoice {
  by: ForecastBy;
  pipelineId: string;
  ownerId: string;
}

/** What a forecast was asked for. */
export interface ForecastAsked extends ForecastChoice {
  /** What the builder made; null: nothing. */
  filter: Filter | null;
}

/** @example monthAfter('2026-12') // '2027-01' */
export const monthAfter = (month: string): string =>
  new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 1)).toISOString().slice(0, 7);

/** The deals of one item, whatever their state. */
function itemFilters(by: Exclude<ForecastBy, 'month'>, key: string | null): Partial<DealFilters> {
  switch (by) {
    case 'manager':
      return key === null ? { without: 'owner' } : { ownerId: key };
    case 'type':
      return key === null ? { without: 'type' } : { scope: { kind: 'type', id: key } };
    case 'pipeline':
      return { pipelineId: key ?? '' };
  }
}

/** Lists that figures lead to. */
export function forecastPaths({ by, pipelineId, ownerId, filter }: ForecastAsked, today: string) {
  const list = (more: Partial<DealFilters>) =>
    dealsPath({ ...nothingLeftOut, view: 'list', pipelineId, ownerId, filter, ...more });
  const month = today.slice(0, 7);
  const wonOf = (more: Partial<DealFilters>) => list({ ...more, state: 'won', closedFrom: `${month}-01` });
  const monthPath = (key: string) =>
    list({
      order: 'closing',
      closingFrom: key === month ? today : `${key}-01`,
      closingBefore: `${monthAfter(key)}-01`,
    });
  return {
    all: list({}),
    won: wonOf({}),
    overdue: list({ order: 'closing', closingBefore: today }),
    undated: list({ without: 'closing' }),
    item: (key: string | null) => (by === 'month' ? monthPath(key ?? month) : list(itemFilters(by, key))),
    wonOf: (key: string | null) => wonOf(by === 'month' ? {} : itemFilters(by, key)),
  };
}

/** The items, then what is late and what has no date, where there is any. */
export function forecastRows(view: ForecastView, asked: ForecastAsked): ForecastRow[] {
  const paths = forecastPaths(asked, view.today);
  const wonOf = ({ key, won }: ForecastItem) =>
    asked.by === 'month' && key !== view.today.slice(0, 7) ? null : { ...won, path: paths.wonOf(key) };
  const items = view.items.map((item): ForecastRow => {
    const { key, name, ...figures } = item;
    return { ...figures, id: key ?? 'none', of: { kind: 'item', key, name }, won: wonOf(item), path: paths.item(key) };
  });
  const apart = (['overdue', 'undated'] as const)
    .filter((kind) => view[kind].deals > 0)
    .map((kind): ForecastRow => ({ ...view[kind], id: kind, of: { kind }, won: null, path: paths[kind] }));
  return [...items, ...apart];
}
