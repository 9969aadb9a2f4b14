import type { MergeKind } from '$lib/api/api.ts';
import { m } from '$lib/paraglide/messages.js';
import type { Column } from '$lib/ui/columns.ts';

export type PairColumn = 'first' | 'second' | 'because';

/** The columns of the list of likely duplicates. */
export const pairColumns = (kind: MergeKind): readonly Column<PairColumn>[] => [
  { id: 'first', label: kind === 'contact' ? m.merge_first : m.organisations_name, min: 180, grow: 2, rank: 0 },
  { id: 'second', label: m.merge_second, min: 180, grow: 2, rank: 0 },
  { id: 'because', label: m.merge_shared, min: 160, grow: 1, rank: 1 },
];
