/** SQL of calls. Whoever changes anything of a call first locks its row (`lockCalls`), so that versions only grow. */
import type { Leg } from '../../../pbx-bridge/contract/call-record.ts';
import type { Sql, Tx } from '../../platform/database/database.ts';
import type { SqlQuery } from '../../platform/database/sql.ts';
import { type CallTableRow, callColumns, fromColumns, humanColumns, toColumns } from './call-columns.ts';
import type { NumberFilter } from './call-filter.ts';
import type { CallRow, StoredCall } from './call-row.ts';

/** Times inside json come out as PostgreSQL writes them; this is how the rest of Trunkline writes them. */
const isoTime = (column: string) => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** The select list of a call; `calls` must be in the from clause. */
export const callSelect = `
  ${Object.keys(callColumns)
    .map((column) => `calls.${column}`)
    .join(', ')},
  (select jsonb_agg(jsonb_build_object(
      'interface', a.interface, 'agentId', a.agent_id, 'teamId', a.team_id, 'role', a.role,
      'ringSeconds', a.ring_seconds, 'talkSeconds', a.talk_seconds, 'holdSeconds', a.hold_seconds,
      'live', a.live, 'tookPart', a.took_part, 'wrapUpUntil', ${isoTime('a.wrap_up_until')}) order by a.position)
    from call_agents a where a.call_id = calls.id) as agents,
  (select jsonb_agg(l.linkedid order by l.linkedid) from call_linkedids l where l.call_id = calls.id) as linked_ids,
  (select jsonb_agg(jsonb_build_object(
      'id', r.id, 'file', r.file, 'legId', r.leg_id, 'startedAt', ${isoTime('r.started_at')},
      'state', r.state, 'seconds', r.seconds) order by r.started_at, r.id)
    from call_recordings r where r.call_id = calls.id) as recordings`;

/**
 * Reads calls by id and holds them until the transaction ends; always in the order of ids, so that two never deadlock. Read
 * by a statement of its own: one that had to wait for the lock would see the row as it is now, and the devices, linkedids
 * and recordings that hang on it as they were before the wait.
 */
export async function lockCalls(tx: Tx, ids: readonly string[]): Promise<Map<string, StoredCall>> {
  const locking = tx`select from calls where id = any(${[...ids]}::text[]) order by id for update`.execute();
  const [, calls] = await Promise.all([locking, readCalls(tx, ids)]);
  return new Map(calls.map((call) => [call.id, call]));
}

export async function readCalls(sql: Sql, ids: readonly string[]): Promise<StoredCall[]> {
  if (ids.length === 0) return [];
  const rows = await sql<CallTableRow[]>`select ${sql.unsafe(callSelect)} from calls where id = ${sql.anyOf(ids)}`;
  return rows.map(fromColumns);
}

const names = Object.keys(callColumns);

/**
 * Devices and legs that a stored call no longer has. By key, not by what is written: the plan is made once, perhaps while
 * these tables are still empty, and would else read the whole of them for ever.
 */
const dropText = `agents_gone as (
    delete from call_agents where call_id = any($2::text[]) and not exists (
      select from input, jsonb_array_elements(input.agents) as a
      where input.id = call_agents.call_id and a ->> 'interface' = call_agents.interface)
  ), legs_gone as (
    delete from call_legs where call_id = any($2::text[]) and not exists (
      select from input where input.id = call_legs.call_id and (input.legs is null or exists (
        select from jsonb_array_elements(input.legs) as l where l ->> 'id' = call_legs.id)))
  ), `;

