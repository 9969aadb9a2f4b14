/** SQL of web-hooks. */
import type { Role } from '../../contract/access.contract.ts';
import type { Webhook, WebhookEvent } from '../../contract/webhooks.contract.ts';
import type { Sql, Tx } from '../../platform/database/database.ts';
import { narrowListener } from '../../platform/outbox/listener-registry.ts';

/** The listener that notes what web-hooks are to be told. */
export const noteDeliveries = 'note-deliveries.on-webhook-event';

export interface WebhookRow {
  id: string;
  name: string;
  url: string;
  events: WebhookEvent[];
  role: Role;
  role_id: string | null;
  secret: string;
  state: Webhook['state'];
  failing_since: Date | null;
  last_delivered_at: Date | null;
  version: number;
  created_at: Date;
  waiting: number;
}

const columns = `
  w.id, w.name, w.url, w.events, w.role, w.role_id, w.secret, w.state, w.failing_since, w.last_delivered_at, w.version, w.created_at,
  (select count(*) from webhook_deliveries d where d.webhook_id = w.id and d.state = 'waiting')::int as waiting`;

export const toWebhook = (row: WebhookRow): Webhook => ({
  id: row.id,
  name: row.name,
  url: row.url,
  events: row.events,
  role: row.role,
  roleId: row.role_id,
  state: row.state,
  failingSince: row.failing_since?.toISOString() ?? null,
  waiting: row.waiting,
  lastDeliveredAt: row.last_delivered_at?.toISOString() ?? null,
  createdAt: row.created_at.toISOString(),
  version: row.version,
});

/** By name; `id` given: that one only. */
export async function readWebhooks(sql: Sql, id?: string): Promise<WebhookRow[]> {
  const only = id === undefined ? sql`true` : sql`w.id = ${id}`;
  return sql<WebhookRow[]>`select ${sql.unsafe(columns)} from webhooks w where ${only} order by lower(w.name), w.id`;
}

export async function lockWebhook(tx: Tx, id: string): Promise<WebhookRow | null> {
  const [locked] = await tx`select from webhooks where id = ${id} for update`;
  return locked ? ((await readWebhooks(tx, id))[0] ?? null) : null;
}

/** Who wants to be told of an event; those that were switched off by hand do not. */
export async function subscribersOf(sql: Sql, events: readonly string[]): Promise<{ id: string; events: string[] }[]> {
  return sql<{ id: string; events: string[] }[]>`
    select id, events from webhooks where state <> 'off' and events && ${[...events]}::text[] order by id`;
}

export async function insertWebhook(
  tx: Tx,
  row: Pick<WebhookRow, 'id' | 'name' | 'url' | 'events' | 'role' | 'role_id' | 'secret'>,
  now: Date,
): Promise<void> {
  await tx`insert into webhooks ${tx({ ...row, state: 'on', created_at: now, updated_at: now })}`;
  await askForWanted(tx);
}

export type WebhookColumns = Partial<
  Pick<WebhookRow, 'name' | 'url' | 'events' | 'role' | 'role_id' | 'secret' | 'state' | 'failing_since'>
>;

export async function updateWebhook(tx: Tx, id: string, row: WebhookColumns, now: Date): Promise<void> {
  await tx`update webhooks set ${tx({ ...row, updated_at: now })}, version = version + 1 where id = ${id}`;
  if (row.events !== undefined || row.state !== undefined) await askForWanted(tx);
}

export async function deleteWebhookRow(tx: Tx, id: string): Promise<void> {
  await tx`delete from webhooks where id = ${id}`;
  await askForWanted(tx);
}

/** Most firms have no web-hook: nothing is written down for them then with every call. One at a time, so that each sees the others. */
async function askForWanted(tx: Tx): Promise<void> {
  await tx`select pg_advisory_xact_lock(hashtext(${noteDeliveries}))`;
  const rows = await tx<{ event: string }[]>`
    select distinct unnest(events) as event from webhooks where state <> 'off' order by event`;
  await narrowListener(
    tx,
    noteDeliveries,
    rows.map(({ event }) => event),
  );
}
