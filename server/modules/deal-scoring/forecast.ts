/**
 * Pure: the forecast as sums of groups of deals. Money is whole cents by BigInt; what history offers is rounded to the
 * cent once, at the end, so that months add up to the total but for a cent each.
 */
import type { ForecastBy, ForecastItem, ForecastView } from '../../contract/deal-scoring.contract.ts';
import { fromUnits } from '../products/line-totals.ts';

/** Deals that are alike in all that a forecast tells apart. */
export interface ForecastGroup {
  /** Won this month, or open: when it closes. */
  due: 'won' | 'overdue' | 'undated' | { month: string };
  manager: string | null;
  pipeline: string | null;
  type: string | null;
  deals: number;
  /** Cents. */
  potential: bigint;
  expected: bigint;
  /** Whole percents that history offers for each of them. */
  offeredPercent: number;
}

/** So many months stand there also when nothing closes in them: a gap in time must look like one. */
const monthsShown = 12;

function openFigures(groups: readonly ForecastGroup[]) {
  const open = groups.filter(({ due }) => due !== 'won');
  const sum = (of: (group: ForecastGroup) => bigint) => open.reduce((all, group) => all + of(group), 0n);
  const offered = sum(({ potential, offeredPercent }) => potential * BigInt(offeredPercent));
  return {
    deals: open.reduce((all, { deals }) => all + deals, 0),
    potential: fromUnits(
      sum(({ potential }) => potential),
      2,
    ),
    expected: fromUnits(
      sum(({ expected }) => expected),
      2,
    ),
    offered: fromUnits((offered + 50n) / 100n, 2),
  };
}

function figures(groups: readonly ForecastGroup[]) {
  const won = groups.filter(({ due }) => due === 'won');
  const sum = won.reduce((all, { potential }) => all + potential, 0n);
  return {
    ...openFigures(groups),
    won: { deals: won.reduce((all, { deals }) => all + deals, 0), sum: fromUnits(sum, 2) },
  };
}

/** @example monthAfter('2026-12') // '2027-01' */
export function monthAfter(month: string): string {
  const [year = 0, number = 0] = month.split('-').map(Number);
  return number === 12 ? `${year + 1}-01` : `${month.slice(0, 5)}${String(number + 1).padStart(2, '0')}`;
}

/** This month, those that have deals, and up to the last of them the ones between, a year of them at most. */
function monthsOf(first: string, found: ReadonlySet<string>): string[] {
  const last = [...found].sort().at(-1) ?? first;
  const row = [first];
  for (let month = monthAfter(first); month <= last && row.length < monthsShown; month = monthAfter(month))
    row.push(month);
  return [...new Set([...row, ...found])].sort();
}

function partsBy<Key>(groups: readonly ForecastGroup[], keyOf: (group: ForecastGroup) => Key) {
  const parts = new Map<Key, ForecastGroup[]>();
  for (const group of groups) {
    const key = keyOf(group);
    const part = parts.get(key);
    if (part) part.push(group);
    else parts.set(key, [group]);
  }
  return parts;
}

type Rows = Omit<ForecastItem, 'name'>[];

function byMonth(groups: readonly ForecastGroup[], first: string): Rows {
  const monthOf = ({ due }: ForecastGroup) => (due === 'won' ? first : typeof due === 'object' ? due.month : null);
  const parts = partsBy(groups, monthOf);
  const found = [...parts.keys()].filter((month) => month !== null);
  return monthsOf(first, new Set(found)).map((key) => ({ key, ...figures(parts.get(key) ?? []) }));
}

function byKey(groups: readonly ForecastGroup[], by: Exclude<ForecastBy, 'month'>): Rows {
  const rows = [...partsBy(groups, (group) => group[by])].map(([key, of]) => ({ key, ...figures(of) }));
  return rows.sort(
    (a, b) => Number(b.expected) - Number(a.expected) || (a.key ?? '\uffff').localeCompare(b.key ?? '\uffff'),
  );
}

/**
 * @param today the firm's day
 * @example forecast([], 'month', '2026-11-27').items.map(({ key }) => key) // ['2026-11']
 */
export function forecast(
  groups: readonly ForecastGroup[],
  by: ForecastBy,
  today: string,
): Omit<ForecastView, 'items'> & { items: Rows } {
  return {
    today,
    items: by === 'month' ? byMonth(groups, today.slice(0, 7)) : byKey(groups, by),
    overdue: openFigures(groups.filter(({ due }) => due === 'overdue')),
    undated: openFigures(groups.filter(({ due }) => due === 'undated')),
    total: figures(groups),
  };
}
