/** Pure: from the numbers a person typed to the rows that are kept, and what that changes. */
import type { z } from 'zod';
import type { newPhoneSchema, Phone } from '../../contract/contacts.contract.ts';
import { digitsOf, normalizePhone } from './normalize-phone.ts';
import { numberTimeZones } from './number-time-zone.ts';

export type NewPhone = z.output<typeof newPhoneSchema>;

/** A number as it is kept, without the record it belongs to. */
export interface PhoneRow {
  raw: string;
  e164: string | null;
  extension: string | null;
  digits: string;
  country: string | null;
  lineKind: string | null;
  kind: Phone['kind'];
  isPrimary: boolean;
  doNotCall: boolean;
  invalid: boolean;
  /** Chosen by a person; null: what the number itself says. */
  timeZone: string | null;
}

export interface StoredPhone extends PhoneRow {
  id: string;
}

/**
 * What was shown masked and comes back as it was: the stored number is meant. Null: one of them has stars and no `id` of a
 * number that is there, so nobody knows which is meant.
 */
export function withStoredNumbers(wanted: readonly NewPhone[], before: readonly StoredPhone[]): NewPhone[] | null {
  const byId = new Map(before.map((row) => [row.id, row]));
  const meant: NewPhone[] = [];
  for (const phone of wanted) {
    const stored = phone.id === undefined ? undefined : byId.get(phone.id);
    const isMasked = /\*[\s().-]*\*/.test(phone.raw);
    if (isMasked && !stored) return null;
    meant.push(isMasked && stored ? { ...phone, raw: stored.raw } : phone);
  }
  return meant;
}

function toRow(phone: NewPhone, raw: string, region: string): { row: WantedPhone; others: string[] } {
  const number = normalizePhone(raw, region);
  const common = {
    raw,
    kind: phone.kind,
    isPrimary: phone.primary,
    doNotCall: phone.doNotCall,
    invalid: phone.invalid,
    timeZone: phone.timeZone,
  };
  if (!number.ok) {
    const unrepaired = { e164: null, extension: null, digits: digitsOf(raw), country: null, lineKind: null };
    return { row: { ...common, ...unrepaired }, others: [] };
  }
  const { e164, extension, country, kind, others } = number;
  return { row: { ...common, e164, extension, digits: e164.slice(1), country, lineKind: kind }, others };
}

/** A number as it is wanted; what nobody said of it stays as it is known. */
export type WantedPhone = Omit<PhoneRow, 'invalid' | 'timeZone'> & {
  invalid: boolean | undefined;
  timeZone: string | null | undefined;
};

/** Two rows with the same key are the same number, however they were written. */
export const phoneKey = (row: Pick<PhoneRow, 'e164' | 'extension' | 'raw'>): string =>
  row.e164 ? `${row.e164} ${row.extension ?? ''}` : row.raw.replace(/\s+/g, ' ').trim();

/**
 * The rows for a list of typed numbers: a field that holds several numbers becomes several rows, the same number given
 * twice one, and exactly one is the primary one. What cannot be repaired is kept as it was written.
 */
export function phoneRows(phones: readonly NewPhone[], region: string): WantedPhone[] {
  const rows = new Map<string, WantedPhone>();
  for (const phone of phones) {
    const first = toRow(phone, phone.raw, region);
    const more = first.others.map((raw) => toRow({ ...phone, primary: false }, raw, region).row);
    for (const row of [first.row, ...more]) {
      const known = rows.get(phoneKey(row));
      if (!known) rows.set(phoneKey(row), row);
      else
        Object.assign(known, {
          isPrimary: known.isPrimary || row.isPrimary,
          doNotCall: known.doNotCall || row.doNotCall,
        });
    }
  }
  const list = [...rows.values()];
  const primary = list.find((row) => row.isPrimary) ?? list[0];
  return list.map((row) => ({ ...row, isPrimary: row === primary }));
}

export interface PhoneChange {
  /** Same number as before: keeps its id and what is known of it. */
  kept: StoredPhone[];
  added: PhoneRow[];
  removed: StoredPhone[];
  /** In the order they were given. */
  order: (StoredPhone | PhoneRow)[];
}

/** What replacing one list of numbers by another changes. */
export function diffPhones(before: readonly StoredPhone[], wanted: readonly WantedPhone[]): PhoneChange {
  const known = new Map(before.map((row) => [phoneKey(row), row]));
  const order = wanted.map((row) => {
    const same = known.get(phoneKey(row));
    const invalid = row.invalid ?? same?.invalid ?? false;
    const timeZone = row.timeZone === undefined ? (same?.timeZone ?? null) : row.timeZone;
    return same ? { ...row, id: same.id, invalid, timeZone } : { ...row, invalid, timeZone };
  });
  const kept = order.filter((row): row is StoredPhone => 'id' in row);
  const keptIds = new Set(kept.map((row) => row.id));
  return {
    kept,
    order,
    added: order.filter((row) => !('id' in row)),
    removed: before.filter((row) => !keptIds.has(row.id)),
  };
}

/** As the contract shows it. */
export function toPhone(row: StoredPhone): Phone {
  return {
    id: row.id,
    raw: row.raw,
    e164: row.e164,
    extension: row.extension,
    kind: row.kind,
    primary: row.isPrimary,
    doNotCall: row.doNotCall,
    invalid: row.invalid,
    timeZone: row.timeZone,
    timeZones: row.timeZone ? [row.timeZone] : row.e164 ? numberTimeZones(row.e164) : [],
  };
}
