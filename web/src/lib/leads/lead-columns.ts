import { m } from '$lib/paraglide/messages.js';
import type { Column } from '$lib/ui/columns.ts';

export type LeadColumnId = 'name' | 'organisation' | 'owner' | 'why' | 'source' | 'channel' | 'came';

/** The columns of the list of open leads. */
export const leadColumns: readonly Column<LeadColumnId>[] = [
  { id: 'name', label: m.people_name, min: 160, grow: 2, rank: 0 },
  { id: 'organisation', label: m.people_organisation, min: 140, grow: 1, rank: 5 },
  { id: 'owner', label: m.people_owner, min: 140, grow: 1, rank: 1 },
  { id: 'why', label: m.leads_col_why, min: 200, grow: 3, rank: 3 },
  { id: 'source', label: m.people_source, min: 110, grow: 1, rank: 2 },
  { id: 'channel', label: m.leads_group_channel, min: 140, grow: 1, rank: 6 },
  { id: 'came', label: m.leads_col_came, min: 104, rank: 2, end: true },
];
