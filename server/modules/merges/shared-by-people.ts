/** Pairs of people that share a number or an e-mail address: as rows of SQL. */
import type { Sql, SqlQuery } from '../../platform/database/sql.ts';

/** Every number and address of the base that a few people have: one pass over each table. */
const sharedByAny = (sql: Sql, most: number) => ({
  numbers: sql`
    select e164 from phones where e164 is not null and contact_id is not null and not invalid
    group by e164 having count(distinct contact_id) between 2 and ${most}`,
  mails: sql`
    select m.mail from contacts c cross join lateral unnest(c.emails) as m(mail) where c.deleted_at is null
    group by m.mail having count(*) between 2 and ${most}`,
});

/** Those of one person, by the indexes: asked whenever a person is opened. */
const sharedWith = (sql: Sql, most: number, contactId: string) => ({
  numbers: sql`
    select distinct ph.e164 from phones ph
    where ph.contact_id = ${contactId} and ph.e164 is not null and not ph.invalid and (
      select count(distinct o.contact_id) from phones o where o.e164 = ph.e164) between 2 and ${most}`,
  mails: sql`
    select m.mail from contacts c cross join lateral unnest(c.emails) as m(mail)
    where c.id = ${contactId} and (
      select count(*) from contacts o where o.emails @> array[m.mail] and o.deleted_at is null
    ) between 2 and ${most}`,
});

/**
 * `first_id, second_id, because`, the smaller id first.
 * @param most what more people share says nothing: a number of a whole office.
 */
export function sharedByPeople(sql: Sql, most: number, contactId: string | undefined): SqlQuery {
  const { numbers, mails } = contactId === undefined ? sharedByAny(sql, most) : sharedWith(sql, most, contactId);
  return sql`
    select p.contact_id as first_id, q.contact_id as second_id, 'phone' as because
    from (${numbers}) n join phones p on p.e164 = n.e164 join phones q on q.e164 = n.e164 and q.contact_id > p.contact_id
    union
    select p.id, q.id, 'email'
    from (${mails}) n join contacts p on p.emails @> array[n.mail]
      join contacts q on q.emails @> array[n.mail] and q.id > p.id`;
}
