import { m } from '$lib/paraglide/messages.js';
import type { Column } from '$lib/ui/columns.ts';

export type AbcColumnId = 'name' | 'class' | 'sum' | 'share' | 'cumulative' | 'deals';

/** The columns of an ABC analysis. */
export const abcColumns: readonly Column<AbcColumnId>[] = [
  { id: 'class', label: m.scores_class, min: 52, rank: 1 },
  { id: 'name', label: m.abc_name, min: 140, grow: 1, rank: 0 },
  { id: 'sum', label: m.abc_sum, min: 112, rank: 1, end: true },
  { id: 'share', label: m.abc_share, min: 80, rank: 2, end: true },
  { id: 'cumulative', label: m.abc_cumulative, min: 112, rank: 3, end: true },
  { id: 'deals', label: m.abc_deals, min: 72, rank: 4, end: true },
];
