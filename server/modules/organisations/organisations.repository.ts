/** SQL of organisations. */
import type { Address } from '../../contract/contacts.contract.ts';
import type { CustomValues } from '../../contract/custom-fields.contract.ts';
import type { Sql, Tx } from '../../platform/database/database.ts';
import type { Json, SqlQuery } from '../../platform/database/sql.ts';

export interface OrganisationRow {
  id: string;
  name: string;
  emails: string[];
  notes: string;
  owner_agent_id: string | null;
  owner_name: string | null;
  team_id: string | null;
  time_zone: string | null;
  parent_id: string | null;
  parent_name: string | null;
  lifecycle: string;
  source_id: string | null;
  website: string;
  addresses: Address[];
  custom: CustomValues;
  version: number;
  created_at: Date;
  updated_at: Date;
  deleted_at: Date | null;
  merged_into: string | null;
}

const columns = `
  o.id, o.name, o.emails, o.notes, o.owner_agent_id, a.name as owner_name, o.team_id, o.time_zone,
  p.id as parent_id, p.name as parent_name, o.lifecycle, o.source_id, o.website, o.addresses, o.custom, o.version,
  o.created_at, o.updated_at, o.deleted_at, o.merged_into`;
const tables = `
  organisations o
  left join agents a on a.id = o.owner_agent_id
  left join organisations p on p.id = o.parent_id and p.deleted_at is null`;

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
  parent_id: string | null;
  lifecycle: string;
  source_id: string | null;
  website: string;
  addresses: Json;
  custom: Json;
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
      select c.id, c.name, coalesce(r.role, c.role) as role, w.id as organisation_id
      from (
        select id as contact_id, null::text as role from contacts where organisation_id = w.id
        union all
        select contact_id, role from contact_roles where organisation_id = w.id
      ) r
      join contacts c on c.id = r.contact_id
      where c.deleted_at is null and ${visible}
      order by c.name_key, c.id limit 100
    ) m`;
}

/** Organisations that belong to these and that the reader may see, at most a hundred of each. */
export async function selectChildren(
  sql: Sql,
  ids: readonly string[],
  visible: SqlQuery,
): Promise<{ id: string; name: string; parent_id: string }[]> {
  return sql<{ id: string; name: string; parent_id: string }[]>`
    select m.* from unnest(${[...ids]}::text[]) as w(id)
    cross join lateral (
      select o.id, o.name, o.parent_id from organisations o
      where o.parent_id = w.id and o.deleted_at is null and ${visible}
      order by o.name_key, o.id limit 100
    ) m`;
}

/** True when `id` stands above `parentId` already, or is it: making it the child would close a circle. */
export async function isAbove(sql: Sql, id: string, parentId: string): Promise<boolean> {
  const [row] = await sql`
    with recursive up as (
      select id, parent_id from organisations where id = ${parentId}
      union
      select o.id, o.parent_id from organisations o join up on o.id = up.parent_id
    )
    select from up where id = ${id}`;
  return row !== undefined;
}

/** People of an organisation, those spoken with last first. The caller checks what may be seen of each. */
export async function selectPeopleSpokenWith(sql: Sql, id: string, limit: number): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    select c.id from contacts c
    where c.deleted_at is null and (c.organisation_id = ${id}
      or c.id in (select contact_id from contact_roles where organisation_id = ${id}))
    order by c.last_call_at desc nulls last, c.id limit ${limit}`;
  return rows.map((row) => row.id);
}

/** The organisation into which this one was merged, at the end of the chain; null: into none. */
export async function organisationSurvivorOf(sql: Sql, id: string): Promise<string | null> {
  const [row] = await sql<{ id: string }[]>`
    with recursive chain as (
      select merged_into as id from organisations where id = ${id} and merged_into is not null
      union
      select o.merged_into from organisations o join chain on o.id = chain.id where o.merged_into is not null
    )
    select chain.id from chain join organisations o on o.id = chain.id where o.merged_into is null`;
  return row?.id ?? null;
}

/** The organisation and all that were merged into it: their changes are its history. */
export async function selectMergedOrganisationIds(sql: Sql, id: string): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    with recursive merged as (
      select ${id}::text as id
      union
      select o.id from organisations o join merged on o.merged_into = merged.id
    )
    select id from merged`;
  return rows.map((row) => row.id);
}
