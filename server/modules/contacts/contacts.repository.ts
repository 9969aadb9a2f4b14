/** SQL of people. Reads of several pass through the access predicate that the caller gives. */
import type { Sql, Tx } from '../../platform/database/database.ts';
import type { Json, SqlQuery } from '../../platform/database/sql.ts';
import type { ContactRef, ContactRow } from './contact-row.ts';

const columns = `
  c.id, c.name, c.role, c.organisation_id, o.name as organisation_name, o.time_zone as organisation_time_zone,
  c.lifecycle, c.owner_agent_id, a.name as owner_name, c.team_id, c.emails, c.notes, c.vip, c.is_private, c.time_zone,
  c.birthday, c.main_need, c.satisfaction, c.source_id, c.advertising_channel, c.addresses, c.custom, c.last_call_at,
  c.last_reached_at, c.call_count, c.attempt_count, c.reached_count, c.version, c.created_at, c.updated_at, c.deleted_at,
  (select jsonb_agg(jsonb_build_object('organisationId', ro.id, 'organisationName', ro.name, 'role', r.role)
      order by r.position, ro.id)
    from contact_roles r join organisations ro on ro.id = r.organisation_id and ro.deleted_at is null
    where r.contact_id = c.id) as other_roles`;
const tables = `
  contacts c
  left join organisations o on o.id = c.organisation_id and o.deleted_at is null
  left join agents a on a.id = c.owner_agent_id`;

export async function selectContacts(sql: Sql, ids: readonly string[]): Promise<ContactRow[]> {
  return sql<ContactRow[]>`
    select ${sql.unsafe(columns)} from ${sql.unsafe(tables)} where c.id = ${sql.anyOf(ids)}`;
}

/** Of those who are not deleted. Every change of every call asks for it: whole rows cost several times as much. */
export async function selectContactRefs(sql: Sql, ids: readonly string[]): Promise<ContactRef[]> {
  return sql<ContactRef[]>`
    select c.id as "contactId", c.name, c.role, c.organisation_id as "organisationId", o.name as "organisationName",
      c.owner_agent_id as "ownerAgentId", a.name as "ownerName", c.team_id as "teamId", c.is_private as "isPrivate",
      c.source_id as "sourceId"
    from ${sql.unsafe(tables)} where c.id = ${sql.anyOf(ids)} and c.deleted_at is null`;
}

/** Holds a person until the transaction ends, so that changes come one after the other. */
export async function lockContact(tx: Tx, id: string): Promise<ContactRow | null> {
  const [locked] = await tx`select from contacts where id = ${id} for update`;
  return locked ? ((await selectContacts(tx, [id]))[0] ?? null) : null;
}

/** Also of one who was deleted. */
export async function isPrivatePerson(sql: Sql, id: string): Promise<boolean> {
  return (await sql`select from contacts where id = ${id} and is_private`).length > 0;
}

/** The person into whom this one was merged, at the end of the chain; null: into nobody. */
export async function survivorOf(sql: Sql, id: string): Promise<string | null> {
  const [row] = await sql<{ id: string }[]>`
    with recursive chain as (
      select merged_into as id from contacts where id = ${id} and merged_into is not null
      union
      select c.merged_into from contacts c join chain on c.id = chain.id where c.merged_into is not null
    )
    select chain.id from chain join contacts c on c.id = chain.id where c.merged_into is null`;
  return row?.id ?? null;
}

/** The person and everybody who was merged into that person. */
export async function selectMergedIds(sql: Sql, id: string): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    with recursive merged as (
      select ${id}::text as id
      union
      select c.id from contacts c join merged on c.merged_into = merged.id
    )
    select id from merged`;
  return rows.map((row) => row.id);
}

export interface ContactPage {
  where: SqlQuery;
  /** Id of the last person of the page before. */
  after: string | null;
  limit: number;
}

/** By name; one more than asked for says that there are more. */
export async function selectContactPage(sql: Sql, { where, after, limit }: ContactPage): Promise<ContactRow[]> {
  const rest = after ? sql`(c.name_key, c.id) > (select p.name_key, p.id from contacts p where p.id = ${after})` : null;
  return sql<ContactRow[]>`
    select ${sql.unsafe(columns)} from ${sql.unsafe(tables)}
    where ${sql.and([sql`c.deleted_at is null`, where, rest])}
    order by c.name_key, c.id limit ${limit + 1}`;
}

export type ContactColumns = Partial<{
  name: string;
  role: string | null;
  organisation_id: string | null;
  lifecycle: string;
  owner_agent_id: string | null;
  team_id: string | null;
  emails: string[];
  notes: string;
  vip: boolean;
  is_private: boolean;
  time_zone: string | null;
  birthday: string | null;
  main_need: string;
  satisfaction: number | null;
  source_id: string | null;
  advertising_channel: string;
  addresses: Json;
  custom: Json;
  deleted_at: Date | null;
}>;

export async function insertContact(sql: Sql, id: string, columnsOf: ContactColumns, now: Date): Promise<void> {
  await sql`insert into contacts ${sql({ id, ...columnsOf, created_at: now, updated_at: now })}`;
}

/** Changes columns and raises the version; returns the new one. */
export async function updateContact(sql: Sql, id: string, columnsOf: ContactColumns, now: Date): Promise<number> {
  const [row] = await sql<{ version: number }[]>`
    update contacts set ${sql({ ...columnsOf, updated_at: now })}, version = version + 1 where id = ${id} returning version`;
  return row?.version ?? 0;
}

/** Makes these the further organisations of a person. */
export async function replaceRoles(
  tx: Tx,
  contactId: string,
  roles: readonly { organisationId: string; role: string | null }[],
): Promise<void> {
  await tx`delete from contact_roles where contact_id = ${contactId}`;
  if (roles.length === 0) return;
  await tx`insert into contact_roles ${tx(
    roles.map(({ organisationId, role }, position) => ({
      contact_id: contactId,
      organisation_id: organisationId,
      role,
      position,
    })),
  )}`;
}
