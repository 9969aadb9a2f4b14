/** Records of the base that are likely the same, pair by pair. */
import type { z } from 'zod';
import type { listQuerySchema } from '../../contract/common.contract.ts';
import type {
  duplicatePairsQuerySchema,
  duplicatePairsSchema,
  notDuplicateSchema,
  organisationPairsSchema,
} from '../../contract/merges.contract.ts';
import type { Sql, Tx } from '../../platform/database/database.ts';
import type { SqlQuery } from '../../platform/database/sql.ts';
import { cursorOf, pageOf } from '../../platform/http/cursor.ts';
import type { Platform } from '../../platform/platform.ts';
import { isHidden } from '../access/field-rights.ts';
import type { Principal } from '../access/principal.ts';
import { visiblePredicate } from '../access/visible-predicate.ts';
import { createAudit } from '../audit/audit.usecases.ts';
import { contactOwner } from '../contacts/contact-row.ts';
import { organisationOwner } from '../organisations/organisations.usecases.ts';
import type { MergedRecord } from '../reversible-actions/movers.ts';
import type { By } from '../reversible-actions/reversible-actions.usecases.ts';
import { recordNotFound } from './merges.errors.ts';
import { sharedByOrganisations } from './shared-by-organisations.ts';
import { sharedByPeople } from './shared-by-people.ts';

interface PairRow<Reason> {
  first_id: string;
  first_name: string;
  second_id: string;
  second_name: string;
  because: Reason[];
}

/** A number of a whole office says nothing of its people. */
const mostHolders = 5;

interface Pairs {
  /** Records that the reader may merge: `id`, `name`. */
  mine: SqlQuery;
  /** What any two share: `first_id`, `second_id`, `because`. */
  found: SqlQuery;
  /** Which of the pairs `a`, `b` are told. */
  told: readonly (SqlQuery | null)[];
}

/** One page of pairs, by the older of the two ids; a pair is told once, whatever the two share. */
async function pageOfPairs<Reason extends 'phone' | 'email' | 'name'>(
  sql: Sql,
  { mine, found, told }: Pairs,
  { cursor, limit }: z.output<typeof listQuerySchema>,
) {
  const after = cursorOf(cursor, 2);
  const rows = await sql<PairRow<Reason>[]>`
    with mine as not materialized (${mine}), found as (${found})
    select a.id as first_id, a.name as first_name, b.id as second_id, b.name as second_name,
      array_agg(distinct f.because order by f.because desc) as because
    from found f join mine a on a.id = f.first_id join mine b on b.id = f.second_id
    where ${sql.and([...told, after && sql`(a.id, b.id) > (${after[0]}, ${after[1]})`])}
    group by a.id, a.name, b.id, b.name order by a.id, b.id limit ${limit + 1}`;
  return pageOf(
    rows,
    limit,
    (row) => [row.first_id, row.second_id],
    (row) => ({
      first: { id: row.first_id, name: row.first_name },
      second: { id: row.second_id, name: row.second_name },
      because: row.because,
    }),
  );
}

/** What the reader may not know is no reason. */
const knownReasons = (sql: Sql, reader: Principal, kind: 'contact' | 'organisation') => [
  isHidden(reader, kind, 'phones') ? sql`f.because <> 'phone'` : null,
  isHidden(reader, kind, 'emails') ? sql`f.because <> 'email'` : null,
];

export function listDuplicatePairs(
  { database: { sql } }: Pick<Platform, 'database'>,
  reader: Principal,
  { contactId, ...page }: z.output<typeof duplicatePairsQuerySchema>,
): Promise<z.input<typeof duplicatePairsSchema>> {
  const visible = visiblePredicate(sql, reader, 'contacts.merge', contactOwner);
  const mine = sql`select c.id, c.name from contacts c where c.deleted_at is null and ${visible}`;
  const told = [
    sql`not exists (select from not_duplicates d where d.first_id = a.id and d.second_id = b.id)`,
    contactId === undefined ? null : sql`(a.id = ${contactId} or b.id = ${contactId})`,
    ...knownReasons(sql, reader, 'contact'),
  ];
  return pageOfPairs(sql, { mine, found: sharedByPeople(sql, mostHolders, contactId), told }, page);
}

export function listOrganisationPairs(
  { database: { sql } }: Pick<Platform, 'database'>,
  reader: Principal,
  page: z.output<typeof listQuerySchema>,
): Promise<z.input<typeof organisationPairsSchema>> {
  const visible = visiblePredicate(sql, reader, 'contacts.merge', organisationOwner);
  const mine = sql`select o.id, o.name from organisations o where o.deleted_at is null and ${visible}`;
  const told = [
    sql`not exists (select from not_duplicate_organisations d where d.first_id = a.id and d.second_id = b.id)`,
    ...knownReasons(sql, reader, 'organisation'),
  ];
  return pageOfPairs(sql, { mine, found: sharedByOrganisations(sql, mostHolders), told }, page);
}

/** Where it is remembered that two are two. */
const said = { contact: 'not_duplicates', organisation: 'not_duplicate_organisations' } as const;

/** Of these records those that the reader may merge. */
function mineOf(tx: Tx, record: MergedRecord, reader: Principal, ids: readonly string[]): SqlQuery {
  const owner = record === 'contact' ? contactOwner : organisationOwner;
  const visible = visiblePredicate(tx, reader, 'contacts.merge', owner);
  return record === 'contact'
    ? tx`select from contacts c where c.id = any(${[...ids]}::text[]) and c.deleted_at is null and ${visible}`
    : tx`select from organisations o where o.id = any(${[...ids]}::text[]) and o.deleted_at is null and ${visible}`;
}

/** Remembers that two people, or two organisations, are two; asked again, nothing happens. */
export async function sayNotDuplicate(
  platform: Pick<Platform, 'database' | 'clock' | 'ids'>,
  record: MergedRecord,
  { ids }: z.output<typeof notDuplicateSchema>,
  by: By,
): Promise<void> {
  const [first, second] = [...ids].sort() as [string, string];
  await platform.database.transaction(async (tx) => {
    const { count: mine } = await tx`${mineOf(tx, record, by.principal, [first, second])}`;
    if (mine !== 2) throw recordNotFound(record);
    const row = { first_id: first, second_id: second, by_id: by.principal.id, by_name: by.principal.name };
    const { count } = await tx`
      insert into ${tx(said[record])} ${tx({ ...row, said_at: platform.clock.now() })} on conflict do nothing`;
    if (count === 0) return;
    const after = { other: second };
    await createAudit(platform).record(tx, { ...by, action: `${record}.not-duplicate`, record: first, after });
  });
}
