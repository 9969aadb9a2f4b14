import { m } from '$lib/paraglide/messages.js';
import type { Column } from '$lib/ui/columns.ts';

export type DncColumnId = 'number' | 'reason' | 'by' | 'when';

/** The columns of the do-not-call list. */
export const dncColumns: readonly Column<DncColumnId>[] = [
  { id: 'number', label: m.dnc_number, min: 150, grow: 1, rank: 0 },
  { id: 'reason', label: m.dnc_reason, min: 160, grow: 3, rank: 1 },
  { id: 'by', label: m.dnc_by, min: 120, grow: 1, rank: 3 },
  { id: 'when', label: m.dnc_when, min: 110, rank: 2, end: true },
];
