/** SQL of presence: what is known of each agent, what was said of it last, and its history. */
import type { DeviceState } from '../../../pbx-bridge/contract/pbx-state.ts';
import type { PresenceState } from '../../contract/agents.contract.ts';
import type { Sql, Tx } from '../../platform/database/database.ts';
import type { AgentPresence } from './reduce-agent-presence.ts';

export interface PresenceRow {
  agent_id: string;
  name: string;
  interface: string | null;
  team_id: string | null;
  active: boolean;
  signed_in: boolean;
  asked_state: 'ready' | 'paused';
  asked_reason: string | null;
  asked_since: Date;
  device_state: DeviceState | null;
  device_since: Date | null;
  state: PresenceState;
  since: Date;
  pause_reason: string | null;
  call_ids: string[];
  version: number;
}

export interface AgentCallRow {
  agent_id: string;
  call_id: string;
  state: 'ringing' | 'talking' | 'wrap-up';
  since: Date;
  wrap_up_until: Date | null;
}

/** A device of a PBX whose link is down says nothing: what was true then is not known to be true now. */
const select = `
  select p.agent_id, a.name, a.interface, a.team_id, a.active, p.signed_in, p.asked_state, p.asked_reason,
    p.asked_since, d.device_state, d.device_since, p.state, p.since, p.pause_reason, p.call_ids, p.version
  from agent_presence p
  join agents a on a.id = p.agent_id
  left join lateral (
    select e.device_state, e.device_since from pbx_endpoints e join pbxs x on x.bridge_id = e.bridge_id
    where e.interface = a.interface and x.state = 'up' order by x.since desc, x.bridge_id limit 1
  ) d on true`;

/**
 * Holds the rows of these agents, in one order so that two never deadlock, and makes rows for agents that have none yet.
 * They are read by a statement of its own: what another transaction wrote while this one waited for the lock counts.
 */
export async function lockPresence(tx: Tx, agentIds: readonly string[], now: Date): Promise<PresenceRow[]> {
  const ids = [...new Set(agentIds)];
  const lock = () =>
    tx`select from agent_presence where agent_id = any(${ids}::text[]) order by agent_id for update`.execute();
  const locked = lock();
  const rows = await readPresenceRows(tx, ids);
  if ((await locked).count === ids.length) return rows;
  await tx`
    insert into agent_presence (agent_id, asked_since, since)
    select a.id, ${now}, ${now} from agents a
    where a.id = any(${ids}::text[]) and not exists (select from agent_presence p where p.agent_id = a.id)
    order by a.id on conflict do nothing`;
  await lock();
  return readPresenceRows(tx, ids);
}

export async function readPresenceRows(sql: Sql, agentIds: readonly string[]): Promise<PresenceRow[]> {
  return sql<PresenceRow[]>`
    ${sql.unsafe(select)} where p.agent_id = any(${[...agentIds]}::text[]) order by p.agent_id`;
}

/** Active agents; with a reader's team and id only those. */
export async function selectPresence(sql: Sql, only: { agentId: string | null; teamId: string | null } | null) {
  const whose = only ? sql`(a.id = ${only.agentId} or a.team_id = ${only.teamId})` : null;
  return sql<PresenceRow[]>`
    select a.id as agent_id, a.name, a.interface, a.team_id, a.active, coalesce(p.state, 'off') as state,
      coalesce(p.asked_state, 'ready') as asked_state, coalesce(p.since, a.created_at) as since, p.pause_reason, coalesce(p.call_ids, '{}') as call_ids,
      coalesce(p.version, 0) as version
    from agents a left join agent_presence p on p.agent_id = a.id
    where ${sql.and([sql`a.active`, whose])} order by lower(a.name), a.id`;
}

export async function selectAgentCalls(sql: Sql, agentIds: readonly string[]): Promise<AgentCallRow[]> {
  return sql<AgentCallRow[]>`
    select agent_id, call_id, state, since, wrap_up_until from agent_calls
    where agent_id = any(${[...agentIds]}::text[]) order by agent_id, since, call_id`;
}