const writeText = (drop: string) => `
  with input as (
    select * from jsonb_to_recordset($1::jsonb) as r(
      ${Object.entries(callColumns)
        .map(([name, type]) => `${name} ${type}`)
        .join(', ')},
      agents jsonb, legs jsonb, linked_ids text[], recordings jsonb)
  ), saved as (
    insert into calls (${names.join(', ')}) select ${names.join(', ')} from input
    on conflict (id) do update set ${names
      .filter((name) => name !== 'id')
      .map((name) => `${name} = excluded.${name}`)
      .join(', ')}
  ), ${drop}agents_saved as (
    insert into call_agents (call_id, interface, agent_id, team_id, role, ring_seconds, talk_seconds, hold_seconds,
      live, took_part, wrap_up_until, position, started_at)
    select input.id, a.value ->> 'interface', a.value ->> 'agentId', a.value ->> 'teamId', a.value ->> 'role',
      (a.value ->> 'ringSeconds')::float8, (a.value ->> 'talkSeconds')::float8, (a.value ->> 'holdSeconds')::float8,
      (a.value ->> 'live')::boolean, (a.value ->> 'tookPart')::boolean, (a.value ->> 'wrapUpUntil')::timestamptz,
      a.position, input.started_at
    from input, jsonb_array_elements(input.agents) with ordinality as a(value, position)
    on conflict (call_id, interface) do update set agent_id = excluded.agent_id, team_id = excluded.team_id,
      role = excluded.role, ring_seconds = excluded.ring_seconds, talk_seconds = excluded.talk_seconds,
      hold_seconds = excluded.hold_seconds, live = excluded.live, took_part = excluded.took_part,
      wrap_up_until = excluded.wrap_up_until, position = excluded.position, started_at = excluded.started_at
  ), legs_saved as (
    insert into call_legs (call_id, id, channel, interface, kind, role, number, queue, started_at, ringing_at,
      answered_at, ended_at, ring_seconds, talk_seconds, hold_seconds, dial_status, hangup_cause, tech_cause)
    select input.id, l.* from input, jsonb_to_recordset(input.legs) as l(
      id text, channel text, interface text, kind text, role text, number text, queue text,
      "startedAt" timestamptz, "ringingAt" timestamptz, "answeredAt" timestamptz, "endedAt" timestamptz,
      "ringSeconds" float8, "talkSeconds" float8, "holdSeconds" float8, "dialStatus" text,
      "hangupCause" int, "techCause" int)
    on conflict (call_id, id) do update set kind = excluded.kind, role = excluded.role, number = excluded.number,
      queue = excluded.queue, ringing_at = excluded.ringing_at, answered_at = excluded.answered_at,
      ended_at = excluded.ended_at, ring_seconds = excluded.ring_seconds, talk_seconds = excluded.talk_seconds,
      hold_seconds = excluded.hold_seconds, dial_status = excluded.dial_status,
      hangup_cause = excluded.hangup_cause, tech_cause = excluded.tech_cause
    where call_legs is distinct from excluded
  ), linkedids_saved as (
    insert into call_linkedids (bridge_id, linkedid, call_id)
    select distinct on (input.bridge_id, l) input.bridge_id, l, input.id from input, unnest(input.linked_ids) as l
    order by input.bridge_id, l, input.sequence desc
    on conflict (bridge_id, linkedid) do update set call_id = excluded.call_id
    where call_linkedids.call_id <> excluded.call_id
  )
  insert into call_recordings (id, call_id, leg_id, file, started_at, state, seconds)
  select r.id, input.id, r."legId", r.file, r."startedAt", r.state, r.seconds
  from input, jsonb_to_recordset(input.recordings) as r(
    id text, "legId" text, file text, "startedAt" timestamptz, state text, seconds float8)
  on conflict (id) do update set call_id = excluded.call_id, state = excluded.state, seconds = excluded.seconds
  where (call_recordings.call_id, call_recordings.state, call_recordings.seconds)
    is distinct from (excluded.call_id, excluded.state, excluded.seconds)`;

const writeNewText = writeText('');
const writeStoredText = writeText(dropText);

/**
 * Writes whole calls, new or locked before, with all that hangs on them, in one statement. A call without `legs` (one that
 * was read back) keeps the legs it has.
 * @param stored ids of those that were stored before
 */
export async function writeCalls(
  tx: Tx,
  calls: readonly (StoredCall & Partial<Pick<CallRow, 'legs'>>)[],
  stored: { has(id: string): boolean },
): Promise<void> {
  if (calls.length === 0) return;
  const rows = calls.map((call) =>
    Object.assign(toColumns(call), {
      agents: call.agents,
      legs: call.legs ?? null,
      linked_ids: call.linkedIds,
      recordings: call.recordings,
    }),
  );
  const known = calls.flatMap(({ id }) => (stored.has(id) ? [id] : []));
  const input = JSON.stringify(rows);
  await (known.length === 0 ? tx.unsafe(writeNewText, [input]) : tx.unsafe(writeStoredText, [input, known])).execute();
}

/** Writes what people said of one locked call. */
export async function writeHuman(tx: Tx, call: StoredCall): Promise<void> {
  const { candidates, ...columns } = humanColumns(call);
  await tx`
    update calls set ${tx({ ...columns, version: call.version })}, candidates = ${tx.json(candidates)}
    where id = ${call.id}`;
}

/** Deals that were made from a call. */
export async function writeDealIds(tx: Tx, { id, dealIds, version }: StoredCall): Promise<void> {
  await tx`update calls set deal_ids = ${dealIds}::text[], version = ${version} where id = ${id}`;
}

