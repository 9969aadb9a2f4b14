/** SQL of queue callbacks. */
import type { PbxQueue } from '../../../pbx-bridge/contract/pbx-state.ts';
import type { QueueCallbackState } from '../../contract/queue-callbacks.contract.ts';
import type { Sql, Tx } from '../../platform/database/database.ts';

export interface CallbackRow {
  id: string;
  call_id: string;
  bridge_id: string;
  queue: string;
  e164: string;
  contact_id: string | null;
  joined_at: Date;
  asked_at: Date;
  expires_at: Date;
  state: QueueCallbackState;
  tries: number;
  next_at: Date;
  agent_id: string | null;
  originate_id: string | null;
  since: Date;
  closed_at: Date | null;
  version: number;
}

/** Null: this call has asked already, or the number waits for a call. */
export async function insertCallback(tx: Tx, row: Omit<CallbackRow, 'version'>): Promise<CallbackRow | null> {
  const [written] = await tx<CallbackRow[]>`insert into queue_callbacks ${tx(row)} on conflict do nothing returning *`;
  return written ?? null;
}

export async function lockCallback(tx: Tx, id: string): Promise<CallbackRow | null> {
  const [row] = await tx<CallbackRow[]>`select * from queue_callbacks where id = ${id} for update`;
  return row ?? null;
}

export async function lockCallbackOf(tx: Tx, originateId: string): Promise<CallbackRow | null> {
  const [row] = await tx<CallbackRow[]>`select * from queue_callbacks where originate_id = ${originateId} for update`;
  return row ?? null;
}

export async function updateCallback(
  tx: Tx,
  id: string,
  columns: Partial<Omit<CallbackRow, 'id' | 'version'>>,
): Promise<CallbackRow> {
  const [row] = await tx<CallbackRow[]>`
    update queue_callbacks set ${tx(columns)}, version = version + 1 where id = ${id} returning *`;
  return row as CallbackRow;
}

export const selectOpen = (sql: Sql) => sql<CallbackRow[]>`
  select * from queue_callbacks where closed_at is null order by joined_at, id`;

export async function countOpen(
  tx: Tx,
  { bridge_id, queue }: Pick<CallbackRow, 'bridge_id' | 'queue'>,
): Promise<number> {
  const [row] = await tx<{ count: number }[]>`
    select count(*)::int as count from queue_callbacks
    where closed_at is null and bridge_id = ${bridge_id} and queue = ${queue}`;
  return row?.count ?? 0;
}

/** Whether somebody of ours talks with this number now, or has since. */
export async function isReached(
  sql: Sql,
  { e164, asked_at }: Pick<CallbackRow, 'e164' | 'asked_at'>,
): Promise<boolean> {
  const rows = await sql`
    select from calls where customer_e164 = ${e164} and answered_at > ${asked_at} limit 1`;
  return rows.length > 0;
}

export interface QueueRow {
  bridge_id: string;
  name: string;
  members: PbxQueue['members'];
  waiting: PbxQueue['waiting'];
}

export const selectQueues = (sql: Sql, names: readonly string[]) => sql<QueueRow[]>`
  select bridge_id, name, members, waiting from queues where present and name = any(${[...names]}::text[])`;

/** Ready, in no call of a campaign, and not rung by us these seconds; the longest ready first. */
export const selectFreeAgents = (sql: Sql, now: Date) => sql<{ id: string; interface: string }[]>`
  select a.id, a.interface from agents a join agent_presence p on p.agent_id = a.id
  where a.active and a.interface is not null and p.state = 'ready'
    and not exists (select from attempts t where t.agent_id = a.id and t.state <> 'ended')
    and not exists (select from call_requests r where r.agent_id = a.id and r.asked_at > ${now}::timestamptz - interval '40 seconds'
      and r.failed_because is null and r.asked_at > p.since)
    and not exists (select from queue_callbacks q where q.agent_id = a.id and q.state = 'calling')
  order by p.since, a.id`;
