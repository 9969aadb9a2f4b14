import { m } from '$lib/paraglide/messages.js';
import type { Column } from '$lib/ui/columns.ts';

export const organisationColumnIds = ['name', 'holding', 'number', 'people', 'stage', 'owner', 'changed'] as const;
export type OrganisationColumnId = (typeof organisationColumnIds)[number];

/** The columns of the list of organisations. */
export const organisationColumns: readonly Column<OrganisationColumnId>[] = [
  { id: 'name', orderBy: 'name', label: m.organisations_name, min: 200, grow: 3, rank: 0 },
  { id: 'holding', label: m.organisations_holding, min: 150, grow: 2, rank: 5 },
  { id: 'number', label: m.people_number, min: 144, rank: 0 },
  { id: 'people', label: m.nav_people, min: 180, grow: 2, rank: 3 },
  { id: 'stage', label: m.people_stage, min: 110, rank: 4 },
  { id: 'owner', label: m.people_owner, min: 140, grow: 1, rank: 6 },
  { id: 'changed', label: m.people_changed, min: 104, rank: 8, off: true, end: true },
];
