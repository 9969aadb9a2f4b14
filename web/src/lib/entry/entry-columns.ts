import { m } from '$lib/paraglide/messages.js';

export const entryColumnIds = ['name', 'number', 'organisation', 'role', 'email', 'source', 'note'] as const;
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
}

/** The columns of the quick entry, in the order in which one types. */
export const entryColumns: readonly EntryColumn[] = [
  { id: 'name', label: m.people_name, grow: 3, needed: true },
  { id: 'number', label: m.people_number, grow: 2, needed: true },
  { id: 'organisation', label: m.people_organisation, grow: 3 },
  { id: 'role', label: m.people_role, grow: 2 },
  { id: 'email', label: m.people_emails, grow: 3 },
  { id: 'source', label: m.people_source, grow: 2 },
  { id: 'note', label: m.people_notes, grow: 3, off: true },
];

/** @param choice what somebody switched on or off, by column */
export const chosenColumns = (choice: Readonly<Record<string, boolean>>): readonly EntryColumn[] =>
  entryColumns.filter(({ id, needed, off }) => needed || (choice[id] ?? !off));
