/**
 * SQL of the second look: words within notes, addresses and the firm's own fields. Asked only when names and e-mails gave
 * little, because words of a text are many; each part stands on an index of trigrams.
 */
import type { Sql } from '../../platform/database/database.ts';
import type { SqlQuery } from '../../platform/database/sql.ts';
import { likeText } from '../../platform/words/like-text.ts';
import { isHidden } from '../access/field-rights.ts';
import type { Principal } from '../access/principal.ts';
import { visiblePredicate } from '../access/visible-predicate.ts';
import { contactOwner } from '../contacts/contact-row.ts';
import { wordsOf } from '../contacts/search-conditions.ts';

export interface TextHit {
  kind: 'contact' | 'organisation';
  id: string;
  name: string;
  organisation_name: string | null;
  role: string | null;
  emails: string[];
  number: string | null;
  /** The text in which it was found. */
  text: string;
}

/** So many hits are read, whichever they are: more than that says that the word says nothing. */
const mostRead = 100;
/** An index of trigrams knows nothing of shorter words. */
const shortestWord = 3;

/** True when there is a word that an index finds. */
export const canFindInTexts = (text: string): boolean => wordsOf(text).some((word) => word.length >= shortestWord);

const organisationOwner = { ownerAgent: 'o.owner_agent_id', team: 'o.team_id' } as const;

export function findInTexts(sql: Sql, reader: Principal, text: string) {
  const words = (place: SqlQuery) =>
    sql.and(wordsOf(text).map((word) => sql`${place} like search_text(${`%${likeText(word)}%`})`));
  // What an own role hides must not be found by its words either.
  const within = (place: SqlQuery, kind: string, field: string) =>
    isHidden(reader, kind, field) ? sql`false` : words(place);
  const addresses = sql`search_json(jsonb_path_query_array(c.addresses, '$[*].text') || jsonb_path_query_array(c.addresses, '$[*].city'))`;
  return sql<TextHit[]>`
    with hits as materialized (
      (select contact_id as id, text from contact_notes n where ${within(sql`search_text(n.text)`, 'contact', 'notes')} limit ${mostRead})
      union all
      (select c.id, c.addresses #>> '{0,text}' from contacts c
        where c.addresses <> '[]' and c.deleted_at is null and ${within(addresses, 'contact', 'addresses')} limit ${mostRead})
      union all
      (select c.id, '' from contacts c
        where c.custom <> '{}' and c.deleted_at is null and ${within(sql`search_json(c.custom)`, 'contact', 'custom')} limit ${mostRead})
    ), of_organisations as materialized (
      select organisation_id as id, text from organisation_notes n
      where ${within(sql`search_text(n.text)`, 'organisation', 'notes')} limit ${mostRead}
    )
    select * from (
      select distinct on (c.id) 'contact' as kind, c.id, c.name, o.name as organisation_name, c.role, c.emails,
        null as number, h.text, c.name_key
      from hits h join contacts c on c.id = h.id and c.deleted_at is null
      left join organisations o on o.id = c.organisation_id and o.deleted_at is null
      where ${visiblePredicate(sql, reader, 'contacts.read', contactOwner)}
      union all
      select distinct on (o.id) 'organisation', o.id, o.name, null, null, o.emails, null, h.text, o.name_key
      from of_organisations h join organisations o on o.id = h.id and o.deleted_at is null
      where ${visiblePredicate(sql, reader, 'contacts.read', organisationOwner)}
    ) found order by kind, name_key, id limit 20`;
}

/** A few words around the first one that was found. @example excerptOf('long text … oak boards …', 'oak') */
export function excerptOf(text: string, typed: string, length = 60): string {
  const word = wordsOf(typed).find((one) => text.toLowerCase().includes(one.toLowerCase())) ?? '';
  const at = text.toLowerCase().indexOf(word.toLowerCase());
  const from = Math.max(0, at - 20);
  const cut = text
    .slice(from, from + length)
    .replace(/\s+/g, ' ')
    .trim();
  return `${from > 0 ? '… ' : ''}${cut}${from + length < text.length ? ' …' : ''}`;
}
