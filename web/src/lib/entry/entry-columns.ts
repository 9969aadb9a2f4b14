import { m } from '$lib/paraglide/messages.js';

export const entryColumnIds = [
  'name',
  'number',
  'organisation',
  'role',
  'email',
  'source',
  'stage',
  'owner',
  'note',
] as const;
export type EntryColumnId = (typeof entryColumnIds)[number];

export interface EntryColumn {
  id: EntryColumnId;
  label: () => string;
  /** Share of the width. */
  grow: number;
  /** Cannot be switched off. */
  needed?: boolean;
  /** Shown only to whoever switches it on. */
  off?: boolean;
  /** Only for whoever may give people to colleagues. */
  toGive?: boolean;
}

/** What may stand in a cell of a column that is chosen instead of typed. */
export interface EntryChoices {
  /** What an empty cell means. */
  empty: string;
  options: readonly { value: string; label: string }[];
}
export type ChoicesByColumn = Partial<Record<EntryColumnId, EntryChoices>>;

/** An owner who is nobody, by choice. */
export const NO_OWNER = 'none';
/** What every next row begins with, and what is no row when it stands alone. */
export const carriedColumns: readonly EntryColumnId[] = ['source', 'stage', 'owner'];

/** The columns of the quick entry, in the order in which one types. */
export const entryColumns: readonly EntryColumn[] = [
  { id: 'name', label: m.people_name, grow: 3, needed: true },
  { id: 'number', label: m.people_number, grow: 2, needed: true },
  { id: 'organisation', label: m.people_organisation, grow: 3 },
  { id: 'role', label: m.people_role, grow: 2 },
  { id: 'email', label: m.people_emails, grow: 3 },
  { id: 'source', label: m.people_source, grow: 2 },
  { id: 'stage', label: m.people_stage, grow: 2, toGive: true },
  { id: 'owner', label: m.people_owner, grow: 2, toGive: true },
  { id: 'note', label: m.people_notes, grow: 3, off: true },
];

/** Those that somebody can have at all. */
export const columnsFor = (mayGive: boolean): readonly EntryColumn[] =>
  entryColumns.filter(({ toGive = false }) => mayGive || !toGive);

/** @param choice what somebody switched on or off, by column */
export const chosenColumns = (
  columns: readonly EntryColumn[],
  choice: Readonly<Record<string, boolean>>,
): readonly EntryColumn[] => columns.filter(({ id, needed, off }) => needed || (choice[id] ?? !off));