export async function readLegs(sql: Sql, callId: string): Promise<Leg[]> {
  const rows = await sql<Record<string, unknown>[]>`
    select id, channel, interface, kind, role, number, queue, started_at as "startedAt", ringing_at as "ringingAt",
      answered_at as "answeredAt", ended_at as "endedAt", ring_seconds as "ringSeconds", talk_seconds as "talkSeconds",
      hold_seconds as "holdSeconds", dial_status as "dialStatus", hangup_cause as "hangupCause", tech_cause as "techCause"
    from call_legs where call_id = ${callId} order by started_at, id`;
  return rows.map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([key, value]) => [key, value instanceof Date ? value.toISOString() : value]),
    ),
  ) as unknown as Leg[];
}

export interface CallFilter {
  from?: string | undefined;
  to?: string | undefined;
  number?: NumberFilter | undefined;
  agentId?: string | undefined;
  queue?: string | undefined;
  direction?: string | undefined;
  outcome?: string | undefined;
  state?: string | undefined;
  contactId?: string | undefined;
  dispositionId?: string | undefined;
}

function numberCondition(sql: Sql, number: NumberFilter): SqlQuery {
  switch (number.kind) {
    case 'whole':
      return sql`calls.customer_e164 = ${number.e164}`;
    case 'last-digits': {
      const { digits } = number;
      const reversed = `${[...digits].reverse().join('')}%`;
      return sql`(calls.customer_digits like ${reversed} or (calls.direction = 'internal' and ${digits} in (calls.from_raw, calls.to_raw)))`;
    }
    case 'nothing':
      return sql.unsafe('false');
  }
}

/** What the query of the log asks of `calls`. */
export function callConditions(sql: Sql, filter: CallFilter): SqlQuery {
  const { from, to, number, agentId, queue, direction, outcome, state, contactId, dispositionId } = filter;
  return sql.and([
    from !== undefined && sql`calls.started_at >= ${from}`,
    to !== undefined && sql`calls.started_at < ${to}`,
    number !== undefined && numberCondition(sql, number),
    agentId !== undefined &&
      sql`exists (select from call_agents a where a.call_id = calls.id and a.agent_id = ${agentId})`,
    queue !== undefined && sql`calls.queue = ${queue}`,
    direction !== undefined && sql`calls.direction = ${direction}`,
    outcome !== undefined && sql`calls.outcome = ${outcome}`,
    state !== undefined && sql`calls.state = ${state}`,
    contactId !== undefined && sql`calls.contact_id = ${contactId}`,
    dispositionId !== undefined && sql`calls.disposition_id = ${dispositionId}`,
  ]);
}

/** Newest first; `after` is the key of the last call of the page before. One more row than `limit` tells that there are more. */
export async function selectCalls(
  sql: Sql,
  filter: CallFilter,
  page: { visible: SqlQuery; after: string[] | null; limit: number },
): Promise<StoredCall[]> {
  const where = sql.and([
    page.visible,
    page.after && sql`(calls.started_at, calls.id) < (${page.after[0]}::timestamptz, ${page.after[1]})`,
    callConditions(sql, filter),
  ]);
  const rows = await sql<CallTableRow[]>`
    select ${sql.unsafe(callSelect)} from calls where ${where}
    order by calls.started_at desc, calls.id desc limit ${page.limit + 1}`;
  return rows.map(fromColumns);
}

/**
 * Condition on `calls`: it lives, or lies on a desk for after-call work at `now`. As a list of the few there are, which two
 * small indexes hold: asked of each call (`state <> 'ended' or ...`) PostgreSQL would read all calls of all years. No after-call
 * work lasts a day; without that end it would take every third of those there ever were to be going on.
 */
export const isShownAt = (sql: Sql, now: Date): SqlQuery => sql`calls.id in (
  select live.id from calls live where live.state <> 'ended'
  union all select call_id from call_agents
    where wrap_up_until > ${now}::timestamptz and wrap_up_until < ${now}::timestamptz + interval '1 day')`;

/** Calls that live, or lie on a desk for after-call work at `now`. */
export async function selectShownCalls(sql: Sql, visible: SqlQuery, now: Date): Promise<StoredCall[]> {
  const rows = await sql<CallTableRow[]>`
    select ${sql.unsafe(callSelect)} from calls
    where ${visible} and ${isShownAt(sql, now)}`;
  return rows.map(fromColumns);
}

/**
 * Ids of the calls of a bridge that have not ended. With `upTo`: as they were at that place of a journal, without those
 * of which it has said something since.
 */
