/** SQL of what an import makes: a batch of rows becomes records with their numbers, each in one statement. */
import type { ImportDefaults } from '../../contract/imports.contract.ts';
import type { Sql, Tx } from '../../platform/database/database.ts';
import type { SqlQuery } from '../../platform/database/sql.ts';
import type { Principal } from '../access/principal.ts';
import { visiblePredicate } from '../access/visible-predicate.ts';
import { type References, withKeysAtOnce } from './keys-at-once.repository.ts';
import { newOwner } from './share-out.ts';

export interface RowRange {
  importId: string;
  /** Rows after this one, up to and with the other. */
  after: number;
  upTo: number;
}

const toCreate = (sql: Sql, { importId, after, upTo }: RowRange): SqlQuery =>
  sql`r.import_id = ${importId} and r.row > ${after} and r.row <= ${upTo} and r.problem is null and r.action is null`;

/** The organisation of that name which the importer may see; the oldest one when there are several. */
export const namedOrganisation = (sql: Sql, principal: Principal): SqlQuery => sql`
  left join lateral (
    select o.id from organisations o
    where o.name_key = search_text(r.organisation) and o.deleted_at is null
      and ${visiblePredicate(sql, principal, 'contacts.read', { ownerAgent: 'o.owner_agent_id', team: 'o.team_id' })}
    order by o.created_at, o.id limit 1) named on r.organisation is not null`;

/** The same lock that the quick entry takes, in one order, so that nobody makes the same organisation meanwhile. */
export const lockNames = (tx: Tx, names: readonly { key: string }[]) =>
  tx`
    select pg_advisory_xact_lock(hashtext('organisation'), h) from (
      select distinct hashtext(key) as h from unnest(${names.map(({ key }) => key)}::text[]) as u(key) order by 1) locks`.execute();

/** Organisations that people of these rows belong to and nobody has made yet. Returns their ids. */
export async function createOrganisationsOfPeople(
  tx: Tx,
  range: RowRange,
  principal: Principal,
  now: Date,
): Promise<string[]> {
  const { importId, after, upTo } = range;
  const missing = tx`
    select distinct on (search_text(r.organisation)) r.row, r.new_id, r.organisation, search_text(r.organisation) as key
    from import_rows r ${namedOrganisation(tx, principal)}
    where r.import_id = ${importId} and r.row > ${after} and r.row <= ${upTo} and r.problem is null
      and (r.action is null or r.action = 'update') and r.organisation is not null and named.id is null
    order by search_text(r.organisation), r.row`;
  const rows = await tx<{ row: number; new_id: string; organisation: string; key: string }[]>`${missing}`;
  if (rows.length === 0) return [];
  await lockNames(tx, rows);
  const made = await tx<{ id: string }[]>`
    with missing as materialized (${missing}), made as (
      insert into organisations (id, name, created_at, updated_at)
      select 'org_' || new_id, organisation, ${now}, ${now} from missing returning id
    ), noted as (
      insert into import_changes (import_id, row, kind, record_id)
      select ${importId}, row, 'organisation', 'org_' || new_id from missing
    )
    select id from made`;
  return made.map(({ id }) => id);
}

type Numbers = 'one' | 'several';

/** A row with one number, as nearly all are, is spared the unfolding of its lists. */
const numbersOf = (sql: Sql, range: RowRange, numbers: Numbers): SqlQuery =>
  numbers === 'one'
    ? sql`
    select r.new_id, r.do_not_call, r.phone_raw[1] as raw, r.phone_e164[1] as e164, r.phone_extension[1] as extension,
      r.phone_country[1] as country, r.phone_line_kind[1] as line_kind, r.phone_kind[1] as kind, 1 as place
    from import_rows r where ${toCreate(sql, range)} and cardinality(r.phone_e164) = 1`
    : sql`
    select r.new_id, r.do_not_call, u.raw, u.e164, u.extension, u.country, u.line_kind, u.kind, u.place::int
    from import_rows r
    cross join lateral unnest(r.phone_raw, r.phone_e164, r.phone_extension, r.phone_country, r.phone_line_kind, r.phone_kind)
      with ordinality as u(raw, e164, extension, country, line_kind, kind, place)
    where ${toCreate(sql, range)} and cardinality(r.phone_e164) > 1`;

