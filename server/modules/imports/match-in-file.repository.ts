/**
 * Rows of one file that mean the same record. Set-based: a statement per case, whatever the number of rows. A row joins
 * the earliest row it shares a number, an e-mail or a name and organisation with; the first case that finds one counts.
 */
import type { ImportRules, InFileRule } from '../../contract/imports.contract.ts';
import type { Sql } from '../../platform/database/database.ts';
import type { SqlQuery } from '../../platform/database/sql.ts';

export type Case = 'phone' | 'email' | 'name';
export const cases: readonly Case[] = ['phone', 'email', 'name'];

/** Rows that can be kept and stand for themselves so far. */
export const openRows = (sql: Sql, importId: string): SqlQuery =>
  sql`r.import_id = ${importId} and r.problem is null and r.same_as is null and r.action is null`;

/**
 * Lets the database look at some of the rows, so that it knows how to join them. It needs to know little of them; what it
 * usually looks at takes ten times as long, which is as long as all comparing of a small file.
 */
export async function learnOfRows(tx: Sql): Promise<void> {
  await tx`set local default_statistics_target = 10`;
  await tx`analyze import_rows`;
}

/** Takes back what an earlier look at the same rows found. */
export async function forgetMatches(sql: Sql, importId: string): Promise<void> {
  await sql`
    update import_rows set same_as = null, action = null, because = null, record_id = null
    where import_id = ${importId} and (same_as is not null or action is not null)`;
}

/** Of each group of rows: the row that stands for it. */
const leader = (sql: Sql, rule: InFileRule): SqlQuery => sql.unsafe(rule === 'last' ? 'max' : 'min');

async function join(sql: Sql, importId: string, rule: InFileRule, because: Case, keyed: SqlQuery): Promise<void> {
  const pick = leader(sql, rule);
  // A row without a name of its own (key null) belongs to the first named row of its group.
  await sql`
    with keyed as materialized (${keyed}),
    led as (
      select row, case when key is null
        then coalesce(${pick}(row) filter (where key is not null) over whole, ${pick}(row) over whole)
        else ${pick}(row) over named end as leader
      from keyed window whole as (partition by grp), named as (partition by grp, key)
    ), chosen as (select row, ${pick}(leader) as leader from led group by row having ${pick}(leader) <> row)
    update import_rows r set same_as = c.leader, because = ${because}
    from chosen c where r.import_id = ${importId} and r.row = c.row`;
  if (rule === 'skip')
    await sql`
      update import_rows r set action = 'skip', because = ${because} where ${openRows(sql, importId)}
      and r.row in (select same_as from import_rows where import_id = ${importId} and because = ${because} and same_as is not null)`;
}

export interface ReadFile {
  importId: string;
  /** Reading has noted which rows share a number or an e-mail with another one (`alike-rows.ts`). */
  alikeKnown: boolean;
  /** False: no column of it becomes one. */
  hasEmails: boolean;
}

/** Rows among which those with the same number or e-mail all are. */
const comparedRows = (sql: Sql, { importId, alikeKnown }: ReadFile): SqlQuery =>
  alikeKnown
    ? sql`(select i.* from import_alike a join import_rows i using (import_id, row) where a.import_id = ${importId}) r`
    : sql`import_rows r`;

/** Numbers that stand in several rows, with the name that tells people at one number apart. */
function phoneKeys(sql: Sql, file: ReadFile, { namesTellApart }: ImportRules): SqlQuery {
  const { importId } = file;
  const name = namesTellApart ? sql`case when name = e164 then null else name_words_key(name) end` : sql`''`;
  return sql`
    select row, e164 || ' ' || extension as grp, ${name} as key
    from (
      select *, count(*) over (partition by e164, extension) as times from (
        select r.row, r.name, u.e164, coalesce(u.extension, '') as extension
        from ${comparedRows(sql, file)} cross join lateral unnest(r.phone_e164, r.phone_extension) as u(e164, extension)
        where ${openRows(sql, importId)}) numbers
    ) n
    where times > 1`;
}

const emailKeys = (sql: Sql, file: ReadFile): SqlQuery => sql`
  select row, email as grp, '' as key from (
    select r.row, u.email, count(*) over (partition by u.email) as times
    from ${comparedRows(sql, file)} cross join lateral unnest(r.emails) as u(email)
    where ${openRows(sql, file.importId)}) e
  where times > 1`;

const nameKeys = (sql: Sql, importId: string): SqlQuery => sql`
  select row, grp, '' as key from (
    select row, grp, count(*) over (partition by grp) as times from (
      select r.row, name_words_key(r.name) || '|' || coalesce(search_text(r.organisation), '') as grp
      from import_rows r where ${openRows(sql, importId)}) k) n
  where times > 1`;

/** Chains (row 3 is row 2, which is row 1) end at the row that stands for all. */
async function shorten(sql: Sql, importId: string): Promise<void> {
  for (let round = 0; round < 50; round += 1) {
    const { count } = await sql`
      update import_rows r set same_as = t.same_as from import_rows t
      where r.import_id = ${importId} and r.same_as is not null and t.import_id = ${importId} and t.row = r.same_as
        and t.same_as is not null`;
    if (count === 0) return;
  }
}

