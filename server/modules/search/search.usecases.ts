/**
 * One box: digits of a number in any form, words of a name, an e-mail; people and organisations. When that gives little,
 * also words of notes, addresses and the firm's own fields.
 */
import type { z } from 'zod';
import type { searchSchema } from '../../contract/contacts.contract.ts';
import type { Sql } from '../../platform/database/database.ts';
import type { Platform } from '../../platform/platform.ts';
import { isHidden } from '../access/field-rights.ts';
import type { Principal } from '../access/principal.ts';
import { visiblePredicate } from '../access/visible-predicate.ts';
import { contactOwner } from '../contacts/contact-row.ts';
import {
  looksLikeNumber,
  type NumberQuery,
  numberCondition,
  readNumberQuery,
  recordWords,
} from '../contacts/search-conditions.ts';
import { normalizePhone } from '../phones/normalize-phone.ts';
import { readSettings } from '../settings/settings.usecases.ts';
import { canFindInTexts, excerptOf, findInTexts, type TextHit } from './find-in-texts.ts';
import { dialOf, matchedPart, type SearchItem } from './search-result.ts';

export type SearchResult = z.input<typeof searchSchema>;

const mostItems = 20;
/** With fewer than these by name the words of notes, addresses and own fields are looked through as well. */
const fewItems = 5;
/** So many are read before they are put in order: the best of a word that fits half of the base is not worth a second. */
const mostRead = 200;

interface FoundRow {
  kind: 'contact' | 'organisation';
  id: string;
  name: string;
  organisation_name: string | null;
  role: string | null;
  emails: string[];
  number: string | null;
}

const organisationOwner = { ownerAgent: 'o.owner_agent_id', team: 'o.team_id' } as const;

function findByNumber(sql: Sql, reader: Principal, query: NumberQuery) {
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

function findByWords(sql: Sql, reader: Principal, text: string) {
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

/** What stands below a name, without what is hidden from the reader: the border does not know what a line was made of. */
const described = (reader: Principal, { role, organisation_name }: Pick<FoundRow, 'role' | 'organisation_name'>) => [
  isHidden(reader, 'contact', 'role') ? null : role,
  isHidden(reader, 'contact', 'organisation') ? null : organisation_name,
];

const toItem = (reader: Principal, row: FoundRow, text: string): SearchItem => ({
  kind: row.kind,
  id: row.id,
  title: row.name,
  subtitle: [...described(reader, row), row.number].filter(Boolean).join(' · '),
  matched: row.number ?? matchedPart(row.name, isHidden(reader, row.kind, 'emails') ? [] : row.emails, text),
});

/** What was typed, found; and whether it can be dialled. */
export async function search(platform: Platform, reader: Principal, text: string): Promise<SearchResult> {
  const { sql } = platform.database;
  const typed = text.trim();
  if (typed === '') return { items: [], dial: null };
  const region = (await readSettings(platform, sql)).defaultRegion;
  const isNumber = looksLikeNumber(typed);
  const rows = isNumber
    ? await findByNumber(sql, reader, readNumberQuery(typed, region))
    : await findByWords(sql, reader, typed);
  const items = toItems(reader, rows, typed);
  if (!isNumber && items.length < fewItems && canFindInTexts(typed)) {
    const known = new Set(items.map(({ kind, id }) => `${kind} ${id}`));
    const more = (await findInTexts(sql, reader, typed)).filter(({ kind, id }) => !known.has(`${kind} ${id}`));
    items.push(...more.map((hit) => textItem(reader, hit, typed)));
  }
  return { items: items.slice(0, mostItems), dial: dialOf(typed, normalizePhone(typed, region)) };
}

/** Each record once, where it stands first. */
function toItems(reader: Principal, rows: readonly FoundRow[], typed: string): SearchItem[] {
  const unique = new Map(rows.map((row) => [`${row.kind} ${row.id}`, row]).reverse() as [string, FoundRow][]);
  return [...unique.values()].reverse().map((row) => toItem(reader, row, typed));
}

const textItem = (reader: Principal, hit: TextHit, typed: string): SearchItem => {
  const excerpt = hit.text === '' ? null : excerptOf(hit.text, typed);
  const subtitle = [...described(reader, hit), excerpt].filter(Boolean).join(' · ');
  return { kind: hit.kind, id: hit.id, title: hit.name, subtitle, matched: typed };
};
