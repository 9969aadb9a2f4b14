/** SQL of marks of single numbers, and of numbers kept as they were written (row-extra.ts): run only for an import that has a column of them. */
import type { Tx } from '../../platform/database/database.ts';
import type { RecordTable } from './update-records.repository.ts';
import type { RowRange } from './write-creates.repository.ts';

/** Gives the numbers that these rows have just become their marks. */
export async function markCreated(tx: Tx, { importId, after, upTo }: RowRange, table: RecordTable): Promise<void> {
  const [holder, prefix] =
    table === 'contacts' ? (['contact_id', 'ctc_'] as const) : (['organisation_id', 'org_'] as const);
  // Rows that were merged may both say something of the same number.
  await tx`
    update phones p set do_not_call = p.do_not_call or m.do_not_call, invalid = m.invalid, time_zone = m.time_zone
    from (
      select r.new_id, x.e164, x.extension, coalesce(bool_or(x."doNotCall"), false) as do_not_call,
        coalesce(bool_or(x.invalid), false) as invalid, min(x."timeZone") as time_zone
      from import_rows r cross join lateral jsonb_to_recordset(r.extra->'numberMarks')
        as x(e164 text, extension text, "doNotCall" boolean, invalid boolean, "timeZone" text)
      where r.import_id = ${importId} and r.row > ${after} and r.row <= ${upTo} and r.problem is null and r.action is null
        and r.extra ? 'numberMarks'
      group by r.new_id, x.e164, x.extension) m
    where p.${tx(holder)} = ${prefix} || m.new_id and p.e164 = m.e164 and p.extension is not distinct from m.extension`;
}

/** Adds the numbers that nobody could repair behind those that were. */
export async function addAsWritten(
  tx: Tx,
  { importId, after, upTo }: RowRange,
  table: RecordTable,
  now: Date,
): Promise<void> {
  const [holder, prefix] =
    table === 'contacts' ? (['contact_id', 'ctc_'] as const) : (['organisation_id', 'org_'] as const);
  await tx`
    insert into phones (id, ${tx(holder)}, position, raw, digits, kind, is_primary, do_not_call, invalid, time_zone, created_at)
    select 'phn_' || n.new_id || 'w' || n.place, ${prefix} || n.new_id, n.numbers + n.place - 1, n.raw, n.digits, n.kind,
      n.numbers + n.place = 1, coalesce(n.do_not_call or n."doNotCall", n.do_not_call, n."doNotCall", false),
      coalesce(n.invalid, false), n."timeZone", ${now}
    from (
      select r.new_id, r.do_not_call, coalesce(cardinality(r.phone_e164), 0) as numbers, x.raw, x.digits, x.kind,
        x."doNotCall", x.invalid, x."timeZone", row_number() over (partition by r.new_id order by x.place) as place
      from import_rows r cross join lateral (
        -- Rows that were merged may both have the same one.
        select w.raw, w.digits, min(e.place) as place, (array_agg(w.kind order by e.place))[1] as kind,
          bool_or(w."doNotCall") as "doNotCall", bool_or(w.invalid) as invalid, min(w."timeZone") as "timeZone"
        from jsonb_array_elements(r.extra->'asWritten') with ordinality as e(value, place)
        cross join lateral jsonb_to_record(e.value) as w(raw text, digits text, kind text, "doNotCall" boolean,
          invalid boolean, "timeZone" text)
        group by w.raw, w.digits) x
      where r.import_id = ${importId} and r.row > ${after} and r.row <= ${upTo} and r.problem is null and r.action is null
        and r.extra ? 'asWritten') n
    where n.numbers + n.place <= 20`;
}

export interface ForbiddenNumber {
  record_id: string;
  e164: string;
  extension: string | null;
}

/** Numbers that a row says are not to be called, of records that had them before: like the mark of a whole record, for good. */
export async function forbidNumbers(tx: Tx, table: RecordTable, numbers: readonly ForbiddenNumber[]): Promise<void> {
  if (numbers.length === 0) return;
  await tx`
    update phones p set do_not_call = true
    from jsonb_to_recordset(${tx.json(numbers)}::jsonb) as n(record_id text, e164 text, extension text)
    where p.${tx(table === 'contacts' ? 'contact_id' : 'organisation_id')} = n.record_id and p.e164 = n.e164
      and p.extension is not distinct from n.extension and not p.do_not_call`;
}
