/**
 * SQL of the second look: words within texts. Asked only when names and e-mails gave little, because words of a text are many.
 * One talkative record does not hide the others: what is read of a place is bounded, and when a place was read to its bound
 * for few records, it is asked again without those.
 */
import type { Sql } from '../../platform/database/database.ts';
import type { SqlQuery } from '../../platform/database/sql.ts';
import type { Principal } from '../access/principal.ts';
import { visiblePredicate } from '../access/visible-predicate.ts';
import { wordsOf } from '../contacts/search-conditions.ts';
import { type FoundKind, type TextPlace, textPlaces } from './text-places.ts';

export interface TextHit {
  kind: FoundKind;
  id: string;
  /** Name or title; of a call and of a task without one its person's, or its number. */
  name: string;
  /** Whom a deal, a task or a call is about. */
  person: string | null;
  organisation_name: string | null;
  role: string | null;
  number: string | null;
  /** The text in which it was found. */
  text: string;
}

/** So many texts of a place are read at once. */
const mostRead = 200;
/** A place with so many records has given enough. */
const enoughRecords = 20;
/** How often a place is asked again for what others crowded out. */
const mostTurns = 4;
/** An index of trigrams knows nothing of shorter words. */
const shortestWord = 3;
/** So many records of each kind are worth a line. */
const mostOf: Readonly<Record<FoundKind, number>> = { contact: 20, organisation: 20, deal: 5, task: 5, call: 5 };

/** True when there is a word that an index finds. */
export const canFindInTexts = (text: string): boolean => wordsOf(text).some((word) => word.length >= shortestWord);

interface HitRow {
  kind: FoundKind;
  id: string;
  text: string;
  is_full: boolean;
}

const inOne = (
  sql: Sql,
  { kind, from, id, text, where }: TextPlace,
  place: number,
  known: readonly string[],
): SqlQuery => sql`
  (select ${kind}::text as kind, ${sql.unsafe(id)} as id, ${text} as text, ${place}::int as place
    from ${from} where ${where} and ${sql.unsafe(id)} <> all(${[...known]}::text[]) limit ${mostRead})`;

/** Records with one text of each; `is_full` when a place was read to its bound for few of them. */
function selectHits(sql: Sql, places: readonly TextPlace[], known: readonly string[]) {
  const all = places
    .map((place, index) => inOne(sql, place, index, known))
    .reduce((whole, next) => sql`${whole} union all ${next}`);
  return sql<HitRow[]>`
    with hits as materialized (${all}),
      full_places as (
        select from hits group by place having count(*) >= ${mostRead} and count(distinct id) < ${enoughRecords})
    select distinct on (kind, id) kind, id, text, exists (select from full_places) as is_full
    from hits order by kind, id`;
}

const personOwner = { ownerAgent: 'c.owner_agent_id', team: 'c.team_id', isPrivate: 'c.is_private' } as const;

/** Names of what was found, people in the order of the alphabet, deals, tasks and calls newest first. */
function nameHits(sql: Sql, reader: Principal, hits: readonly HitRow[]) {
  return sql<TextHit[]>`
    with named as (
      select h.kind, h.id, h.text, case when h.kind = 'contact' then c.role end as role, case when h.kind = 'contact' then o.name end as organisation_name,
        case when h.kind in ('deal', 'task', 'call') then c.name end as person,
        case h.kind when 'contact' then c.name when 'organisation' then o.name when 'deal' then d.title when 'task' then t.title
          else coalesce(c.name, k.customer_e164, k.customer_raw, '') end as name,
        case when h.kind = 'call' then coalesce(k.customer_e164, k.customer_raw) end as number,
        case h.kind when 'contact' then c.name_key when 'organisation' then o.name_key end as name_key,
        coalesce(k.started_at, d.created_at, t.created_at) as at
      from unnest(${hits.map(({ kind }) => kind)}::text[], ${hits.map(({ id }) => id)}::text[],
        ${hits.map(({ text }) => text)}::text[]) as h(kind, id, text)
      left join deals d on h.kind = 'deal' and d.id = h.id
      left join tasks t on h.kind = 'task' and t.id = h.id
      left join calls k on h.kind = 'call' and k.id = h.id
      left join contacts c on c.id = case h.kind when 'contact' then h.id when 'deal' then d.contact_id
          when 'task' then t.contact_id when 'call' then k.contact_id end
        and c.deleted_at is null and ${visiblePredicate(sql, reader, 'contacts.read', personOwner)}
      left join organisations o on o.id = case h.kind when 'organisation' then h.id when 'contact' then c.organisation_id end
        and o.deleted_at is null
    )
    select kind, id, text, role, organisation_name, person, name, number from (
      select *, row_number() over (partition by kind order by name_key, at desc, id) as nth from named where name is not null
    ) numbered
    where nth <= (${mostOf}::jsonb ->> kind)::int
    order by array_position(array['contact', 'organisation', 'deal', 'task', 'call'], kind), nth`;
}

/** @param known ids that the first look found already */
export async function findInTexts(
  sql: Sql,
  reader: Principal,
  { text, known }: { text: string; known: readonly string[] },
): Promise<TextHit[]> {
  const places = textPlaces(sql, reader, text);
  const hits: HitRow[] = [];
  for (let turn = 0; turn < mostTurns; turn += 1) {
    const more = await selectHits(sql, places, [...known, ...hits.map(({ id }) => id)]);
    hits.push(...more);
    if (!more.some(({ is_full }) => is_full)) break;
  }
  return hits.length === 0 ? [] : nameHits(sql, reader, hits);
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