const phonesOf = (sql: Sql, range: RowRange, target: 'contacts' | 'organisations', now: Date): SqlQuery => {
  const isPeople = target === 'contacts';
  return sql`
    insert into phones (id, contact_id, organisation_id, position, raw, e164, extension, digits, country, line_kind, kind,
      is_primary, do_not_call, created_at)
    select 'phn_' || n.new_id || chr(96 + n.place), ${isPeople ? sql`'ctc_' || n.new_id` : sql`null`},
      ${isPeople ? sql`null` : sql`'org_' || n.new_id`}, n.place - 1, n.raw, n.e164, n.extension, substr(n.e164, 2), n.country,
      n.line_kind, n.kind, n.place = 1, coalesce(n.do_not_call, false), ${now}
    from (${numbersOf(sql, range, 'one')} union all ${numbersOf(sql, range, 'several')}) n`;
};

export interface Making {
  principal: Principal;
  /** What a record gets when its row says nothing. */
  defaults: ImportDefaults;
  now: Date;
}

type Made = References & { ids: string[] | null };

/** What an insert made and what that refers to, in one row. */
const madeBy = (sql: Sql, insert: SqlQuery, organisation: SqlQuery): SqlQuery<Made[]> => sql<Made[]>`
  with made as (${insert} returning id, ${organisation} as organisation_id, owner_agent_id, team_id, source_id)
  select array_agg(id) as ids,
    array_agg(distinct organisation_id) filter (where organisation_id is not null) as organisations,
    array_agg(distinct owner_agent_id) filter (where owner_agent_id is not null) as agents,
    array_agg(distinct team_id) filter (where team_id is not null) as teams,
    array_agg(distinct source_id) filter (where source_id is not null) as sources
  from made`;

/** Makes the people of these rows. Returns their ids. */
export async function createPeople(tx: Tx, range: RowRange, { principal, defaults, now }: Making): Promise<string[]> {
  const { sourceId, lifecycle } = defaults;
  const owner = newOwner(tx, range, defaults);
  const insert = tx`
    insert into contacts (id, name, role, organisation_id, lifecycle, owner_agent_id, team_id, emails, notes, vip, time_zone,
      custom, source_id, created_at, updated_at)
    select 'ctc_' || r.new_id, r.name, r.role, named.id, coalesce(r.lifecycle, ${lifecycle}::text, 'lead'), a.id, a.team_id,
      coalesce(r.emails, '{}'), coalesce(r.notes, ''), coalesce(r.vip, false), r.time_zone,
      coalesce(r.custom, '{}'),
      coalesce(${sourceId}::text, (select id from directory_entries where directory = 'source' and key = 'import' and active)), ${now}, ${now}
    from import_rows r ${owner.join} left join agents a on a.id = coalesce(r.owner_agent_id, ${owner.agentId}) ${namedOrganisation(tx, principal)}
    where ${toCreate(tx, range)}`;
  return write(tx, range, { target: 'contacts', now, made: madeBy(tx, insert, tx`organisation_id`) });
}

export async function createOrganisations(tx: Tx, range: RowRange, { defaults, now }: Making): Promise<string[]> {
  const { sourceId, lifecycle } = defaults;
  const owner = newOwner(tx, range, defaults);
  const insert = tx`
    insert into organisations (id, name, lifecycle, source_id, owner_agent_id, team_id, emails, notes, time_zone, custom, created_at, updated_at)
    select 'org_' || r.new_id, r.name, coalesce(r.lifecycle, ${lifecycle}::text, 'lead'), ${sourceId}, a.id, a.team_id, coalesce(r.emails, '{}'), coalesce(r.notes, ''),
      r.time_zone, coalesce(r.custom, '{}'), ${now}, ${now}
    from import_rows r ${owner.join} left join agents a on a.id = coalesce(r.owner_agent_id, ${owner.agentId})
    where ${toCreate(tx, range)}`;
  return write(tx, range, { target: 'organisations', now, made: madeBy(tx, insert, tx`null::text`) });
}

interface Writing {
  target: 'contacts' | 'organisations';
  now: Date;
  made: SqlQuery<Made[]>;
}

/** The records and their numbers. Their ids tell that this import made them (new-ids.ts), so nothing notes them. */
async function write(tx: Tx, range: RowRange, { target, now, made }: Writing): Promise<string[]> {
  const ids: string[] = [];
  await withKeysAtOnce(tx, async () => {
    const [records] = await made;
    if (!records) throw new Error('an insert that counts gave no row');
    ids.push(...(records.ids ?? []));
    await tx`${phonesOf(tx, range, target, now)}`;
    return records;
  });
  return ids;
}
