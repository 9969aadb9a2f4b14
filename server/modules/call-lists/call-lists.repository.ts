/** SQL of call lists and of their entries as a whole. */
import type { CallList, CallListRules, CallListSource, RemovalReason } from '../../contract/call-lists.contract.ts';
import type { Sql, Tx } from '../../platform/database/database.ts';
import type { Principal } from '../access/principal.ts';
import { visibleContacts } from '../contacts/contact-table.usecases.ts';

export interface CallListRow {
  id: string;
  name: string;
  campaign_id: string | null;
  source: CallListSource;
  is_live: boolean;
  rules: CallListRules & { shuffle: boolean };
  active: boolean;
  priority: number;
  state: CallList['state'];
  problem: string | null;
  removed: Record<string, number>;
  created_by: Principal;
  created_at: Date;
  updated_at: Date;
  built_at: Date | null;
  deleted_at: Date | null;
  version: number;
}

export const selectCallLists = (sql: Sql, where: { campaignId?: string | undefined; ids?: readonly string[] } = {}) => {
  const { campaignId, ids } = where;
  return sql<CallListRow[]>`
    select * from call_lists where ${sql.and([
      sql`deleted_at is null`,
      campaignId !== undefined && sql`campaign_id = ${campaignId}`,
      ids !== undefined && sql`id = any(${[...ids]}::text[])`,
    ])} order by created_at desc, id desc`;
};

export async function lockCallList(tx: Tx, id: string): Promise<CallListRow | null> {
  const [row] = await tx<CallListRow[]>`select * from call_lists where id = ${id} and deleted_at is null for update`;
  return row ?? null;
}

export async function insertCallList(
  tx: Tx,
  row: Omit<CallListRow, 'deleted_at' | 'version' | 'removed'>,
): Promise<void> {
  await tx`insert into call_lists ${tx(row)}`;
}

export type CallListColumns = Partial<
  Pick<
    CallListRow,
    'name' | 'campaign_id' | 'is_live' | 'active' | 'priority' | 'state' | 'problem' | 'built_at' | 'deleted_at'
  >
>;

export async function updateCallList(tx: Tx, id: string, columns: CallListColumns, now: Date): Promise<CallListRow> {
  const [row] = await tx<CallListRow[]>`
    update call_lists set ${tx({ ...columns, updated_at: now })}, version = version + 1 where id = ${id} returning *`;
  return row as CallListRow;
}

export type EntryCounts = CallList['entries'];

/** Entries of these lists by state. */
export async function countEntries(sql: Sql, callListIds: readonly string[]): Promise<Map<string, EntryCounts>> {
  const counts = new Map(callListIds.map((id) => [id, { open: 0, busy: 0, finished: 0 }]));
  if (callListIds.length === 0) return counts;
  const rows = await sql<{ call_list_id: string; state: keyof EntryCounts; count: number }[]>`
    select call_list_id, state, count(*)::int as count from entries
    where call_list_id = any(${[...callListIds]}::text[]) group by 1, 2`;
  for (const { call_list_id, state, count } of rows) {
    const of = counts.get(call_list_id);
    if (of) of[state] = count;
  }
  return counts;
}

export async function nextPosition(sql: Sql, callListId: string): Promise<number> {
  const [row] = await sql<{ next: number }[]>`
    select coalesce(max(position), 0) + 1 as next from entries where call_list_id = ${callListId}`;
  return row?.next ?? 1;
}

export interface NewEntry {
  id: string;
  callListId: string;
  contactId: string;
  e164: string;
  zone: string;
  priority: number;
  /** Null: anywhere among the others. */
  position: number | null;
  now: Date;
}

const fresh = { key: 'entry.fresh', values: {} };

