/** SQL of calls. Whoever changes anything of a call first locks its row (`lockCalls`), so that versions only grow. */
import type { Leg } from '../../../pbx-bridge/contract/call-record.ts';
import type { Sql, Tx } from '../../platform/database/database.ts';
import { type CallTableRow, callColumns, fromColumns, humanColumns, toColumns } from './call-columns.ts';
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

/** Reads calls by id and holds them until the transaction ends; always in the order of ids, so that two never deadlock. */
export async function lockCalls(tx: Tx, ids: readonly string[]): Promise<Map<string, StoredCall>> {
  const rows = await tx<CallTableRow[]>`
    select ${tx.unsafe(callSelect)} from calls where id = any(${[...ids]}::text[]) order by id for update of calls`;
  return new Map(rows.map((row) => [row.id as string, fromColumns(row)]));
}

export async function readCalls(sql: Sql, ids: readonly string[]): Promise<StoredCall[]> {
  if (ids.length === 0) return [];
  const rows = await sql<
    CallTableRow[]
  >`select ${sql.unsafe(callSelect)} from calls where id = any(${[...ids]}::text[])`;
  return rows.map(fromColumns);
}

const names = Object.keys(callColumns);
const writeCallsText = `
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
  ), agents_gone as (
    delete from call_agents using input
    where call_agents.call_id = input.id and not exists (
      select from jsonb_array_elements(input.agents) as a where a ->> 'interface' = call_agents.interface)
  ), agents_saved as (
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
  ), legs_gone as (
    delete from call_legs using input
    where call_legs.call_id = input.id and input.legs is not null and not exists (
      select from jsonb_array_elements(input.legs) as l where l ->> 'id' = call_legs.id)
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

/**
 * Writes whole calls, new or locked before, with all that hangs on them, in one statement. A call without `legs` (one that
 * was read back) keeps the legs it has.
 */
export async function writeCalls(
  tx: Tx,
  calls: readonly (StoredCall & Partial<Pick<CallRow, 'legs'>>)[],
): Promise<void> {
  if (calls.length === 0) return;
  const rows = calls.map((call) => ({
    ...toColumns(call),
    agents: call.agents,
    legs: call.legs ?? null,
    linked_ids: call.linkedIds,
    recordings: call.recordings,
  }));
  await tx.unsafe(writeCallsText, [JSON.stringify(rows)]);
}

/** Writes what people said of one locked call. */
export async function writeHuman(tx: Tx, call: StoredCall): Promise<void> {
  const { candidates, ...columns } = humanColumns(call);
  await tx`
    update calls set ${tx({ ...columns, version: call.version })}, candidates = ${tx.json(candidates)}
    where id = ${call.id}`;
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
