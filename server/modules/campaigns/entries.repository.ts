/** SQL of entries: who comes next, and what is known of a person before the telephone is touched. */
import type { EntryBecause } from '../../contract/campaigns.contract.ts';
import type { Sql, Tx } from '../../platform/database/database.ts';

export interface EntryRow {
  id: string;
  call_list_id: string;
  contact_id: string;
  state: 'open' | 'busy' | 'finished';
  rank: number;
  priority: number;
  position: number;
  due_at: Date | null;
  time_zone: string;
  next_e164: string;
  callback_agent_id: string | null;
  attempts: number;
  last_outcome: string | null;
  last_disposition_id: string | null;
  last_attempt_at: Date | null;
  because: EntryBecause;
  added_at: Date;
  finished_at: Date | null;
  version: number;
}

export interface ActiveList {
  id: string;
  priority: number;
}

/** Lists of these campaigns whose people may be called, the higher priority first. */
export const selectActiveLists = (sql: Sql, campaignIds: readonly string[]) => sql<
  (ActiveList & { campaign_id: string })[]
>`
  select id, priority, campaign_id from call_lists
  where campaign_id = any(${[...campaignIds]}::text[]) and active and deleted_at is null
  order by priority desc, id`;

/**
 * Time zones of those who wait in these lists, of each list. A loose scan of the two indexes: one probe for each zone, however
 * many entries there are. Calls promised by an agent are asked for by that agent (`selectPromised`).
 */
export const selectZones = (sql: Sql, callListIds: readonly string[]) => sql<{ call_list_id: string; zone: string }[]>`
  with recursive lists as (select unnest(${[...callListIds]}::text[]) as id),
  fresh as (
    select l.id, (select min(e.time_zone) from entries e where e.call_list_id = l.id and e.state = 'open' and e.due_at is null) as zone
    from lists l
    union all
    select f.id, (select min(e.time_zone) from entries e
      where e.call_list_id = f.id and e.state = 'open' and e.due_at is null and e.time_zone > f.zone)
    from fresh f where f.zone is not null
  ),
  due as (
    select l.id, (select min(e.time_zone) from entries e
      where e.call_list_id = l.id and e.state = 'open' and e.due_at is not null and e.callback_agent_id is null) as zone
    from lists l
    union all
    select d.id, (select min(e.time_zone) from entries e
      where e.call_list_id = d.id and e.state = 'open' and e.due_at is not null and e.callback_agent_id is null and e.time_zone > d.zone)
    from due d where d.zone is not null
  )
  select id as call_list_id, zone from fresh where zone is not null
  union select id, zone from due where zone is not null`;

export interface Waiting {
  lists: readonly ActiveList[];
  /** Zones in which the calling hours are open. */
  zones: readonly string[];
  now: Date;
  /** Of each list, zone and rank so many at most. */
  most: number;
}

export interface Candidate {
  id: string;
  rank: number;
}

/** Who was promised a call by this agent that is due, the longest due first; whether the hours are open there is not looked at. */
export const selectPromised = (
  sql: Sql,
  { lists, agentId, now, most }: { lists: readonly ActiveList[]; agentId: string; now: Date; most: number },
) => sql<(Candidate & { time_zone: string })[]>`
  select id, 0 as rank, time_zone from entries
  where callback_agent_id = ${agentId} and state = 'open' and due_at <= ${now}
    and call_list_id = any(${lists.map(({ id }) => id)}::text[])
  order by due_at limit ${most}`;

