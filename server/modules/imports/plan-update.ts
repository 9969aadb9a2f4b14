/** Pure: what a row of a file changes of a record that is in the base, and what undoing may put back. */

import type { Address } from '../../contract/contacts.contract.ts';
import { phoneKey } from '../phones/phone-rows.ts';
import type { PhoneMarks } from './row-draft.ts';

/** Fields that few files have: read and written only for an import that has such a column. */
export interface ExtraFields {
  birthday?: string | null;
  main_need?: string;
  satisfaction?: number | null;
  source_id?: string | null;
  advertising_channel?: string;
  addresses?: Address[];
  website?: string;
  parent_id?: string | null;
}

/** Fields that an import writes; the same names as the columns of the base. */
export interface RecordFields extends ExtraFields {
  name: string;
  role: string | null;
  organisation_id: string | null;
  lifecycle: string;
  owner_agent_id: string | null;
  emails: string[];
  notes: string;
  vip: boolean;
  time_zone: string | null;
  /** Values of the firm's own fields by their key. */
  custom: Record<string, unknown>;
}
export type FieldName = keyof RecordFields;

/** What the file says; null: nothing. */
export type RowFields = { [Key in keyof RecordFields]: RecordFields[Key] | null };

export interface NumberOfRow {
  raw: string;
  /** Null: nobody could repair it, and it is kept as it was written. */
  e164: string | null;
  extension: string | null;
  country: string | null;
  line_kind: string | null;
  kind: string;
  /** What the row says of this number alone; left out: nothing. */
  marks?: PhoneMarks;
}

export interface UpdatePlan {
  /** What is changed, as it was and as it becomes; of own fields only those that change, null: without a value. */
  before: Partial<RecordFields>;
  after: Partial<RecordFields>;
  /** Whole fields, to be written. */
  fields: Partial<RecordFields>;
  addedNumbers: NumberOfRow[];
}

const isEmpty = (value: unknown): boolean =>
  value === null || value === '' || (Array.isArray(value) && value.length === 0);
const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

const mostEmails = 20;
const mostNumbers = 20;
const mostAddresses = 20;

function chosenValue(field: FieldName, mode: 'empty' | 'all', current: RecordFields, row: RowFields): unknown {
  const said = row[field];
  const has = current[field];
  if (isEmpty(said)) return has;
  // Addresses are joined and notes are added to: an import takes none of them away.
  if (field === 'emails') return [...new Set([...current.emails, ...(row.emails ?? [])])].slice(0, mostEmails);
  if (field === 'addresses') return withAddresses(current.addresses ?? [], row.addresses ?? []);
  if (field === 'notes' && mode === 'all' && has !== '') {
    const text = String(said);
    return String(has).includes(text) ? has : `${has}\n${text}`.slice(0, 20_000);
  }
  // A choice that always has a value is "empty" while nobody has chosen: a lead, and no VIP.
  const isUnset = field === 'vip' ? has === false : field === 'lifecycle' ? has === 'lead' : isEmpty(has);
  return mode === 'all' || isUnset ? said : has;
}

/** The one that letters go to stays; what is there already is not added. */
function withAddresses(has: readonly Address[], said: readonly Address[]): Address[] {
  const isNew = (one: Address) =>
    !has.some(({ text, city }) => text === one.text && (one.city === '' || city === one.city));
  const added = said.filter(isNew).slice(0, Math.max(0, mostAddresses - has.length));
  return [...has, ...added.map((one, index) => ({ ...one, primary: has.length === 0 && index === 0 }))];
}

/**
 * @param mode `empty`: only fields without a value · `all`: everything the row says
 * @returns null when the row says nothing new
 */
export function planUpdate(
  mode: 'empty' | 'all',
  current: RecordFields,
  row: RowFields,
  numbers: { known: readonly Pick<NumberOfRow, 'raw' | 'e164' | 'extension'>[]; given: readonly NumberOfRow[] },
): UpdatePlan | null {
  const before: Record<string, unknown> = {};
  const after: Record<string, unknown> = {};
  const fields: Record<string, unknown> = {};
  for (const field of Object.keys(current) as FieldName[]) {
    if (field === 'custom') continue;
    const value = chosenValue(field, mode, current, row);
    if (isSame(value, current[field])) continue;
    before[field] = current[field];
    after[field] = value;
    fields[field] = value;
  }
  const own = planCustom(mode, current.custom, row.custom ?? {});
  if (own) {
    before.custom = own.before;
    after.custom = own.after;
    fields.custom = { ...current.custom, ...own.after };
  }
  const known = new Set(numbers.known.map(phoneKey));
  const room = Math.max(0, mostNumbers - numbers.known.length);
  const addedNumbers = numbers.given.filter((number) => !known.has(phoneKey(number))).slice(0, room);
  if (Object.keys(after).length === 0 && addedNumbers.length === 0) return null;
  return { before, after, fields, addedNumbers };
}

type Values = Record<string, unknown>;
// Keys come from people: `constructor` is one too.
const valueAt = (values: Values, key: string): unknown => (Object.hasOwn(values, key) ? (values[key] ?? null) : null);

/** Own fields one by one, so that each can be taken back by itself; null: none of them changes. */
function planCustom(mode: 'empty' | 'all', current: Values, said: Values): { before: Values; after: Values } | null {
  const keys = Object.keys(said).filter((key) => {
    const has = valueAt(current, key);
    return !isEmpty(said[key]) && !isSame(has, said[key]) && (mode === 'all' || isEmpty(has));
  });
  if (keys.length === 0) return null;
  const pick = (values: Values) => Object.fromEntries(keys.map((key) => [key, valueAt(values, key)]));
  return { before: pick(current), after: pick(said) };
}

export interface UndoPlan {
  /** Fields to put back. */
  restore: Partial<RecordFields>;
  /** Fields that somebody changed since; they stay. */
  kept: string[];
}

/** A field goes back only when it still is as the import left it. E-mails and addresses that it added go, others stay. */
export function planUndo(
  change: { before: Partial<RecordFields>; after: Partial<RecordFields> },
  current: RecordFields,
): UndoPlan {
  const restore: Record<string, unknown> = {};
  const kept: string[] = [];
  for (const field of Object.keys(change.after) as FieldName[]) {
    if (field === 'custom') continue;
    if (isSame(current[field], change.after[field])) restore[field] = change.before[field];
    else if (field === 'emails') {
      const added = new Set(
        (change.after.emails ?? []).filter((email) => !(change.before.emails ?? []).includes(email)),
      );
      restore.emails = current.emails.filter((email) => !added.has(email));
      kept.push(field);
    } else if (field === 'addresses') {
      const before = (change.before.addresses ?? []).map(({ text }) => text);
      const added = (change.after.addresses ?? []).map(({ text }) => text).filter((text) => !before.includes(text));
      restore.addresses = (current.addresses ?? []).filter(({ text }) => !added.includes(text));
      kept.push(field);
    } else kept.push(field);
  }
  if (change.after.custom) {
    const own = undoCustom({ before: change.before.custom ?? {}, after: change.after.custom }, current.custom);
    restore.custom = own.values;
    kept.push(...own.kept.map((key) => `custom.${key}`));
  }
  return { restore, kept };
}

function undoCustom(change: { before: Values; after: Values }, current: Values): { values: Values; kept: string[] } {
  const values = { ...current };
  const kept: string[] = [];
  for (const [key, left] of Object.entries(change.after)) {
    const before = valueAt(change.before, key);
    if (!isSame(valueAt(current, key), left)) kept.push(key);
    else if (before === null) delete values[key];
    else values[key] = before;
  }
  return { values, kept };
}
