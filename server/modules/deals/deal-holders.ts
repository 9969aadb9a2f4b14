/** Whose deals they are when people or organisations are filtered by them. */
import type { Sql, SqlQuery } from '../../platform/database/sql.ts';
import type { Principal } from '../access/principal.ts';
import { visiblePredicate } from '../access/visible-predicate.ts';
import { dealOwner } from './deals.repository.ts';

export interface Holder {
  record: 'contact' | 'organisation';
  /** Of the record in the query. */
  id: string;
  /** One of the deals (`d`) of the record fits. */
  some(sql: Sql, condition: SqlQuery): SqlQuery;
  /** Ids of the records of which one deal (`d`) fits. */
  ids(sql: Sql, condition: SqlQuery): SqlQuery;
  /** What the deals (`d`) of this condition of the record are worth together; null: it has none. */
  sum(sql: Sql, condition: SqlQuery): SqlQuery;
  /** Ids of the records whose deals (`d`) of this condition fit together: `fits` is said of all deals of one record. */
  together(sql: Sql, condition: SqlQuery, fits: SqlQuery): SqlQuery;
}

const together = (sql: Sql, deals: string, condition: SqlQuery, fits: SqlQuery): SqlQuery =>
  sql`select d.holder_id from ${sql.unsafe(deals)} d where ${condition} group by d.holder_id having ${fits}`;

/**
 * A person has the deals of which they are the first person, and those in which they take part beside. Two questions, not
 * one of both together: each is answered by an index when few people are asked, and once for all when many are.
 */
export const peopleOfDeals: Holder = {
  record: 'contact',
  id: 'c.id',
  some: (sql, condition) =>
    sql`(exists (select from deals d where d.contact_id = c.id and d.contact_id is not null and ${condition})
      or exists (select from deal_contacts p join deals d on d.id = p.deal_id where p.contact_id = c.id and ${condition}))`,
  ids: (sql, condition) => sql`select d.contact_id from deals d where d.contact_id is not null and ${condition}
    union all select p.contact_id from deal_contacts p join deals d on d.id = p.deal_id where ${condition}`,
  sum: (sql, condition) => sql`(select sum(x.potential) from (
    select d.potential from deals d where d.contact_id = c.id and d.contact_id is not null and ${condition}
    union all select d.potential from deal_contacts p join deals d on d.id = p.deal_id
      where p.contact_id = c.id and p.contact_id is distinct from d.contact_id and ${condition}) x)`,
  // Nearly nobody takes part beside, and deals in the order of their first persons are added up while an index is read;
  // together with the others all sums would have to be kept in memory, which takes six times as long.
  together: (sql, condition, fits) => sql`
    ${together(
      sql,
      `(select d.*, d.contact_id as holder_id from deals d where d.contact_id is not null
      and d.contact_id not in (select p.contact_id from deal_contacts p))`,
      condition,
      fits,
    )}
    union all
    ${together(
      sql,
      `(select d.*, d.contact_id as holder_id from deals d where d.contact_id in (select p.contact_id from deal_contacts p)
      union all select d.*, p.contact_id from deal_contacts p join deals d on d.id = p.deal_id
        where p.contact_id is distinct from d.contact_id)`,
      condition,
      fits,
    )}`,
};

export const organisationsOfDeals: Holder = {
  record: 'organisation',
  id: 'o.id',
  some: (sql, condition) => sql`exists (select from deals d where d.organisation_id = o.id and ${condition})`,
  ids: (sql, condition) =>
    sql`select d.organisation_id from deals d where d.organisation_id is not null and ${condition}`,
  sum: (sql, condition) =>
    sql`(select sum(d.potential) from deals d where d.organisation_id = o.id and d.organisation_id is not null and ${condition})`,
  together: (sql, condition, fits) =>
    together(
      sql,
      '(select d.*, d.organisation_id as holder_id from deals d where d.organisation_id is not null)',
      condition,
      fits,
    ),
};

/** Of deals (`d`), those that count for this reader. */
export const countedDeals = (sql: Sql, reader: Principal): SqlQuery =>
  sql`d.deleted_at is null and ${visiblePredicate(sql, reader, 'deals.read', dealOwner)}`;