export async function openCallsOfBridge(
  sql: Sql,
  bridgeId: string,
  upTo: { journalId: string; sequence: number } | null = null,
): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    select id from calls
    where state <> 'ended' and bridge_id = ${bridgeId}
      and not (journal_id = ${upTo?.journalId ?? ''} and sequence > ${upTo?.sequence ?? 0}) order by id`;
  return rows.map(({ id }) => id);
}

/** Calls on the desk of one agent at `now`. */
export async function selectDeskCalls(sql: Sql, agentId: string, now: Date): Promise<StoredCall[]> {
  const rows = await sql<CallTableRow[]>`
    select ${sql.unsafe(callSelect)} from calls
    where calls.id in (
      select call_id from call_agents where agent_id = ${agentId} and (live or wrap_up_until > ${now}))`;
  return rows.map(fromColumns);
}

/** Writes until when each agent of a locked call works on it. */
export async function writeWrapUp(tx: Tx, call: StoredCall): Promise<void> {
  for (const agent of call.agents) {
    await tx`
      update call_agents set wrap_up_until = ${agent.wrapUpUntil}
      where call_id = ${call.id} and interface = ${agent.interface}`;
  }
}

/** External calls with any of these numbers since a moment, newest first. */
export async function selectCallsWith(
  sql: Sql,
  numbers: readonly string[],
  since: Date,
  limit: number,
): Promise<StoredCall[]> {
  const rows = await sql<CallTableRow[]>`
    select ${sql.unsafe(callSelect)} from calls
    where calls.customer_e164 = any(${[...numbers]}::text[]) and calls.started_at >= ${since}
      and calls.direction <> 'internal'
    order by calls.started_at desc, calls.id desc limit ${limit}`;
  return rows.map(fromColumns);
}

/** Number of ours dialled in the first call that came in from any of these numbers and is nobody's, or is this call. */
export async function selectFirstInbound(
  sql: Sql,
  { numbers, callId }: { numbers: readonly string[]; callId: string | null },
): Promise<{ raw: string | null; e164: string | null } | null> {
  const [row] = await sql<{ raw: string | null; e164: string | null }[]>`
    select dialled_raw as raw, dialled_e164 as e164 from calls
    where customer_e164 = any(${[...numbers]}::text[]) and direction = 'inbound'
      and (contact_id is null or id = ${callId}) and dialled_raw is not null
    order by started_at, id limit 1`;
  return row ?? null;
}

export async function selectCallsOfContact(
  sql: Sql,
  visible: SqlQuery,
  { contactId, before, limit }: { contactId: string; before: { at: string; id: string } | null; limit: number },
): Promise<StoredCall[]> {
  const where = sql.and([
    visible,
    sql`calls.contact_id = ${contactId}`,
    before && sql`(calls.started_at, calls.id) < (${before.at}::timestamptz, ${before.id})`,
  ]);
  const rows = await sql<CallTableRow[]>`
    select ${sql.unsafe(callSelect)} from calls where ${where}
    order by calls.started_at desc, calls.id desc limit ${limit}`;
  return rows.map(fromColumns);
}

/** Calls with any of these people or numbers, newest first; of each the newest few, so that indexes are enough. */
export async function selectCallsOfMany(
  sql: Sql,
  visible: SqlQuery,
  { contactIds, numbers, before, limit }: PageOfMany,
): Promise<StoredCall[]> {
  const where = sql.and([
    visible,
    before && sql`(calls.started_at, calls.id) < (${before.at}::timestamptz, ${before.id})`,
  ]);
  const newest = (mine: SqlQuery) => sql`
    select calls.id, calls.started_at from calls where ${mine} and ${where}
    order by calls.started_at desc, calls.id desc limit ${limit}`;
  const rows = await sql<CallTableRow[]>`
    with found as (
      select c.* from unnest(${[...contactIds]}::text[]) as w(id)
      cross join lateral (${newest(sql`calls.contact_id = w.id`)}) c
      union
      select c.* from unnest(${[...numbers]}::text[]) as w(e164)
      cross join lateral (${newest(sql`calls.customer_e164 = w.e164`)}) c
    )
    select ${sql.unsafe(callSelect)} from calls
    where calls.id in (select id from found order by started_at desc, id desc limit ${limit})
    order by calls.started_at desc, calls.id desc`;
  return rows.map(fromColumns);
}

export interface PageOfMany {
  contactIds: readonly string[];
  numbers: readonly string[];
  before: { at: string; id: string } | null;
  limit: number;
}

export interface People {
  contactIds: readonly string[];
  e164: string | null;
}

/** Calls on a desk or a board at `now` with these people or this number; null: with anybody. */
export async function selectShownCallsWith(sql: Sql, who: People | null, now: Date): Promise<StoredCall[]> {
  if (who && who.contactIds.length === 0 && who.e164 === null) return [];
  const theirs =
    who && sql`(calls.contact_id = any(${[...who.contactIds]}::text[]) or calls.customer_e164 = ${who.e164})`;
  const rows = await sql<CallTableRow[]>`
    select ${sql.unsafe(callSelect)} from calls
    where ${theirs ?? sql`calls.customer_withheld is not null`} and ${isShownAt(sql, now)}`;
  return rows.map(fromColumns);
}
