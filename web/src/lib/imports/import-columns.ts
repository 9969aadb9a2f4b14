import { m } from '$lib/paraglide/messages.js';
import type { Column } from '$lib/ui/columns.ts';

export type ImportColumn = 'file' | 'what' | 'state' | 'counts' | 'by' | 'when';

/** The columns of the list of imports. */
export const importColumns: readonly Column<ImportColumn>[] = [
  { id: 'file', label: m.import_column_file, min: 160, grow: 3, rank: 0 },
  { id: 'what', label: m.import_column_what, min: 110, rank: 4 },
  { id: 'state', label: m.import_column_state, min: 170, rank: 1 },
  { id: 'counts', label: m.import_column_counts, min: 200, grow: 3, rank: 2 },
  { id: 'by', label: m.import_column_by, min: 120, grow: 1, rank: 5 },
  { id: 'when', label: m.import_column_when, min: 110, rank: 3, end: true },
];
