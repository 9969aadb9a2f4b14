/** SQL of what is sent to web-hooks, and of the log of attempts. */
import type { WebhookDelivery, WebhookDeliveryDetail } from '../../contract/webhooks.contract.ts';
import type { Sql, Tx } from '../../platform/database/database.ts';
import { maskNumbers } from '../../platform/logger/mask.ts';

export interface DeliveryRow {
  id: string;
  webhook_id: string;
  event: string;
  subject: string | null;
  detail: Record<string, unknown>;
  body: string | null;
  /** By which rights it was made (webhook-reader.ts); null: not known. */
  body_rights: string | null;
  state: WebhookDelivery['state'];
  attempts: number;
  occurred_at: Date;
  next_attempt_at: Date | null;
  last_status: number | null;
}

export interface NewDelivery {
  id: string;
  webhook_id: string;
  fact_id: string | null;
  event: string;
  subject: string | null;
  detail: Record<string, unknown>;
  occurred_at: Date;
}

const columns =
  'd.id, d.webhook_id, d.event, d.subject, d.detail, d.body, d.body_rights, d.state, d.attempts, d.occurred_at, d.next_attempt_at, d.last_status';

/** Of the body and of an answer, so much is shown in the log. */
const shownCharacters = 2_000;
const excerpt = (text: string): string => maskNumbers(text.slice(0, shownCharacters));

export const toDelivery = (row: DeliveryRow): WebhookDelivery => ({
  id: row.id,
  webhookId: row.webhook_id,
  event: row.event,
  state: row.state,
  attempts: row.attempts,
  occurredAt: row.occurred_at.toISOString(),
  nextAttemptAt: row.next_attempt_at?.toISOString() ?? null,
  lastStatus: row.last_status,
});

/** The same fact for the same web-hook a second time changes nothing. */
export async function insertDeliveries(tx: Tx, rows: readonly NewDelivery[], now: Date): Promise<void> {
  if (rows.length === 0) return;
  const full = rows.map((row) => ({ ...row, state: 'waiting', next_attempt_at: now, created_at: now }));
  await tx`insert into webhook_deliveries ${tx(full)} on conflict (webhook_id, fact_id) do nothing`;
}

/**
 * Takes what is due, for so long that no other server sends it: ten of each web-hook at most, so that one with a long
 * queue does not keep the others waiting.
 */
export async function claimDue(sql: Sql, now: Date, until: Date): Promise<DeliveryRow[]> {
  return sql<DeliveryRow[]>`
    with due as (
      select one.id from webhooks w cross join lateral (
        select d.id from webhook_deliveries d
        where d.webhook_id = w.id and d.state = 'waiting' and d.next_attempt_at <= ${now}
          and (d.claimed_until is null or d.claimed_until < ${now})
        order by d.id limit 10 for update skip locked) one
      where w.state = 'on')
    update webhook_deliveries d set claimed_until = ${until} from due where d.id = due.id
    returning ${sql.unsafe(columns)}`;
}

export async function readDelivery(sql: Sql, webhookId: string, id: string): Promise<DeliveryRow | null> {
  const [row] = await sql<DeliveryRow[]>`
    select ${sql.unsafe(columns)} from webhook_deliveries d where d.id = ${id} and d.webhook_id = ${webhookId}`;
  return row ?? null;
}

export async function selectDeliveryPage(
  sql: Sql,
  webhookId: string,
  { state, after, limit }: { state?: string | undefined; after: string | null; limit: number },
): Promise<DeliveryRow[]> {
  const where = sql.and([
    sql`d.webhook_id = ${webhookId}`,
    state !== undefined && sql`d.state = ${state}`,
    after !== null && sql`d.id < ${after}`,
  ]);
  return sql<DeliveryRow[]>`
    select ${sql.unsafe(columns)} from webhook_deliveries d where ${where} order by d.id desc limit ${limit + 1}`;
}

interface AttemptRow {
  id: string;
  delivery_id: string;
  at: Date;
  milliseconds: number;
  status: number | null;
  because: string | null;
  answer: string;
}

/** With its attempts, oldest first. An answer may repeat what was sent, and is held back with it. */
export async function withLog(sql: Sql, row: DeliveryRow, showsBody: boolean): Promise<WebhookDeliveryDetail> {
  const attempts = await sql<AttemptRow[]>`
    select at, milliseconds, status, because, answer from webhook_attempts where delivery_id = ${row.id} order by id`;
  const log = attempts.map((attempt) => ({
    ...attempt,
    at: attempt.at.toISOString(),
    answer: showsBody ? excerpt(attempt.answer) : '',
  }));
  return { ...toDelivery(row), body: showsBody ? excerpt(row.body ?? '') : '', bodyHidden: !showsBody, log };
}

export async function insertAttempt(tx: Tx, row: AttemptRow): Promise<void> {
  await tx`insert into webhook_attempts ${tx({ ...row, answer: row.answer.slice(0, shownCharacters) })}`;
}

export type DeliveryColumns = Partial<
  Pick<DeliveryRow, 'body' | 'body_rights' | 'state' | 'attempts' | 'next_attempt_at' | 'last_status'>
> & { claimed_until?: Date | null; finished_at?: Date | null };

export async function updateDelivery(sql: Sql, id: string, row: DeliveryColumns): Promise<void> {
  await sql`update webhook_deliveries set ${sql({ ...row })} where id = ${id}`;
}

/** Others of a web-hook that has just failed wait as long, without an attempt of their own; returns how many wait now. */
export async function postponeOthers(tx: Tx, ids: readonly string[], at: Date): Promise<void> {
  if (ids.length === 0) return;
  await tx`
    update webhook_deliveries set claimed_until = null, next_attempt_at = greatest(next_attempt_at, ${at})
    where id = any(${[...ids]}) and state = 'waiting'`;
}

/** Whoever was switched on again need not wait for the pauses of before. */
export async function makeWaitingDue(tx: Tx, webhookId: string, now: Date): Promise<void> {
  await tx`
    update webhook_deliveries set next_attempt_at = ${now}, claimed_until = null
    where webhook_id = ${webhookId} and state = 'waiting' and next_attempt_at is not null`;
}

/** What is over and old; what still waits for a paused web-hook is given up after the same time. */
export async function removeOldDeliveries(sql: Sql, before: Date): Promise<void> {
  await sql`delete from webhook_deliveries where created_at < ${before}`;
}
