/** People of the base who are likely the same: they share a number or an e-mail address. */
import type { z } from 'zod';
import type {
  duplicatePairsQuerySchema,
  duplicatePairsSchema,
  notDuplicateSchema,
} from '../../contract/merges.contract.ts';
import type { Sql } from '../../platform/database/database.ts';
import { cursorOf, pageOf } from '../../platform/http/cursor.ts';
import type { Platform } from '../../platform/platform.ts';
import { isHidden } from '../access/field-rights.ts';
import type { Principal } from '../access/principal.ts';
import { visiblePredicate } from '../access/visible-predicate.ts';
import { createAudit } from '../audit/audit.usecases.ts';
import { contactOwner } from '../contacts/contact-row.ts';
import type { By } from '../reversible-actions/reversible-actions.usecases.ts';
import { recordNotFound } from './merges.errors.ts';

interface PairRow {
  first_id: string;
  first_name: string;
  second_id: string;
  second_name: string;
  because: ('phone' | 'email')[];
}

/** A number of a whole office says nothing of its people. */
const mostHolders = 5;

/** Every number and address of the base that a few people have: one pass over each table. */
const sharedByAny = (sql: Sql) => ({
  numbers: sql`
    select e164 from phones where e164 is not null and contact_id is not null and not invalid
    group by e164 having count(distinct contact_id) between 2 and ${mostHolders}`,
  mails: sql`
    select m.mail from contacts c cross join lateral unnest(c.emails) as m(mail) where c.deleted_at is null
    group by m.mail having count(*) between 2 and ${mostHolders}`,
});

/** Those of one person, by the indexes: asked whenever a person is opened. */
const sharedWith = (sql: Sql, contactId: string) => ({
  numbers: sql`
    select distinct ph.e164 from phones ph
    where ph.contact_id = ${contactId} and ph.e164 is not null and not ph.invalid and (
      select count(distinct o.contact_id) from phones o where o.e164 = ph.e164) between 2 and ${mostHolders}`,
  mails: sql`
    select m.mail from contacts c cross join lateral unnest(c.emails) as m(mail)
    where c.id = ${contactId} and (
      select count(*) from contacts o where o.emails @> array[m.mail] and o.deleted_at is null
    ) between 2 and ${mostHolders}`,
});

/** One page of pairs, by the older of the two ids; a pair is told once, whatever the two share. */
async function selectPairs(
  sql: Sql,
  reader: Principal,
  { after, contactId, limit }: { after: readonly string[] | null; contactId: string | undefined; limit: number },
): Promise<PairRow[]> {
  const visible = visiblePredicate(sql, reader, 'contacts.merge', contactOwner);
  const about = contactId === undefined ? null : sql`(a.id = ${contactId} or b.id = ${contactId})`;
  const { numbers, mails } = contactId === undefined ? sharedByAny(sql) : sharedWith(sql, contactId);
  return sql<PairRow[]>`
    with mine as not materialized (
      select c.id, c.name, c.emails from contacts c where c.deleted_at is null and ${visible}
    ), numbers as (${numbers}), mails as (${mails}), found as (
      select p.contact_id as first_id, q.contact_id as second_id, 'phone' as because
      from numbers n join phones p on p.e164 = n.e164 join phones q on q.e164 = n.e164 and q.contact_id > p.contact_id
      union
      select p.id, q.id, 'email'
      from mails n join contacts p on p.emails @> array[n.mail]
        join contacts q on q.emails @> array[n.mail] and q.id > p.id
    )
    select a.id as first_id, a.name as first_name, b.id as second_id, b.name as second_name,
      array_agg(distinct f.because order by f.because desc) as because
    from found f join mine a on a.id = f.first_id join mine b on b.id = f.second_id
    where ${sql.and([
      sql`not exists (select from not_duplicates d where d.first_id = a.id and d.second_id = b.id)`,
      // What the reader may not know is no reason.
      isHidden(reader, 'contact', 'phones') && sql`f.because <> 'phone'`,
      isHidden(reader, 'contact', 'emails') && sql`f.because <> 'email'`,
      about,
      after && sql`(a.id, b.id) > (${after[0]}, ${after[1]})`,
    ])}
    group by a.id, a.name, b.id, b.name order by a.id, b.id limit ${limit + 1}`;
}

export async function listDuplicatePairs(
  { database: { sql } }: Pick<Platform, 'database'>,
  reader: Principal,
  { cursor, limit, contactId }: z.output<typeof duplicatePairsQuerySchema>,
): Promise<z.input<typeof duplicatePairsSchema>> {
  const rows = await selectPairs(sql, reader, { after: cursorOf(cursor, 2), contactId, limit });
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

/** Remembers that two people are two; asked again, nothing happens. */
export async function sayNotDuplicate(
  platform: Pick<Platform, 'database' | 'clock' | 'ids'>,
  { ids }: z.output<typeof notDuplicateSchema>,
  by: By,
): Promise<void> {
  const [first, second] = [...ids].sort() as [string, string];
  await platform.database.transaction(async (tx) => {
    const visible = visiblePredicate(tx, by.principal, 'contacts.merge', contactOwner);
    const found = await tx`
      select from contacts c where c.id = any(${[first, second]}::text[]) and c.deleted_at is null and ${visible}`;
    if (found.count !== 2) throw recordNotFound('contact');
    const row = { first_id: first, second_id: second, by_id: by.principal.id, by_name: by.principal.name };
    const { count } = await tx`
      insert into not_duplicates ${tx({ ...row, said_at: platform.clock.now() })} on conflict do nothing`;
    if (count === 0) return;
    const after = { other: second };
    await createAudit(platform).record(tx, { ...by, action: 'contact.not-duplicate', record: first, after });
  });
}