/** Finds them and says what becomes of each but the one that stands for the rest. */
export async function matchInFile(sql: Sql, file: ReadFile, rules: ImportRules): Promise<void> {
  const { importId } = file;
  // Whatever the statistics say of columns that were all empty a moment ago: these tables are joined whole.
  await sql`set local enable_nestloop = off`;
  const keys = {
    phone: phoneKeys(sql, file, rules),
    email: emailKeys(sql, file),
    name: nameKeys(sql, importId),
  };
  for (const one of cases)
    if (rules.inFile[one] !== 'keep' && (one !== 'email' || file.hasEmails))
      await join(sql, importId, rules.inFile[one], one, keys[one]);
  await shorten(sql, importId);
  await sql`update import_rows r set action = 'skip' where r.import_id = ${importId} and r.same_as is not null and r.action is null`;
  await sql`set local enable_nestloop = on`;
  await learnOfRows(sql);
  const merged = cases.filter((one) => rules.inFile[one] === 'merge');
  if (merged.length > 0) await mergeRows(sql, importId, merged);
}

/** Numbers, and e-mails, that one record takes from the rows of a file. */
const mostOfOne = 20;

/** Fills the empty fields of the row that stands for a group from the others, in their order, and joins numbers, e-mails and notes. */
async function mergeRows(sql: Sql, importId: string, because: readonly Case[]): Promise<void> {
  await sql`
    with members as materialized (
      select m.same_as as root, m.* from import_rows m
      where m.import_id = ${importId} and m.same_as is not null and m.because = any(${[...because]})
    ), merged as (
      select root,
        (array_agg(role order by row) filter (where role is not null))[1] as role,
        (array_agg(organisation order by row) filter (where organisation is not null))[1] as organisation,
        (array_agg(lifecycle order by row) filter (where lifecycle is not null))[1] as lifecycle,
        (array_agg(owner_agent_id order by row) filter (where owner_agent_id is not null))[1] as owner_agent_id,
        (array_agg(time_zone order by row) filter (where time_zone is not null))[1] as time_zone,
        string_agg(notes, E'\\n' order by row) as notes, bool_or(vip) as vip, bool_or(do_not_call) as do_not_call
      from members group by root
    ), whole as materialized (
      select * from members union all
      select m.root, r.* from merged m join import_rows r on r.import_id = ${importId} and r.row = m.root
    ), emails as (
      select root, array_agg(email order by first, email) as emails from (
        select root, email, min(row) as first, row_number() over (partition by root order by min(row), email) as place
        from whole cross join lateral unnest(emails) as u(email) group by root, email) found
      where place <= ${mostOfOne} group by root
    ), customs as (
      -- The earliest row that has a value gives it: the last one of the same key stays in an object.
      select root, jsonb_object_agg(u.key, u.value order by row desc) as custom
      from members cross join lateral jsonb_each(custom) as u(key, value) group by root
    ), phones as (
      select root, array_agg(raw order by row, place) as raw, array_agg(e164 order by row, place) as e164,
        array_agg(extension order by row, place) as extension, array_agg(country order by row, place) as country,
        array_agg(line_kind order by row, place) as line_kind, array_agg(kind order by row, place) as kind
      from (
        select *, row_number() over (partition by root order by e164, extension) as count from (
          select distinct on (w.root, u.e164, u.extension) w.root, w.row, u.* from whole w
          cross join lateral unnest(w.phone_raw, w.phone_e164, w.phone_extension, w.phone_country, w.phone_line_kind, w.phone_kind)
            with ordinality as u(raw, e164, extension, country, line_kind, kind, place)
          order by w.root, u.e164, u.extension, w.row, u.place) once) found
      where count <= ${mostOfOne} group by root
    )
    update import_rows r set role = coalesce(r.role, m.role), organisation = coalesce(r.organisation, m.organisation),
      lifecycle = coalesce(r.lifecycle, m.lifecycle), owner_agent_id = coalesce(r.owner_agent_id, m.owner_agent_id),
      time_zone = coalesce(r.time_zone, m.time_zone), vip = coalesce(r.vip, m.vip),
      -- Who asked not to be called in one row is not called.
      do_not_call = coalesce(r.do_not_call or m.do_not_call, r.do_not_call, m.do_not_call),
      notes = nullif(left(concat_ws(E'\\n', r.notes, nullif(m.notes, r.notes)), 20000), ''),
      custom = coalesce(c.custom || coalesce(r.custom, '{}'), r.custom), emails = e.emails, phone_raw = p.raw,
      phone_e164 = p.e164, phone_extension = p.extension, phone_country = p.country, phone_line_kind = p.line_kind,
      phone_kind = p.kind
    from merged m
    left join emails e on e.root = m.root left join customs c on c.root = m.root left join phones p on p.root = m.root
    where r.import_id = ${importId} and r.row = m.root`;
}
