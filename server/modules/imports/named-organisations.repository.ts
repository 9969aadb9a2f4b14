/** SQL of organisations that a file names beside the first one of a person: further ones, and holdings. Made once when missing. */
import type { Sql, Tx } from '../../platform/database/database.ts';
import type { SqlQuery } from '../../platform/database/sql.ts';
import type { Principal } from '../access/principal.ts';
import { visiblePredicate } from '../access/visible-predicate.ts';
import { lockNames, type RowRange } from './write-creates.repository.ts';

/** The organisation of that name which the importer may see; the oldest one when there are several. */
const named = (sql: Sql, principal: Principal, name: SqlQuery): SqlQuery => sql`
  left join lateral (
    select o.id from organisations o
    where o.name_key = search_text(${name}) and o.deleted_at is null
      and ${visiblePredicate(sql, principal, 'contacts.read', { ownerAgent: 'o.owner_agent_id', team: 'o.team_id' })}
    order by o.created_at, o.id limit 1) named on true`;

const rolesOf = (sql: Sql): SqlQuery => sql`
  cross join lateral (
    select x.value->>'organisation' as name, x.value->>'role' as role, x.place::int as place
    from jsonb_array_elements(r.extra->'otherRoles') with ordinality as x(value, place)) n`;
/** Its place, which gives the last letter of an id, is behind those of all roles. */
const parentOf = (sql: Sql): SqlQuery =>
  sql`cross join lateral (select r.extra->>'parent' as name, null::text as role, 26 as place) n`;

/** What names them: people their further organisations, organisations their holding. */
export type Naming = 'roles' | 'parent';
const namesOf = (sql: Sql, naming: Naming): SqlQuery => (naming === 'roles' ? rolesOf(sql) : parentOf(sql));

const inRange = (sql: Sql, { importId, after, upTo }: RowRange): SqlQuery => sql`
  r.import_id = ${importId} and r.row > ${after} and r.row <= ${upTo} and r.problem is null and r.extra is not null`;

/**
 * Makes those that are not there. In `import_changes` they stand under −(32 × row + place), since a row has an organisation
 * of its own there already. Returns their ids.
 */
export async function createNamed(
  tx: Tx,
  range: RowRange,
  { naming, principal, now }: { naming: Naming; principal: Principal; now: Date },
): Promise<string[]> {
  const missing = tx`
    select distinct on (search_text(n.name)) r.row, n.place, r.new_id || chr(96 + n.place) as new_id, n.name,
      search_text(n.name) as key
    from import_rows r ${namesOf(tx, naming)} ${named(tx, principal, tx`n.name`)}
    where ${inRange(tx, range)} and (r.action is null or r.action = 'update') and n.name is not null and named.id is null
    order by search_text(n.name), r.row, n.place`;
  const rows = await tx<{ row: number; place: number; new_id: string; name: string; key: string }[]>`${missing}`;
  if (rows.length === 0) return [];
  await lockNames(tx, rows);
  const made = await tx<{ id: string }[]>`
    with missing as materialized (${missing}), made as (
      insert into organisations (id, name, created_at, updated_at)
      select 'org_' || new_id, name, ${now}, ${now} from missing returning id
    ), noted as (
      insert into import_changes (import_id, row, kind, record_id)
      select ${range.importId}, -(32 * row + place), 'organisation', 'org_' || new_id from missing
    )
    select id from made`;
  return made.map(({ id }) => id);
}

/** The further organisations of people whom these rows have just become. */
export async function linkRoles(tx: Tx, range: RowRange, principal: Principal): Promise<void> {
  await tx`
    insert into contact_roles (contact_id, organisation_id, position, role)
    select c.id, named.id, n.place - 1, n.role
    from import_rows r ${rolesOf(tx)} ${named(tx, principal, tx`n.name`)}
    join contacts c on c.id = 'ctc_' || r.new_id
    where ${inRange(tx, range)} and r.action is null and named.id is not null
      and named.id is distinct from c.organisation_id
    order by r.row, n.place
    on conflict do nothing`;
}

/** The holdings of organisations that these rows have become. Returns the ids of those that got one. */
export async function linkParents(tx: Tx, range: RowRange, principal: Principal): Promise<string[]> {
  const rows = await tx<{ id: string }[]>`
    update organisations t set parent_id = p.parent_id
    from (
      select 'org_' || r.new_id as id, named.id as parent_id
      from import_rows r ${parentOf(tx)} ${named(tx, principal, tx`n.name`)}
      where ${inRange(tx, range)} and r.action is null and n.name is not null and named.id is not null) p
    where t.id = p.id and p.parent_id <> t.id and t.parent_id is null returning t.id`;
  return rows.map(({ id }) => id);
}

/** Ids of organisations by the names as they were written. */
export async function organisationsByName(
  tx: Tx,
  principal: Principal,
  names: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (names.length === 0) return new Map();
  const rows = await tx<{ name: string; id: string }[]>`
    select n.name, named.id from unnest(${[...new Set(names)]}::text[]) as n(name) ${named(tx, principal, tx`n.name`)}
    where named.id is not null`;
  return new Map(rows.map(({ name, id }) => [name, id]));
}

export interface AddedRole {
  contact_id: string;
  organisation_id: string;
  role: string | null;
}

/** Adds further organisations to people who are in the base; returns those that they did not have. */
export async function addRoles(tx: Tx, roles: readonly AddedRole[]): Promise<AddedRole[]> {
  if (roles.length === 0) return [];
  return tx<AddedRole[]>`
    insert into contact_roles (contact_id, organisation_id, position, role)
    select w.contact_id, w.organisation_id, (row_number() over (partition by w.contact_id)
        + (select coalesce(max(k.position), -1) from contact_roles k where k.contact_id = w.contact_id))::smallint, w.role
    from jsonb_to_recordset(${tx.json(roles)}::jsonb) as w(contact_id text, organisation_id text, role text)
    join contacts c on c.id = w.contact_id and c.organisation_id is distinct from w.organisation_id
    on conflict do nothing returning contact_id, organisation_id, role`.execute();
}

/** Takes further organisations away again. */
export async function takeRoles(
  tx: Tx,
  roles: readonly { contactId: string; organisationId: string }[],
): Promise<void> {
  if (roles.length === 0) return;
  await tx`
    delete from contact_roles k
    using unnest(${roles.map(({ contactId }) => contactId)}::text[],
      ${roles.map(({ organisationId }) => organisationId)}::text[]) as w(contact_id, organisation_id)
    where k.contact_id = w.contact_id and k.organisation_id = w.organisation_id`;
}