/** Agents who were in these calls when presence heard of them last. */
export async function selectAgentIdsOfCalls(sql: Sql, callIds: readonly string[]): Promise<string[]> {
  const rows = await sql<{ agent_id: string }[]>`
    select distinct agent_id from agent_calls where call_id = any(${[...callIds]}::text[])`;
  return rows.map((row) => row.agent_id);
}

export interface WantedAgentCall {
  agentId: string;
  callId: string;
  state: AgentCallRow['state'];
  since: string;
  wrapUpUntil: string | null;
}

/** Makes `wanted` all that is known of these calls; returns the agents for whom something changed. */
export async function replaceAgentCalls(
  tx: Tx,
  callIds: readonly string[],
  wanted: readonly WantedAgentCall[],
): Promise<string[]> {
  const rows = await tx<{ agent_id: string }[]>`
    with wanted as (
      select * from jsonb_to_recordset(${tx.json(wanted)}::jsonb) as w(
        "agentId" text, "callId" text, state text, since timestamptz, "wrapUpUntil" timestamptz)
    ), gone as (
      delete from agent_calls c where c.call_id = any(${[...callIds]}::text[]) and not exists (
        select from wanted w where w."agentId" = c.agent_id and w."callId" = c.call_id)
      returning c.agent_id
    ), saved as (
      insert into agent_calls as c (agent_id, call_id, state, since, wrap_up_until)
      select w."agentId", w."callId", w.state, w.since, w."wrapUpUntil" from wanted w
      on conflict (agent_id, call_id) do update set
        since = case when c.state = excluded.state then c.since else excluded.since end,
        state = excluded.state, wrap_up_until = excluded.wrap_up_until
      where (c.state, c.wrap_up_until) is distinct from (excluded.state, excluded.wrap_up_until)
      returning c.agent_id
    )
    select agent_id from gone union select agent_id from saved`;
  return rows.map((row) => row.agent_id);
}

export async function deleteEndedWrapUps(tx: Tx, agentIds: readonly string[], now: Date): Promise<void> {
  await tx`
    delete from agent_calls
    where agent_id = any(${[...agentIds]}::text[]) and state = 'wrap-up' and wrap_up_until <= ${now}`;
}

export async function updateAsked(
  tx: Tx,
  agentId: string,
  asked: { state: 'ready' | 'paused'; pauseReason: string | null; since: Date },
): Promise<void> {
  await tx`update agent_presence set asked_state = ${asked.state}, asked_reason = ${asked.pauseReason},
    asked_since = ${asked.since} where agent_id = ${agentId}`;
}

export async function updateSignedIn(tx: Tx, agentId: string, signedIn: boolean): Promise<void> {
  await tx`update agent_presence set signed_in = ${signedIn} where agent_id = ${agentId}`;
}

/** Writes down what follows, one version on; the stretch before ends where the new one begins. */
export async function writePresence(tx: Tx, row: PresenceRow, next: AgentPresence): Promise<void> {
  const isNewStretch = row.state !== next.state || row.pause_reason !== next.pauseReason;
  // Counting the ended one makes it end first: an agent has one open stretch at most.
  await tx`
    with ended as (
      update agent_states set ended_at = greatest(began_at, ${next.since}::timestamptz)
      where agent_id = ${row.agent_id} and ended_at is null and ${isNewStretch}::boolean
      returning id
    ), began as (
      insert into agent_states (agent_id, state, pause_reason, began_at)
      select ${row.agent_id}::text, ${next.state}::text, ${next.pauseReason}::text, ${next.since}::timestamptz
      from (select count(*) from ended) as e where ${isNewStretch}::boolean
    )
    update agent_presence set state = ${next.state}, since = ${next.since}, pause_reason = ${next.pauseReason},
      call_ids = ${next.callIds}, version = version + 1
    where agent_id = ${row.agent_id}`;
}

/** Agents of the devices of one PBX. */
export async function selectAgentIdsOfPbx(sql: Sql, bridgeId: string): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    select distinct a.id from agents a join pbx_endpoints e on e.interface = a.interface
    where a.active and e.bridge_id = ${bridgeId}`;
  return rows.map((row) => row.id);
}
