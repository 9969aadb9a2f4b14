/** Pure: one row of the quick entry from the first letter to the saved person. */
import type { z } from 'zod';
import type { Contact, newContactSchema } from '$contract/contacts.contract.ts';
import { carriedColumns, type EntryColumnId, entryColumnIds, NO_OWNER } from './entry-columns.ts';

export type Cells = Record<EntryColumnId, string>;
/** waiting: pasted, its turn has not come · saved: on the server · taken-back: was, and is not any more. */
export type RowState = 'empty' | 'typing' | 'waiting' | 'saving' | 'saved' | 'refused' | 'taken-back';

export interface EntryRow {
  /** Of this list only. */
  key: string;
  cells: Cells;
  state: RowState;
  contactId: string | null;
  version: number | null;
  /** What the server has. */
  savedCells: Cells | null;
  /** Why it was refused, in words; by column where it can be told. */
  errors: Partial<Record<EntryColumnId, string>>;
  reason: string | null;
  /** Name of the person who was there already and was given what was typed. */
  attachedTo: string | null;
}

const noCells = Object.fromEntries(entryColumnIds.map((id) => [id, ''])) as Cells;

/** @param begin what every next row begins with, such as the source of the one before */
export const emptyRow = (key: string, begin: Partial<Cells> = {}): EntryRow => ({
  key,
  cells: { ...noCells, ...begin },
  state: 'empty',
  contactId: null,
  version: null,
  savedCells: null,
  errors: {},
  reason: null,
  attachedTo: null,
});

const isSame = (a: Cells, b: Cells) => entryColumnIds.every((id) => a[id].trim() === b[id].trim());

/** A source, a stage and an owner alone are no row: they are copied from the one before. */
export const isFilled = ({ cells }: Pick<EntryRow, 'cells'>): boolean =>
  entryColumnIds.some((id) => !carriedColumns.includes(id) && cells[id].trim() !== '');

/** What the next row begins with. */
export const carriedFrom = (row: Pick<EntryRow, 'cells'> | undefined): Partial<Cells> =>
  Object.fromEntries(carriedColumns.map((id) => [id, row?.cells[id] ?? '']));

export function typedIn(row: EntryRow, column: EntryColumnId, text: string): EntryRow {
  const cells = { ...row.cells, [column]: text };
  const next = { ...row, cells, errors: { ...row.errors, [column]: undefined } };
  if (row.state === 'saving') return next;
  if (row.savedCells && isSame(cells, row.savedCells)) return { ...next, state: 'saved', errors: {}, reason: null };
  return { ...next, state: isFilled(next) ? 'typing' : 'empty' };
}

/** True when leaving the row must save it. */
export const needsSaving = (row: EntryRow): boolean =>
  (row.state === 'typing' || row.state === 'waiting' || row.state === 'refused') && isFilled(row);

export const saving = (row: EntryRow): EntryRow => ({ ...row, state: 'saving', errors: {}, reason: null });

/** What was typed while the answer was on its way is still to be saved. */
export function savedAs(
  row: EntryRow,
  { id, version }: Pick<Contact, 'id' | 'version'>,
  sent: Cells,
  attachedTo: string | null = null,
): EntryRow {
  const state = isSame(row.cells, sent) ? 'saved' : 'typing';
  return { ...row, state, contactId: id, version, savedCells: sent, errors: {}, reason: null, attachedTo };
}

const columnOfField: Readonly<Record<string, EntryColumnId>> = {
  name: 'name',
  phones: 'number',
  organisationName: 'organisation',
  organisationId: 'organisation',
  role: 'role',
  emails: 'email',
  sourceId: 'source',
  lifecycle: 'stage',
  ownerId: 'owner',
  notes: 'note',
};

/** @param fields sentences of the server by the path of their field */
export function refusedBecause(row: EntryRow, reason: string, fields: Readonly<Record<string, string>>): EntryRow {
  const errors: EntryRow['errors'] = {};
  for (const [path, sentence] of Object.entries(fields)) {
    const column = columnOfField[path.split('.')[0] ?? ''];
    if (column) errors[column] = sentence;
  }
  return { ...row, state: 'refused', reason, errors };
}

export const takenBack = (row: EntryRow): EntryRow => ({
  ...row,
  state: 'taken-back',
  contactId: null,
  version: null,
  savedCells: null,
  attachedTo: null,
});

/** Several numbers or addresses in a cell, as spreadsheets hold them. */
const listed = (text: string) =>
  text
    .split(/[;\n]|,\s+(?=[+\d(])/)
    .map((one) => one.trim())
    .filter(Boolean);

type Body = z.input<typeof newContactSchema>;

/** A row as the API takes it. `source` holds the id of a source, `stage` the key of a life-cycle, `owner` the id of an agent. */
export function bodyOf({ name, number, organisation, role, email, source, stage, owner, note }: Cells) {
  const orNull = (text: string) => (text.trim() === '' ? null : text.trim());
  return {
    name: name.trim(),
    phones: listed(number).map((raw, at) => ({ raw, primary: at === 0 })),
    organisationName: orNull(organisation),
    role: orNull(role),
    emails: listed(email).flatMap((one) => one.split(/[\s,]+/)),
    // Left out where nobody said it: the server knows the usual one.
    sourceId: orNull(source) ?? undefined,
    ownerId: owner === NO_OWNER ? null : (orNull(owner) ?? undefined),
    lifecycle: orNull(stage) ?? 'lead',
    notes: note.trim(),
  } satisfies Body;
}

/** Only what changed since the server took the row; an emptied organisation takes the person out of it. */
export function changeOf(cells: Cells, was: Cells) {
  const [now, before] = [bodyOf(cells), bodyOf(was)];
  const changed = Object.entries(now).filter(
    ([key, value]) => JSON.stringify(value) !== JSON.stringify(before[key as keyof typeof before]),
  );
  const leaves = before.organisationName !== null && now.organisationName === null ? { organisationId: null } : {};
  const emptied = before.sourceId !== undefined && now.sourceId === undefined ? { sourceId: null } : {};
  return { ...(Object.fromEntries(changed) as Partial<typeof now>), ...leaves, ...emptied };
}

/** What a person who is there already does not have yet of what was typed; null: nothing. */
export function attachment(contact: Contact, cells: Cells) {
  const typed = bodyOf(cells);
  const digits = (text: string) => text.replace(/\D/g, '').slice(-10);
  const known = new Set(contact.phones.flatMap(({ raw, e164 }) => [digits(raw), digits(e164 ?? '')]));
  const phones = typed.phones.filter(({ raw }) => !known.has(digits(raw)));
  const emails = typed.emails.filter((email) => !contact.emails.includes(email.toLowerCase()));
  const own = contact.phones.map(({ id, raw, kind, primary, doNotCall }) => ({ id, raw, kind, primary, doNotCall }));
  const patch = {
    ...(phones.length > 0 && { phones: [...own, ...phones.map(({ raw }) => ({ raw, primary: own.length === 0 }))] }),
    ...(emails.length > 0 && { emails: [...contact.emails, ...emails] }),
  };
  const undo = { ...(phones.length > 0 && { phones: own }), ...(emails.length > 0 && { emails: contact.emails }) };
  return Object.keys(patch).length === 0 ? null : { patch: { ...patch, version: contact.version }, undo };
}
