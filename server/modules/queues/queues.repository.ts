/** SQL of PBXs, their endpoints and queues. */
import type { PbxEndpoint, PbxLink, PbxQueue, PbxQueueMember } from '../../../pbx-bridge/contract/pbx-state.ts';
import type { Endpoint, Pbx } from '../../contract/agents.contract.ts';
import type { Sql, Tx } from '../../platform/database/database.ts';

/** The bridge that says something, and the name of its PBX. */
export interface StateSource {
  bridgeId: string;
  pbx: string;
}

interface PbxRow {
  bridge_id: string;
  pbx: string;
  state: Pbx['state'];
  detail: string | null;
  asterisk_version: string | null;
  since: Date;
  version: number;
}

const toPbx = (row: PbxRow): Pbx => ({
  pbx: row.pbx,
  bridgeId: row.bridge_id,
  state: row.state,
  detail: row.detail,
  asteriskVersion: row.asterisk_version,
  since: row.since.toISOString(),
  version: row.version,
});

export async function selectPbxs(sql: Sql): Promise<Pbx[]> {
  return (await sql<PbxRow[]>`select * from pbxs order by pbx, bridge_id`).map(toPbx);
}

/** Null when nothing is new about it. */
export async function upsertPbx(
  tx: Tx,
  { bridgeId, pbx }: StateSource,
  link: Omit<PbxLink, 'state'> & { state: Pbx['state'] },
): Promise<Pbx | null> {
  const [row] = await tx<PbxRow[]>`
    insert into pbxs as p (bridge_id, pbx, state, detail, asterisk_version, since)
    values (${bridgeId}, ${pbx}, ${link.state}, ${link.detail}, ${link.asteriskVersion}, ${link.since})
    on conflict (bridge_id) do update set
      pbx = excluded.pbx, state = excluded.state, detail = excluded.detail,
      asterisk_version = coalesce(excluded.asterisk_version, p.asterisk_version), since = excluded.since,
      version = p.version + 1
    where (p.pbx, p.state, p.detail, p.since) is distinct from (excluded.pbx, excluded.state, excluded.detail, excluded.since)
      or excluded.asterisk_version is distinct from p.asterisk_version and excluded.asterisk_version is not null
    returning *`;
  return row ? toPbx(row) : null;
}

/** PostgreSQL keeps no NUL character, and a caller's name may hold one. */
const storable = <T>(value: T): T => JSON.parse(JSON.stringify(value).replaceAll('\\u0000', '')) as T;

/** Writes endpoints whose anything changed; returns how many. The moment a device state began is ours to note. */
export async function upsertEndpoints(
  tx: Tx,
  { bridgeId, pbx }: StateSource,
  endpoints: readonly PbxEndpoint[],
  now: Date,
): Promise<number> {
  const { count } = await tx`
    insert into pbx_endpoints as e (bridge_id, interface, pbx, kind, caller_id_name, device_state, device_since)
    select distinct on (w.interface)
      ${bridgeId}, w.interface, ${pbx}, w.kind, w."callerIdName", w."deviceState", ${now}::timestamptz
    from jsonb_to_recordset(${tx.json(storable(endpoints))}::jsonb)
      as w(interface text, kind text, "callerIdName" text, "deviceState" text)
    on conflict (bridge_id, interface) do update set
      pbx = excluded.pbx, kind = excluded.kind, caller_id_name = excluded.caller_id_name,
      device_since = case when e.device_state = excluded.device_state then e.device_since else excluded.device_since end,
      device_state = excluded.device_state
    where (e.pbx, e.kind, e.caller_id_name, e.device_state)
      is distinct from (excluded.pbx, excluded.kind, excluded.caller_id_name, excluded.device_state)`;
  return count;
}

export async function deleteOtherEndpoints(tx: Tx, bridgeId: string, interfaces: readonly string[]): Promise<number> {
  const { count } = await tx`
    delete from pbx_endpoints where bridge_id = ${bridgeId} and not interface = any(${[...interfaces]}::text[])`;
  return count;
}

/** Agents at these devices are worked out by the agents module; here only whose they are. */
export async function selectEndpoints(sql: Sql): Promise<Endpoint[]> {
  const rows = await sql<Endpoint[]>`
    select e.pbx, e.interface, e.kind, e.caller_id_name as "callerIdName", e.device_state as "deviceState",
      a.id as "agentId"
    from pbx_endpoints e left join agents a on a.interface = e.interface and a.active
    order by e.kind, e.pbx, length(e.interface), e.interface`;
  return [...rows];
}

export interface QueueRow {
  bridge_id: string;
  name: string;
  pbx: string;
  title: string | null;
  strategy: string | null;
  team_id: string | null;
  recorded: boolean;
  ladder_id: string | null;
  members: PbxQueueMember[];
  waiting: PbxQueue['waiting'];
  present: boolean;
  version: number;
}

export async function selectQueues(sql: Sql, names: readonly string[] | null = null): Promise<QueueRow[]> {
  const only = names ? sql`name = any(${[...names]}::text[])` : null;
  return sql<QueueRow[]>`select * from queues where ${sql.and([sql`present`, only])} order by name, bridge_id`;
}

/** The queue as it was, and as it is when something changed. */
export async function upsertQueue(
  tx: Tx,
  { bridgeId, pbx }: StateSource,
  queue: PbxQueue,
): Promise<{ before: QueueRow | null; after: QueueRow | null }> {
  const [before] = await tx<QueueRow[]>`
    select * from queues where bridge_id = ${bridgeId} and name = ${queue.name} for update`;
  const [after] = await tx<QueueRow[]>`
    insert into queues as q (bridge_id, name, pbx, strategy, members, waiting)
    values (${bridgeId}, ${queue.name}, ${pbx}, ${queue.strategy}, ${tx.json(storable(queue.members))},
      ${tx.json(storable(queue.waiting))})
    on conflict (bridge_id, name) do update set
      pbx = excluded.pbx, strategy = excluded.strategy, members = excluded.members, waiting = excluded.waiting,
      present = true, version = q.version + 1
    where not q.present or (q.pbx, q.strategy, q.members, q.waiting)
      is distinct from (excluded.pbx, excluded.strategy, excluded.members, excluded.waiting)
    returning *`;
  return { before: before ?? null, after: after ?? null };
}

/** Queues the PBX does not have any more are kept for the log and shown nowhere. */
export async function markQueuesGone(tx: Tx, bridgeId: string, names: readonly string[]): Promise<void> {
  await tx`
    update queues set present = false, members = '[]', waiting = '[]', version = version + 1
    where bridge_id = ${bridgeId} and present and not name = any(${[...names]}::text[])`;
}

export type QueueColumns = Partial<{
  title: string | null;
  team_id: string | null;
  recorded: boolean;
  ladder_id: string | null;
}>;

/** Sets what people decide of a queue, on every PBX that has one of this name. */
export async function updateQueues(tx: Tx, name: string, row: QueueColumns): Promise<QueueRow[]> {
  return tx<QueueRow[]>`
    update queues set ${tx(row)}, version = version + 1 where name = ${name} and present returning *`;
}

export async function lockQueues(tx: Tx, name: string): Promise<QueueRow[]> {
  return tx<QueueRow[]>`select * from queues where name = ${name} and present order by bridge_id for update`;
}
