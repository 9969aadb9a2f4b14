/** SQL of the events: the audit by time, cut down to what the reader's right reaches. */
import type { Sql } from '../../platform/database/database.ts';
import type { SqlQuery } from '../../platform/database/sql.ts';
import { scopeOf } from '../access/permissions.ts';
import type { Principal } from '../access/principal.ts';
import { visiblePredicate } from '../access/visible-predicate.ts';
import type { Values } from './audited-kinds.ts';

export interface EventRow {
  id: string;
  at: Date;
  user_id: string | null;
  user_name: string | null;
  actor_kind: string;
  actor_id: string;
  action: string;
  record: string;
  before: Values | null;
  after: Values | null;
}

const columns = 'e.id, e.at, e.user_id, e.user_name, e.actor_kind, e.actor_id, e.action, e.record, e.before, e.after';
const tables = 'audit_entries e left join users u on u.id = e.user_id';
/** A person whatever was used; else the key, the form or the server. */
const actorOf = 'coalesce(e.user_id, e.actor_id)';
const kindOf = "split_part(e.action, '.', 1)";

/** Events of the people this reader leads; those of keys and of the server are for who sees everybody's. */
export function visibleEvents(sql: Sql, reader: Principal): SqlQuery {
  const reached = visiblePredicate(sql, reader, 'events.read', { ownerUser: 'e.user_id', team: 'u.team_id' });
  return scopeOf(reader, 'events.read') === 'all' ? reached : sql`e.user_id is not null and ${reached}`;
}

export interface EventFilter {
  from: Date;
  to: Date;
  userId?: string | undefined;
  actorId?: string | undefined;
  kind?: string | undefined;
}

const inTime = (sql: Sql, { from, to }: EventFilter) => sql`e.at >= ${from} and e.at < ${to}`;
const ofActor = (sql: Sql, { userId, actorId }: EventFilter) =>
  sql.and([
    userId !== undefined && sql`e.user_id = ${userId}`,
    actorId !== undefined && sql`${sql.unsafe(actorOf)} = ${actorId}`,
  ]);
const ofKind = (sql: Sql, { kind }: EventFilter) => kind !== undefined && sql`${sql.unsafe(kindOf)} = ${kind}`;

/** Newest first; one more than asked for says that there are more. */
export async function selectEvents(
  sql: Sql,
  filter: EventFilter,
  { visible, after, limit }: { visible: SqlQuery; after: string[] | null; limit: number },
): Promise<EventRow[]> {
  const page = after && sql`(e.at, e.id) < (${after[0]}::timestamptz, ${after[1]})`;
  return await sql<EventRow[]>`
    select ${sql.unsafe(columns)} from ${sql.unsafe(tables)}
    where ${sql.and([inTime(sql, filter), visible, ofActor(sql, filter), ofKind(sql, filter), page])}
    order by e.at desc, e.id desc limit ${limit + 1}`;
}

export interface ActorCount {
  actorId: string;
  actorKind: string;
  userId: string | null;
  name: string;
  count: number;
}

export async function countByActor(sql: Sql, filter: EventFilter, visible: SqlQuery): Promise<ActorCount[]> {
  return await sql<ActorCount[]>`
    select ${sql.unsafe(actorOf)} as "actorId", max(e.actor_kind) as "actorKind", e.user_id as "userId",
      coalesce(max(u.name), max(e.user_name), '') as name, count(*)::int as count
    from ${sql.unsafe(tables)} where ${sql.and([inTime(sql, filter), visible, ofKind(sql, filter)])}
    group by 1, e.user_id order by 5 desc, 4, 1 limit 200`;
}

export async function countByKind(sql: Sql, filter: EventFilter, visible: SqlQuery) {
  return await sql<{ kind: string; count: number }[]>`
    select ${sql.unsafe(kindOf)} as kind, count(*)::int as count
    from ${sql.unsafe(tables)} where ${sql.and([inTime(sql, filter), visible, ofActor(sql, filter)])}
    group by 1 order by 2 desc, 1`;
}

export async function findEvent(sql: Sql, id: string, visible: SqlQuery): Promise<EventRow | null> {
  const [row] = await sql<EventRow[]>`
    select ${sql.unsafe(columns)} from ${sql.unsafe(tables)} where e.id = ${id} and ${visible}`;
  return row ?? null;
}

/** Entries by id, in no order. */
export async function selectEntries(sql: Sql, ids: readonly string[]): Promise<EventRow[]> {
  return await sql<EventRow[]>`
    select ${sql.unsafe(columns)} from ${sql.unsafe(tables)} where e.id = any(${[...ids]}::text[])`;
}

/** The entry that this transaction wrote for a record last. */
export async function newestEntryOf(sql: Sql, record: string): Promise<string | null> {
  const [row] = await sql<{ id: string }[]>`
    select id from audit_entries where record = ${record} order by at desc, id desc limit 1`;
  return row?.id ?? null;
}
