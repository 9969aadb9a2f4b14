/**
 * SQL of "who is calling": one statement for whole numbers, one more for those that nobody has in that form. Indexed
 * look-ups only, whatever the number of people (tested by EXPLAIN).
 */
import type { Sql } from '../../platform/database/database.ts';
import type { MatchVia } from './rank-matches.ts';

export interface HitRow {
  key: string;
  via: MatchVia;
  contact_id: string | null;
  organisation_id: string | null;
  name: string;
  role: string | null;
  organisation_name: string | null;
  owner_id: string | null;
  owner_name: string | null;
  team_id: string | null;
  is_private: boolean;
  extension: string | null;
  picked_at: Date | null;
  last_call_at: Date | null;
}

/** A number in a thousand records says nothing; more than this of it are not read. */
const mostHolders = 50;
/** Of an organisation's people those spoken with last. */
const mostColleagues = 10;

const described = `
  select f.key, f.via, f.contact_id, coalesce(o.id, f.organisation_id) as organisation_id,
    coalesce(c.name, o.name, '') as name, c.role, o.name as organisation_name, a.id as owner_id, a.name as owner_name,
    case when f.contact_id is null then o.team_id else c.team_id end as team_id,
    coalesce(c.is_private, false) as is_private, f.extension, p.picked_at, c.last_call_at
  from found f
  left join contacts c on c.id = f.contact_id
  left join organisations o on o.id = coalesce(f.organisation_id, c.organisation_id) and o.deleted_at is null
  left join agents a on a.id = case when f.contact_id is null then o.owner_agent_id else c.owner_agent_id end
  left join number_picks p on p.e164 = f.key and p.contact_id = f.contact_id
  where case when f.contact_id is null then o.id is not null
    else c.deleted_at is null and (f.via <> 'organisation' or o.id is not null) end`;

// The lists stand in sub-selects so that the planner does not see how long they are: it would otherwise plan anew for every
// call, hoping to gain by it, and take longer for that than the look-up does.

/** Everybody who has one of these numbers, whose organisation has it, or who was picked for it. */
export function selectHits(sql: Sql, e164s: readonly string[]) {
  return sql<HitRow[]>`
    with holders as materialized (
      select w.e164 as key, ph.contact_id, ph.organisation_id, ph.extension
      from unnest((select ${[...e164s]}::text[])) as w(e164)
      cross join lateral (
        select contact_id, organisation_id, extension from phones where e164 = w.e164 limit ${mostHolders}
      ) ph
    ), found as (
      select key, contact_id, null::text as organisation_id, 'own' as via, extension
      from holders where contact_id is not null
      union all
      select key, null, organisation_id, 'organisation', extension from holders where organisation_id is not null
      union all
      select h.key, m.id, null, 'organisation', h.extension
      from holders h cross join lateral (
        select id from contacts where organisation_id = h.organisation_id and deleted_at is null
        order by last_call_at desc nulls last, id limit ${mostColleagues}
      ) m
      where h.organisation_id is not null
      union all
      select p.e164, p.contact_id, null, 'picked', null
      from unnest((select ${[...e164s]}::text[])) as w(e164)
      cross join lateral (select e164, contact_id from number_picks where e164 = w.e164 limit ${mostHolders}) p
    ) ${sql.unsafe(described)}`;
}

/** A number that was found in no whole form: its digits, and the endings of it that may stand alone in a record. */
export interface Unfound {
  key: string;
  /** Digits of a number that could not be repaired: the end of a whole one? At least seven. */
  ending: string | null;
  /** Endings of a whole number: stored without its area code? */
  endings: string[];
}

/** At most three records per ending: one is a suggestion, two are a coincidence. */
export function selectSuffixHits(sql: Sql, numbers: readonly Unfound[]) {
  const whole = numbers.flatMap(({ key, ending }) => (ending === null ? [] : [{ key, ending }]));
  const local = numbers.flatMap(({ key, endings }) => endings.map((ending) => ({ key, ending })));
  const keysOf = (list: { key: string }[]) => list.map(({ key }) => key);
  const endingsOf = (list: { ending: string }[]) => list.map(({ ending }) => ending);
  return sql<HitRow[]>`
    with found as (
      select w.key, ph.contact_id, ph.organisation_id, 'suffix' as via, null::text as extension
      from unnest((select ${keysOf(whole)}::text[]), (select ${endingsOf(whole)}::text[])) as w(key, ending)
      cross join lateral (
        select contact_id, organisation_id from phones
        where reversed ~>=~ reverse(w.ending) and reversed ~<~ (reverse(w.ending) || ':') limit 3
      ) ph
      union all
      select w.key, ph.contact_id, ph.organisation_id, 'suffix', null
      from unnest((select ${keysOf(local)}::text[]), (select ${endingsOf(local)}::text[])) as w(key, ending)
      cross join lateral (
        select contact_id, organisation_id from phones where e164 is null and digits = w.ending limit 3
      ) ph
    ) ${sql.unsafe(described)}`;
}
