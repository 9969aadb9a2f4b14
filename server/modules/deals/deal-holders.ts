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
  /** Deals with `potential`, `state` and so on, each once for every record that has it, which is its `holder_id`. */
  all: string;
}

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
  all: `(select d.*, d.contact_id as holder_id from deals d where d.contact_id is not null
    union all select d.*, p.contact_id from deal_contacts p join deals d on d.id = p.deal_id
      where p.contact_id is distinct from d.contact_id)`,
};

export const organisationsOfDeals: Holder = {
  record: 'organisation',
  id: 'o.id',
  some: (sql, condition) => sql`exists (select from deals d where d.organisation_id = o.id and ${condition})`,
  all: '(select d.*, d.organisation_id as holder_id from deals d where d.organisation_id is not null)',
};

/** Of deals (`d`), those that count for this reader. */
export const countedDeals = (sql: Sql, reader: Principal): SqlQuery =>
  sql`d.deleted_at is null and ${visiblePredicate(sql, reader, 'deals.read', dealOwner)}`;
