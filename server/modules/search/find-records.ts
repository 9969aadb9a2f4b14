/** SQL of the first look: digits of a number, words of a name or an e-mail, words of a deal's title. */
import type { Sql } from '../../platform/database/database.ts';
import { isHidden } from '../access/field-rights.ts';
import { scopeOf } from '../access/permissions.ts';
import type { Principal } from '../access/principal.ts';
import { visiblePredicate } from '../access/visible-predicate.ts';
import { contactOwner } from '../contacts/contact-row.ts';
import { type NumberQuery, numberCondition, recordWords, wordsCondition } from '../contacts/search-conditions.ts';
import { visibleDeals } from '../deals/list-deals.usecases.ts';
import { mostItems } from './search-result.ts';

/** So many are read before they are put in order: the best of a word that fits half of the base is not worth a second. */
const mostRead = 200;
const mostDeals = 5;

export interface FoundRow {
  kind: 'contact' | 'organisation';
  id: string;
  name: string;
  organisation_name: string | null;
  role: string | null;
  emails: string[];
  number: string | null;
}

const organisationOwner = { ownerAgent: 'o.owner_agent_id', team: 'o.team_id' } as const;

export function findByNumber(sql: Sql, reader: Principal, query: NumberQuery) {
  const reversed = [...query.digits].reverse().join('');
  const holders = [
    isHidden(reader, 'contact', 'phones') && sql`ph.contact_id is null`,
    isHidden(reader, 'organisation', 'phones') && sql`ph.organisation_id is null`,
  ];
  return sql<FoundRow[]>`
    with hits as materialized (
      select ph.contact_id, ph.organisation_id, coalesce(ph.e164, ph.raw) as number,
        case when ph.e164 = ${query.e164} then 0 when ph.reversed ~>=~ ${reversed} and ph.reversed ~<~ ${`${reversed}:`} then 1
          else 2 end as place
      from phones ph where ${sql.and([numberCondition(sql, query), ...holders])} limit ${mostRead}
    )
    select * from (
      select 'contact' as kind, c.id, c.name, o.name as organisation_name, c.role, c.emails, h.number, h.place, c.name_key
      from hits h join contacts c on c.id = h.contact_id and c.deleted_at is null
      left join organisations o on o.id = c.organisation_id and o.deleted_at is null
      where ${visiblePredicate(sql, reader, 'contacts.read', contactOwner)}
      union all
      select 'organisation', o.id, o.name, null, null, o.emails, h.number, h.place, o.name_key
      from hits h join organisations o on o.id = h.organisation_id and o.deleted_at is null
      where ${visiblePredicate(sql, reader, 'contacts.read', organisationOwner)}
    ) found order by place, name_key, id limit ${mostItems}`;
}

export function findByWords(sql: Sql, reader: Principal, text: string) {
  return sql<FoundRow[]>`
    select * from (
      (select 'contact' as kind, c.id, c.name, o.name as organisation_name, c.role, c.emails, null as number, c.name_key
        from contacts c left join organisations o on o.id = c.organisation_id and o.deleted_at is null
        where ${sql.and([sql`c.deleted_at is null`, recordWords(sql, reader, 'contact', text), visiblePredicate(sql, reader, 'contacts.read', contactOwner)])}
        limit ${mostRead})
      union all
      (select 'organisation', o.id, o.name, null, null, o.emails, null, o.name_key from organisations o
        where ${sql.and([sql`o.deleted_at is null`, recordWords(sql, reader, 'organisation', text), visiblePredicate(sql, reader, 'contacts.read', organisationOwner)])}
        limit ${mostRead})
    ) found
    order by starts_with(name_key, search_text(${text.trim()})) desc, kind, name_key, id limit ${mostItems}`;
}

export interface FoundDeal {
  id: string;
  title: string;
  /** Whom it is about, when the reader may know that. */
  person: string | null;
}

/** Deals by their title, newest first: those of a person are found on the person. */
export async function findDealsByTitle(sql: Sql, reader: Principal, text: string): Promise<FoundDeal[]> {
  if (scopeOf(reader, 'deals.read') === null) return [];
  return sql<FoundDeal[]>`
    select d.id, d.title, c.name as person from (
      select d.id, d.title, d.contact_id, d.created_at from deals d
      where ${sql.and([sql`d.deleted_at is null`, wordsCondition(sql, 'd.search', text), visibleDeals(sql, reader)])} limit ${mostRead}
    ) d left join contacts c on c.id = d.contact_id and c.deleted_at is null
      and ${visiblePredicate(sql, reader, 'contacts.read', contactOwner)}
    order by d.created_at desc, d.id desc limit ${mostDeals}`;
}
