/**
 * The append-only store of what the bridges said. A fact is stored once, however often it is sent: told by its id, and by
 * its place in the bridge's journal. Nothing here is ever updated.
 */
import type { CallEvent, PbxEvent } from '../../../pbx-bridge/contract/pbx-events.ts';
import type { Sql, Tx } from '../database/database.ts';

/** One journal of one bridge: sequences mean something only within it. */
export interface EventSource {
  bridgeId: string;
  journalId: string;
}

export interface RejectedEvent {
  sequence: number | null;
  eventId: string | null;
  error: string;
  /** What came, as JSON text. */
  payload: string;
}

/**
 * The last sequence committed of this journal (0: none), and a lock on it until the transaction ends: two connections of
 * the same bridge cannot commit into each other.
 */
export async function lockJournal(tx: Tx, source: EventSource): Promise<number> {
  const [row] = await tx<{ acked_sequence: number }[]>`
    insert into pbx_journals (bridge_id, journal_id) values (${source.bridgeId}, ${source.journalId})
    on conflict (bridge_id, journal_id) do update set journal_id = excluded.journal_id
    returning acked_sequence`;
  return row!.acked_sequence;
}

/** The last sequence committed of this journal; 0 when it is new. */
export async function readAckedSequence(sql: Sql, source: EventSource): Promise<number> {
  const [row] = await sql<{ acked_sequence: number }[]>`
    select acked_sequence from pbx_journals
    where bridge_id = ${source.bridgeId} and journal_id = ${source.journalId}`;
  return row?.acked_sequence ?? 0;
}

/**
 * Stores the facts that are new and returns them in the order given. Facts up to `acked` were committed before: they are
 * stored only when their place in the journal is truly empty.
 */
export async function appendEvents(
  tx: Tx,
  source: EventSource,
  events: readonly PbxEvent[],
  acked: number,
): Promise<PbxEvent[]> {
  const seen = await placesTaken(
    tx,
    source,
    events.filter((event) => event.sequence <= acked),
  );
  const fresh = events.filter((event) => !seen.has(event.sequence));
  if (fresh.length === 0) return [];
  const rows = fresh.map((event) => ({
    id: event.id,
    sequence: event.sequence,
    type: event.type,
    call_id: 'callId' in event ? event.callId : null,
    occurred_at: event.occurredAt,
    recorded_at: event.recordedAt,
    payload: event,
  }));
  const stored = await tx<{ id: string; sequence: number }[]>`
    insert into pbx_events (id, bridge_id, journal_id, sequence, type, call_id, occurred_at, recorded_at, payload)
    select id, ${source.bridgeId}, ${source.journalId}, sequence, type, call_id, occurred_at, recorded_at, payload
    from jsonb_to_recordset(${tx.json(rows)}::jsonb) as e(
      id text, sequence bigint, type text, call_id text, occurred_at timestamptz, recorded_at timestamptz, payload jsonb)
    on conflict do nothing
    returning id, sequence`;
  const isStored = new Set(stored.map(({ id, sequence }) => `${sequence} ${id}`));
  return fresh.filter((event) => isStored.delete(`${event.sequence} ${event.id}`));
}

async function placesTaken(tx: Tx, source: EventSource, events: readonly PbxEvent[]): Promise<Set<number>> {
  if (events.length === 0) return new Set();
  const rows = await tx<{ sequence: number }[]>`
    select sequence from pbx_events
    where bridge_id = ${source.bridgeId} and journal_id = ${source.journalId}
      and sequence = any(${events.map((event) => event.sequence)}::bigint[])`;
  return new Set(rows.map(({ sequence }) => sequence));
}

/** Keeps what could not be understood or stored, with the reason. */
export async function appendRejected(tx: Sql, source: EventSource, rejected: readonly RejectedEvent[]): Promise<void> {
  for (const { sequence, eventId, error, payload } of rejected) {
    await tx`
      insert into pbx_events_rejected (bridge_id, journal_id, sequence, event_id, error, payload)
      values (${source.bridgeId}, ${source.journalId}, ${sequence}, ${eventId}, ${error.slice(0, 2_000)}, ${payload})`;
  }
}

/** Moves the mark of what is committed, which never moves back, and locks the journal until the transaction ends. */
export async function markAcked(tx: Tx, source: EventSource, sequence: number): Promise<void> {
  await tx`
    insert into pbx_journals as j (bridge_id, journal_id, acked_sequence)
    values (${source.bridgeId}, ${source.journalId}, ${sequence})
    on conflict (bridge_id, journal_id) do update set acked_sequence = greatest(j.acked_sequence, excluded.acked_sequence)`.execute();
}

