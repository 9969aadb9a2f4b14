/** SQL of organisations. */
import type { Sql, Tx } from '../../platform/database/database.ts';
import type { SqlQuery } from '../../platform/database/sql.ts';

export interface OrganisationRow {
  id: string;
  name: string;
  emails: string[];
  notes: string;
  owner_agent_id: string | null;
  owner_name: string | null;
  team_id: string | null;
  time_zone: string | null;
  version: number;
  created_at: Date;
  updated_at: Date;
  deleted_at: Date | null;
}

const columns = `
  o.id, o.name, o.emails, o.notes, o.owner_agent_id, a.name as owner_name, o.team_id, o.time_zone, o.version,
  o.created_at, o.updated_at, o.deleted_at`;
const tables = 'organisations o left join agents a on a.id = o.owner_agent_id';

export async function selectOrganisations(sql: Sql, ids: readonly string[]): Promise<OrganisationRow[]> {
  return sql<OrganisationRow[]>`
    select ${sql.unsafe(columns)} from ${sql.unsafe(tables)} where o.id = any(${[...ids]}::text[])`;
}

export async function lockOrganisation(tx: Tx, id: string): Promise<OrganisationRow | null> {
  const [locked] = await tx`select from organisations where id = ${id} for update`;
  return locked ? ((await selectOrganisations(tx, [id]))[0] ?? null) : null;
}

export async function selectOrganisationPage(
  sql: Sql,
  { where, after, limit }: { where: SqlQuery; after: string | null; limit: number },
): Promise<OrganisationRow[]> {
  const rest = after
    ? sql`(o.name_key, o.id) > (select p.name_key, p.id from organisations p where p.id = ${after})`
    : null;
  return sql<OrganisationRow[]>`
    select ${sql.unsafe(columns)} from ${sql.unsafe(tables)}
    where ${sql.and([sql`o.deleted_at is null`, where, rest])}
    order by o.name_key, o.id limit ${limit + 1}`;
}

/** The organisation of this name, case and accents aside. The name is locked, so that two people do not make it twice. */
export async function findByName(tx: Tx, name: string, visible: SqlQuery): Promise<string | null> {
  await tx`select pg_advisory_xact_lock(hashtext('organisation'), hashtext(search_text(${name})))`;
  const [row] = await tx<{ id: string }[]>`
    select o.id from organisations o
    where o.name_key = search_text(${name}) and o.deleted_at is null and ${visible}
    order by o.created_at, o.id limit 1`;
  return row?.id ?? null;
}

export type OrganisationColumns = Partial<{
  name: string;
  emails: string[];
  notes: string;
  owner_agent_id: string | null;
  team_id: string | null;
  time_zone: string | null;
  deleted_at: Date | null;
}>;

export async function insertOrganisation(sql: Sql, id: string, row: OrganisationColumns, now: Date): Promise<void> {
  await sql`insert into organisations ${sql({ id, ...row, created_at: now, updated_at: now })}`;
}

/** Changes columns and raises the version; returns the new one. */
export async function updateOrganisation(sql: Sql, id: string, row: OrganisationColumns, now: Date): Promise<number> {
  const [changed] = await sql<{ version: number }[]>`
    update organisations set ${sql({ ...row, updated_at: now })}, version = version + 1 where id = ${id} returning version`;
  return changed?.version ?? 0;
}

export interface ColleagueRow {
  id: string;
  name: string;
  role: string | null;
  organisation_id: string;
}

/** People of these organisations whom the reader may see, at most a hundred of each. */
export async function selectColleagues(sql: Sql, ids: readonly string[], visible: SqlQuery): Promise<ColleagueRow[]> {
  return sql<ColleagueRow[]>`
    select m.* from unnest(${[...ids]}::text[]) as w(id)
    cross join lateral (
      select c.id, c.name, c.role, c.organisation_id from contacts c
      where c.organisation_id = w.id and c.deleted_at is null and ${visible}
      order by c.name_key, c.id limit 100
    ) m`;
}