export async function insertEntries(tx: Tx, entries: readonly NewEntry[]): Promise<void> {
  if (entries.length === 0) return;
  const rows = entries.map(({ id, contactId, e164, zone, position }) => ({ id, contactId, e164, zone, position }));
  const [{ callListId, priority, now }] = entries as [NewEntry];
  await tx`
    insert into entries (id, call_list_id, contact_id, state, rank, priority, position, due_at, time_zone, next_e164, because, added_at)
    select r.id, ${callListId}, r."contactId", 'open', 3, ${priority}::smallint,
      coalesce(r.position, floor(random() * 9e15)::bigint), null, r.zone, r.e164, ${tx.json(fresh)}, ${now}
    from jsonb_to_recordset(${tx.json(rows)}) as r (id text, "contactId" text, e164 text, zone text, position bigint)
    on conflict (call_list_id, contact_id) do nothing`;
  const taken = entries.map(({ contactId }) => contactId);
  await tx`delete from call_list_removals where call_list_id = ${callListId} and contact_id = any(${taken}::text[])`;
}

export async function insertRemovals(
  tx: Tx,
  {
    callListId,
    removed,
    now,
  }: { callListId: string; removed: readonly { contactId: string; reason: RemovalReason }[]; now: Date },
): Promise<void> {
  if (removed.length === 0) return;
  await tx`
    insert into call_list_removals (call_list_id, contact_id, reason, removed_at)
    select ${callListId}, r."contactId", r.reason, ${now}
    from jsonb_to_recordset(${tx.json([...removed])}) as r ("contactId" text, reason text)
    on conflict (call_list_id, contact_id) do update set reason = excluded.reason, removed_at = excluded.removed_at`;
}

/** Counts of who was left out, kept with the list, because every page shows them. */
export async function countRemoved(tx: Tx, callListId: string): Promise<void> {
  await tx`
    update call_lists set removed = coalesce((
      select jsonb_object_agg(reason, count) from (
        select reason, count(*) from call_list_removals where call_list_id = ${callListId} group by reason
      ) as r
    ), '{}') where id = ${callListId}`;
}

export interface RemovalRow {
  contact_id: string;
  name: string | null;
  reason: RemovalReason;
  removed_at: Date;
}

/** Names only of people whom the reader may see. */
export const selectRemovals = (
  sql: Sql,
  reader: Principal,
  {
    callListId,
    reason,
    after,
    limit,
  }: { callListId: string; reason: string | undefined; after: string | null; limit: number },
) => sql<RemovalRow[]>`
  select r.contact_id, r.reason, r.removed_at,
    (select c.name from contacts c where c.id = r.contact_id and ${visibleContacts(sql, reader)}) as name
  from call_list_removals r
  where ${sql.and([
    sql`r.call_list_id = ${callListId}`,
    reason !== undefined && sql`r.reason = ${reason}`,
    after !== null && sql`r.contact_id > ${after}`,
  ])} order by r.contact_id limit ${limit + 1}`;

/** A new order, by chance, of those who were never called. */
export async function shuffleFresh(tx: Tx, callListId: string): Promise<number> {
  const rows = await tx`
    update entries set position = floor(random() * 9e15)::bigint, version = version + 1
    where call_list_id = ${callListId} and state = 'open' and due_at is null`;
  return rows.count;
}

/** So many percent of those who were never called go to another list, evenly over the order. */
export async function moveFresh(tx: Tx, from: string, to: string, percent: number): Promise<number> {
  const rows = await tx`
    with numbered as (
      select id, row_number() over (order by priority desc, position) as n from entries
      where call_list_id = ${from} and state = 'open' and rank = 3 and attempts = 0
    )
    update entries e set call_list_id = ${to}, version = e.version + 1 from numbered
    where e.id = numbered.id and floor(numbered.n * ${percent}::numeric / 100) > floor((numbered.n - 1) * ${percent}::numeric / 100)`;
  return rows.count;
}

/** Nobody of it is called any more; what goes on is let go on. */
export async function finishOpenEntries(tx: Tx, callListId: string, because: object, now: Date): Promise<number> {
  const rows = await tx`
    update entries set state = 'finished', finished_at = ${now}, because = ${tx.json(because)}, version = version + 1
    where call_list_id = ${callListId} and state = 'open'`;
  return rows.count;
}