/**
 * Notes that a bridge has said which calls it holds open. `at` is the PBX's clock, when they were heard of is ours.
 * @returns what was noted of this bridge before, in whichever journal; null when it never said
 */
export async function markCallsTold(tx: Tx, source: EventSource, at: string): Promise<Date | null> {
  const [row] = await tx<{ before: Date | null }[]>`
    with known as (select max(calls_told_at) as at from pbx_journals where bridge_id = ${source.bridgeId})
    insert into pbx_journals (bridge_id, journal_id, calls_told_at, calls_heard_at)
    values (${source.bridgeId}, ${source.journalId}, ${at}, now())
    on conflict (bridge_id, journal_id)
    do update set calls_told_at = excluded.calls_told_at, calls_heard_at = excluded.calls_heard_at
    returning (select at from known) as before`;
  return row?.before ?? null;
}

export interface SilentBridge {
  bridgeId: string;
  /** When it last held its calls open, by the PBX's clock; null when it never said. */
  heldUntil: Date | null;
}

/** Bridges that have not said since then which calls they hold open. */
export async function readSilentBridges(sql: Sql, since: Date): Promise<SilentBridge[]> {
  const rows = await sql<{ bridge_id: string; held_until: Date | null }[]>`
    select bridge_id, max(calls_told_at) as held_until from pbx_journals
    group by bridge_id having coalesce(max(calls_heard_at), '-infinity') < ${since}`;
  return rows.map(({ bridge_id, held_until }) => ({ bridgeId: bridge_id, heldUntil: held_until }));
}

/** Those of the calls of which a fact came since then. */
export async function readHeardSince(sql: Sql, callIds: readonly string[], since: Date): Promise<Set<string>> {
  const rows = await sql<{ call_id: string }[]>`
    select distinct call_id from pbx_events where call_id = any(${callIds}::text[]) and received_at >= ${since}`;
  return new Set(rows.map(({ call_id }) => call_id));
}

export interface StoredCallEvent extends EventSource {
  event: PbxEvent;
}

/**
 * The newest fact of each call, a page at a time, by call id: enough to make every row again. `after` is the last call id
 * of the page before.
 */
export async function readNewestOfCalls(sql: Sql, after: string, limit: number): Promise<StoredCallEvent[]> {
  const rows = await sql<{ bridge_id: string; journal_id: string; payload: PbxEvent }[]>`
    with recursive ids as (
      (select call_id from pbx_events where call_id > ${after} and type like '%.%' order by call_id limit 1)
      union all
      select (select call_id from pbx_events e where e.call_id > ids.call_id order by e.call_id limit 1)
      from ids where ids.call_id is not null
    ), page as (select call_id from ids where call_id is not null limit ${limit})
    select e.bridge_id, e.journal_id, e.payload
    from page cross join lateral (
      select bridge_id, journal_id, payload from pbx_events
      where pbx_events.call_id = page.call_id and payload ? 'call'
      order by recorded_at desc, sequence desc limit 1) e
    order by page.call_id`;
  return rows.map(({ bridge_id, journal_id, payload }) => ({
    bridgeId: bridge_id,
    journalId: journal_id,
    event: payload,
  }));
}

/** The newest fact of each of these calls; a call without any is not in the map. */
export async function readNewestOf(sql: Sql, callIds: readonly string[]): Promise<Map<string, CallEvent>> {
  const rows = await sql<{ payload: CallEvent }[]>`
    select e.payload
    from unnest(${callIds}::text[]) as wanted(call_id) cross join lateral (
      select payload from pbx_events
      where pbx_events.call_id = wanted.call_id and payload ? 'call'
      order by recorded_at desc, sequence desc limit 1) e`;
  return new Map(rows.map(({ payload }) => [payload.callId, payload]));
}

/** Facts of one call in the order in which they were written down. */
export async function readEventsOfCall(sql: Sql, callId: string): Promise<StoredCallEvent[]> {
  const rows = await sql<{ bridge_id: string; journal_id: string; payload: PbxEvent }[]>`
    select bridge_id, journal_id, payload from pbx_events where call_id = ${callId} order by recorded_at, sequence`;
  return rows.map(({ bridge_id, journal_id, payload }) => ({
    bridgeId: bridge_id,
    journalId: journal_id,
    event: payload,
  }));
}

/**
 * Makes the partitions of this month and the next three. A month whose first facts came before its partition was made
 * stays in the partition for everything else: slower to drop, nothing lost.
 */
export async function ensureEventMonths(sql: Sql): Promise<void> {
  await sql`select ensure_monthly_partitions('pbx_events', now(), 3)`;
}
