import { m } from '$lib/paraglide/messages.js';
import type { Column } from '$lib/ui/columns.ts';

export type SlippingColumnId = 'title' | 'stage' | 'owner' | 'lost' | 'drop' | 'most' | 'expected' | 'why';

/** The columns of the deals that slip. */
export const slippingColumns: readonly Column<SlippingColumnId>[] = [
  { id: 'title', label: m.deals_title, min: 160, grow: 2, rank: 0 },
  { id: 'lost', label: m.slipping_lost, min: 112, rank: 1, end: true },
  { id: 'drop', label: m.slipping_drop, min: 88, rank: 4, end: true },
  { id: 'most', label: m.slipping_most, min: 128, rank: 7, end: true },
  { id: 'expected', label: m.slipping_expected, min: 128, rank: 3, end: true },
  { id: 'why', label: m.slipping_why, min: 220, grow: 4, rank: 2 },
  { id: 'stage', label: m.deals_stage, min: 130, rank: 5 },
  { id: 'owner', label: m.deals_owner, min: 120, rank: 6 },
];
