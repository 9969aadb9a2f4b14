/**
 * SQL of fields that few files have (row-extra.ts). Statements of their own, run only for an import that has such a column,
 * so that a list of names and numbers pays nothing for them.
 */
import type { ImportRules } from '../../contract/imports.contract.ts';
import type { Sql, Tx } from '../../platform/database/database.ts';
import { type Case, cases } from './match-in-file.repository.ts';
import type { ExtraFields } from './plan-update.ts';
import type { RowExtra } from './row-extra.ts';
import type { RecordTable } from './update-records.repository.ts';
import type { RowRange } from './write-creates.repository.ts';

/**
 * Fills what the row that stands for a group does not say from the others: the earliest that says it gives it. Numbers are
 * joined, so their marks are as well.
 */
export async function mergeExtra(sql: Sql, importId: string, rules: ImportRules): Promise<void> {
  const merged: Case[] = cases.filter((one) => rules.inFile[one] === 'merge');
  if (merged.length === 0) return;
  const joined = (key: 'numberMarks' | 'asWritten') => sql`
    case when m.has_numbers then coalesce((
      select jsonb_build_object(${key}::text, coalesce(r.extra->${key}::text, '[]') || jsonb_agg(e.value order by y.row))
      from import_rows y cross join lateral jsonb_array_elements(y.extra->${key}::text) as e(value)
      where y.import_id = ${importId} and y.same_as = r.row and y.because = any(${merged}) having count(*) > 0), '{}')
    else '{}'::jsonb end`;
  // A row hides the client of the owner that it names, and of nobody else.
  await sql`
    update import_rows r set extra = m.extra || coalesce(r.extra, '{}')
      || case when r.owner_agent_id = any(m.hiding) then '{"private": true}'::jsonb else '{}'::jsonb end
      || ${joined('numberMarks')} || ${joined('asWritten')}
    from (
      select x.same_as as root, bool_or(x.extra ?| '{numberMarks,asWritten}') as has_numbers,
        array_agg(x.owner_agent_id) filter (where (x.extra->>'private')::boolean) as hiding,
        coalesce(jsonb_object_agg(u.key, u.value order by x.row desc) filter (where u.key is not null), '{}') as extra
      from import_rows x left join lateral jsonb_each(x.extra - '{private,numberMarks,asWritten}'::text[])
        as u(key, value) on true
      where x.import_id = ${importId} and x.same_as is not null and x.because = any(${merged}) and x.extra is not null
      group by x.same_as) m
    where r.import_id = ${importId} and r.row = m.root`;
}

/** Writes them into the records that these rows have just become. */
export async function fillCreated(tx: Tx, { importId, after, upTo }: RowRange, table: RecordTable): Promise<void> {
  const isPeople = table === 'contacts';
  const own = isPeople
    ? tx`birthday = (r.extra->>'birthday')::date, main_need = coalesce(r.extra->>'mainNeed', t.main_need),
        satisfaction = (r.extra->>'satisfaction')::smallint,
        advertising_channel = coalesce(r.extra->>'advertisingChannel', t.advertising_channel),
        is_private = coalesce((r.extra->>'private')::boolean, false),
        team_id = case when (r.extra->>'private')::boolean then null else t.team_id end`
    : tx`website = coalesce(r.extra->>'website', t.website)`;
  await tx`
    update ${tx(table)} t set source_id = coalesce(r.extra->>'sourceId', t.source_id),
      addresses = coalesce(r.extra->'addresses', t.addresses), ${own}
    from import_rows r
    where r.import_id = ${importId} and r.row > ${after} and r.row <= ${upTo} and r.problem is null and r.action is null
      and r.extra is not null and t.id = ${isPeople ? 'ctc_' : 'org_'} || r.new_id`;
}

export interface RowSays {
  row: number;
  fields: { [Key in keyof ExtraFields]: ExtraFields[Key] | null };
  /** Further organisations of a person, by name. */
  roles: { organisation: string; role: string | null }[] | null;
  parent: string | null;
  marks: RowExtra['numberMarks'] | null;
  written: RowExtra['asWritten'] | null;
}

/** What these rows say of them; the names of organisations are looked up by `organisationsByName`. */
export async function selectExtra(sql: Sql, importId: string, rows: readonly number[]): Promise<Map<number, RowSays>> {
  const found = await sql<RowSays[]>`
    select r.row, r.extra->'otherRoles' as roles, r.extra->>'parent' as parent, r.extra->'numberMarks' as marks,
      r.extra->'asWritten' as written,
      jsonb_build_object('birthday', r.extra->>'birthday', 'main_need', r.extra->>'mainNeed',
        'satisfaction', r.extra->'satisfaction', 'source_id', r.extra->>'sourceId',
        'advertising_channel', r.extra->>'advertisingChannel', 'addresses', r.extra->'addresses',
        'website', r.extra->>'website', 'parent_id', null) as fields
    from import_rows r where r.import_id = ${importId} and r.row = any(${[...rows]}) and r.extra is not null`;
  return new Map(found.map((one) => [one.row, one]));
}

/** Organisations that would stand above themselves: the holding that closed the circle is taken from them. */
export async function breakCircles(tx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await tx`
    with recursive up as (
      select o.id as start, o.parent_id as at from organisations o where o.id = any(${[...ids]}) and o.parent_id is not null
      union
      select up.start, o.parent_id from up join organisations o on o.id = up.at
      where o.parent_id is not null and up.at <> up.start
    )
    update organisations set parent_id = null where id in (select start from up where at = start)`;
}
