/** SQL of numbers. */
import type { Sql } from '../../platform/database/database.ts';
import type { StoredPhone } from './phone-rows.ts';
import type { NumberHolder } from './phones.events.ts';

export interface PhoneTableRow {
  id: string;
  contact_id: string | null;
  organisation_id: string | null;
  raw: string;
  e164: string | null;
  extension: string | null;
  digits: string;
  country: string | null;
  line_kind: string | null;
  kind: StoredPhone['kind'];
  is_primary: boolean;
  do_not_call: boolean;
  invalid: boolean;
  time_zone: string | null;
}

export const toStored = (row: PhoneTableRow): StoredPhone => ({
  id: row.id,
  raw: row.raw,
  e164: row.e164,
  extension: row.extension,
  digits: row.digits,
  country: row.country,
  lineKind: row.line_kind,
  kind: row.kind,
  isPrimary: row.is_primary,
  doNotCall: row.do_not_call,
  invalid: row.invalid,
  timeZone: row.time_zone,
});

/** Numbers of these records, in the order they are shown. */
export function selectPhones(sql: Sql, column: 'contact_id' | 'organisation_id', ids: readonly string[]) {
  return sql<PhoneTableRow[]>`
    select id, contact_id, organisation_id, raw, e164, extension, digits, country, line_kind, kind, is_primary,
      do_not_call, invalid, time_zone
    from phones where ${sql(column)} = ${sql.anyOf(ids)} order by position, id`;
}

export async function selectPhone(sql: Sql, id: string): Promise<PhoneTableRow | null> {
  const [row] = await sql<PhoneTableRow[]>`
    select id, contact_id, organisation_id, raw, e164, extension, digits, country, line_kind, kind, is_primary,
      do_not_call, invalid
    from phones where id = ${id}`;
  return row ?? null;
}

export async function insertPhone(sql: Sql, holder: NumberHolder, row: StoredPhone, position: number, now: Date) {
  await sql`insert into phones ${sql({
    id: row.id,
    contact_id: holder.contactId,
    organisation_id: holder.organisationId,
    position,
    raw: row.raw,
    e164: row.e164,
    extension: row.extension,
    digits: row.digits,
    country: row.country,
    line_kind: row.lineKind,
    kind: row.kind,
    is_primary: row.isPrimary,
    do_not_call: row.doNotCall,
    invalid: row.invalid,
    time_zone: row.timeZone,
    created_at: now,
  })}`;
}

export async function updatePhone(sql: Sql, row: StoredPhone, position: number) {
  await sql`update phones set ${sql({
    position,
    raw: row.raw,
    kind: row.kind,
    is_primary: row.isPrimary,
    do_not_call: row.doNotCall,
    invalid: row.invalid,
    time_zone: row.timeZone,
  })} where id = ${row.id}`;
}

export async function deletePhones(sql: Sql, ids: readonly string[]) {
  if (ids.length > 0) await sql`delete from phones where id = any(${[...ids]}::text[])`;
}
