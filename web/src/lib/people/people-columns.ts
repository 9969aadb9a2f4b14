import type { CustomField } from '$contract/custom-fields.contract.ts';
import { type OwnColumnId, ownColumns } from '$lib/custom/own-columns.ts';
import { m } from '$lib/paraglide/messages.js';
import type { Column } from '$lib/ui/columns.ts';

export const peopleColumnIds = [
  'name',
  'role',
  'organisation',
  'number',
  'email',
  'stage',
  'owner',
  'source',
  'reached',
  'changed',
] as const;
export type BuiltInColumnId = (typeof peopleColumnIds)[number];
export type PeopleColumnId = BuiltInColumnId | OwnColumnId;

/** The columns of the list of people. */
export const peopleColumns: readonly Column<PeopleColumnId>[] = [
  { id: 'name', orderBy: 'name', label: m.people_name, min: 180, grow: 3, rank: 0 },
  { id: 'role', label: m.people_role, min: 120, grow: 1, rank: 6 },
  { id: 'organisation', label: m.people_organisation, min: 150, grow: 2, rank: 3 },
  { id: 'number', label: m.people_number, min: 144, rank: 0 },
  { id: 'email', label: m.people_emails, min: 160, grow: 1, rank: 7, off: true },
  { id: 'stage', label: m.people_stage, min: 110, rank: 4 },
  { id: 'owner', label: m.people_owner, min: 140, grow: 1, rank: 5 },
  { id: 'source', label: m.people_source, min: 120, grow: 1, rank: 9, off: true },
  {
    id: 'reached',
    orderBy: 'calls.last-reached',
    label: m.people_last_reached_column,
    min: 104,
    rank: 8,
    off: true,
    end: true,
  },
  { id: 'changed', label: m.people_changed, min: 104, rank: 8, off: true, end: true },
];

/** With the firm's own fields, which stand before the time of the last change and are shown to whoever switches them on. */
export function peopleColumnsWith(fields: readonly CustomField[]): readonly Column<PeopleColumnId>[] {
  const own = ownColumns(fields).map((column): Column<PeopleColumnId> => ({ ...column, orderBy: column.id }));
  return [...peopleColumns.slice(0, -1), ...own, ...peopleColumns.slice(-1)];
}