/** Which of these agents have promised somebody of these lists a call that is due. */
export async function selectPromising(
  sql: Sql,
  { lists, agentIds, now }: { lists: readonly ActiveList[]; agentIds: readonly string[]; now: Date },
): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    select a.id from unnest(${[...agentIds]}::text[]) as a (id) where exists (
      select from entries e where e.callback_agent_id = a.id and e.state = 'open' and e.due_at <= ${now}
        and e.call_list_id = any(${lists.map(({ id }) => id)}::text[]))`;
  return rows.map(({ id }) => id);
}

/** Whoever is due and was promised to nobody: the longest due first. */
export const selectDue = (sql: Sql, { lists, zones, now, most }: Waiting) => sql<Candidate[]>`
  select e.id, e.rank
  from unnest(${lists.map(({ id }) => id)}::text[]) as l (id) cross join unnest(${[...zones]}::text[]) as z (zone)
  cross join generate_series(0, 3) as r (rank)
  cross join lateral (
    select e.id, e.rank, e.due_at from entries e
    where e.call_list_id = l.id and e.time_zone = z.zone and e.rank = r.rank and e.state = 'open' and e.due_at is not null
      and e.callback_agent_id is null and e.due_at <= ${now}
    order by e.due_at limit ${most}
  ) as e
  order by e.rank, e.due_at limit ${most}`;

/** Who was never called: the list of the higher priority first, then the entry's own, then the order of the list. */
export const selectFresh = (sql: Sql, { lists, zones, most }: Omit<Waiting, 'now'>) => sql<Candidate[]>`
  select e.id, 3 as rank
  from unnest(${lists.map(({ id }) => id)}::text[], ${lists.map(({ priority }) => priority)}::int[]) as l (id, priority)
  cross join unnest(${[...zones]}::text[]) as z (zone)
  cross join lateral (
    select e.id, e.priority, e.position from entries e
    where e.call_list_id = l.id and e.time_zone = z.zone and e.state = 'open' and e.due_at is null
    order by e.priority desc, e.position limit ${most}
  ) as e
  order by l.priority desc, e.priority desc, e.position limit ${most}`;

/** The first of these that nobody else is taking at this moment. */
export async function lockFirst(tx: Tx, ids: readonly string[]): Promise<EntryRow | null> {
  const [row] = await tx<EntryRow[]>`
    select * from entries where id = any(${[...ids]}::text[]) and state = 'open'
    order by array_position(${[...ids]}::text[], id) limit 1 for update skip locked`;
  return row ?? null;
}

export async function lockEntry(tx: Tx, id: string): Promise<EntryRow | null> {
  const [row] = await tx<EntryRow[]>`select * from entries where id = ${id} for update`;
  return row ?? null;
}

export async function updateEntry(
  tx: Tx,
  id: string,
  columns: Partial<Omit<EntryRow, 'id' | 'because' | 'version'>> & { because?: EntryBecause },
): Promise<void> {
  const { because, ...rest } = columns;
  const row = because === undefined ? rest : { ...rest, because: tx.json(because) };
  await tx`update entries set ${tx(row)}, version = version + 1 where id = ${id}`;
}

/** When somebody of these lists is due next; null: nobody will be. */
export async function selectNextDue(
  sql: Sql,
  callListIds: readonly string[],
  agentId: string | null,
): Promise<Date | null> {
  const [row] = await sql<{ at: Date | null }[]>`
    select min(due_at) as at from entries where call_list_id = any(${[...callListIds]}::text[]) and state = 'open' and due_at is not null
      and (callback_agent_id is null or callback_agent_id = ${agentId})`;
  return row?.at ?? null;
}

/**
 * Calls that agents promised and cannot keep become anybody's: overdue since then, or the agent is gone. The customer was
 * promised a call; by whom matters less.
 */
export async function releasePromises(sql: Sql, dueBefore: Date): Promise<void> {
  await sql`
    update entries e set callback_agent_id = null, version = e.version + 1
    where e.state = 'open' and e.callback_agent_id is not null and (
      e.due_at < ${dueBefore} or exists (select from agents a where a.id = e.callback_agent_id and not a.active)
    )`;
}

/** Not before this moment, whatever was decided. */
export async function holdBack(tx: Tx, id: string, until: Date): Promise<void> {
  await tx`update entries set due_at = greatest(due_at, ${until}) where id = ${id} and state = 'open'`;
}
