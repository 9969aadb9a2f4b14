/** Rows that mean a person or an organisation who is in the base already. Set-based: one statement per case. */
import type { ImportRules, InBaseRule } from '../../contract/imports.contract.ts';
import type { Sql } from '../../platform/database/database.ts';
import type { SqlQuery } from '../../platform/database/sql.ts';
import type { Principal } from '../access/principal.ts';
import { visiblePredicate } from '../access/visible-predicate.ts';
import { type Case, cases, openRows } from './match-in-file.repository.ts';
import { idsUpTo } from './new-ids.ts';

export interface BaseMatch {
  importId: string;
  target: 'contacts' | 'organisations';
  rules: ImportRules;
  /** False: no column of the file becomes one. */
  hasEmails: boolean;
  /** Records out of this person's reach are not changed: the row is a clash. */
  principal: Principal;
}

/** Organisations are never private. */
const privacy = (sql: Sql, target: BaseMatch['target']): SqlQuery =>
  sql.unsafe(target === 'contacts' ? 't.is_private' : 'false');

/** Above this many e-mails reading those of the whole base once is cheaper than looking each up. */
const manyEmails = 20_000;

function byPhone(sql: Sql, { importId, target, rules }: BaseMatch): SqlQuery {
  const holder = sql.unsafe(target === 'contacts' ? 'contact_id' : 'organisation_id');
  const sameName =
    rules.namesTellApart && target === 'contacts'
      ? sql`and (a.name = a.e164 or name_words_key(t.name) = name_words_key(a.name))`
      : sql.empty;
  return sql`
    select a.row, t.id, t.owner_agent_id, t.team_id, ${privacy(sql, target)} as is_private from (
      select r.row, r.name, u.e164, coalesce(u.extension, '') as extension
      from import_rows r cross join lateral unnest(r.phone_e164, r.phone_extension) as u(e164, extension)
      where ${openRows(sql, importId)}) a
    join phones p on p.e164 = a.e164 and coalesce(p.extension, '') = a.extension
    join ${sql(target)} t on t.id = p.${holder}
    where t.deleted_at is null ${sameName}`;
}

async function hasFewEmails(sql: Sql, importId: string): Promise<boolean> {
  const [row] = await sql<{ count: number }[]>`
    select count(*)::int as count from (
      select from import_rows r where ${openRows(sql, importId)} and r.emails is not null limit ${manyEmails}) few`;
  return (row?.count ?? 0) < manyEmails;
}

function byEmail(sql: Sql, { importId, target }: BaseMatch, isFew: boolean): SqlQuery {
  const asked = sql`
    select r.row, u.email from import_rows r cross join lateral unnest(r.emails) as u(email) where ${openRows(sql, importId)}`;
  if (target === 'contacts' && isFew)
    return sql`
      select a.row, t.id, t.owner_agent_id, t.team_id, ${privacy(sql, target)} as is_private from (${asked}) a
      join contacts t on t.emails @> array[a.email] where t.deleted_at is null`;
  return sql`
    select a.row, t.id, t.owner_agent_id, t.team_id, ${privacy(sql, target)} as is_private from (${asked}) a join (
      select x.*, u.email from ${sql(target)} x cross join lateral unnest(x.emails) as u(email)
      where x.deleted_at is null) t on t.email = a.email`;
}

function byName(sql: Sql, { importId, target }: BaseMatch): SqlQuery {
  const asked = sql`
    select r.row, search_text(r.name) as name_key, coalesce(search_text(r.organisation), '') as organisation_key
    from import_rows r where ${openRows(sql, importId)}`;
  if (target === 'organisations')
    return sql`
      select a.row, t.id, t.owner_agent_id, t.team_id, ${privacy(sql, target)} as is_private from (${asked}) a
      join organisations t on t.name_key = a.name_key where t.deleted_at is null`;
  return sql`
    select a.row, t.id, t.owner_agent_id, t.team_id, ${privacy(sql, target)} as is_private from (${asked}) a
    join contacts t on t.name_key = a.name_key
    left join organisations o on o.id = t.organisation_id and o.deleted_at is null
    where t.deleted_at is null and coalesce(o.name_key, '') = a.organisation_key`;
}

const ownIds = ({ importId, target }: BaseMatch) => idsUpTo(target === 'contacts' ? 'ctc' : 'org', importId);

/** False: the base has nothing yet but what this import has made. */
async function hasOthers(sql: Sql, match: BaseMatch): Promise<boolean> {
  const [first, last] = ownIds(match);
  const [row] = await sql<{ others: boolean }[]>`
    select exists (select from ${sql(match.target)} where id < ${first})
      or exists (select from ${sql(match.target)} where id > ${last}) as others`;
  return row?.others === true;
}

const actionOf = (rule: InBaseRule): string => (rule === 'skip' ? 'skip' : rule === 'ask' ? 'clash' : 'update');

async function mark(sql: Sql, match: BaseMatch, because: Case, hits: SqlQuery): Promise<void> {
  const { importId, rules, principal } = match;
  const [first, last] = ownIds(match);
  const reachable = visiblePredicate(sql, principal, 'contacts.write', {
    ownerAgent: 'h.owner_agent_id',
    team: 'h.team_id',
    isPrivate: 'h.is_private',
  });
  // What this import has made itself (before a crash) is not "in the base already".
  await sql`
    with hits as (${hits}),
    known as (
      select h.row, min(h.id) as id, count(distinct h.id) as several, bool_and(${reachable}) as is_reachable
      from hits h
      where h.id not between ${first} and ${last} group by h.row
    )
    update import_rows r set record_id = k.id,
      action = case when not k.is_reachable or k.several > 1 then 'clash' else ${actionOf(rules.inBase[because])} end,
      because = case when not k.is_reachable then 'not-yours' when k.several > 1 then 'several' else ${because} end
    from known k where r.import_id = ${importId} and r.row = k.row`;
}

export async function matchInBase(sql: Sql, match: BaseMatch): Promise<void> {
  if (!(await hasOthers(sql, match))) return;
  for (const one of cases) {
    if (match.rules.inBase[one] === 'create' || (one === 'email' && !match.hasEmails)) continue;
    const isFew = one === 'email' && (await hasFewEmails(sql, match.importId));
    const hits =
      one === 'phone' ? byPhone(sql, match) : one === 'email' ? byEmail(sql, match, isFew) : byName(sql, match);
    await mark(sql, match, one, hits);
  }
}

/** What the dry run found. */
export async function countRows(sql: Sql, importId: string) {
  const [row] = await sql<{ problems: number; create: number; update: number; skip: number; clash: number }[]>`
    select count(*) filter (where problem is not null)::int as problems,
      count(*) filter (where problem is null and action is null)::int as create,
      count(*) filter (where action = 'update')::int as update,
      count(*) filter (where action = 'skip')::int as skip,
      count(*) filter (where action = 'clash')::int as clash
    from import_rows where import_id = ${importId}`;
  return row ?? { problems: 0, create: 0, update: 0, skip: 0, clash: 0 };
}
