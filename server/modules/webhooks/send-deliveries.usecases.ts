/**
 * Sends what is due. Web-hooks are served side by side, the deliveries of one after the other; the first of them that
 * fails makes the others of that web-hook wait as well. A delivery is claimed before it is sent, so that two servers do
 * not send it; one whose server died is sent again: a receiver tells repetitions by `webhook-id`.
 */
import type { BlockList } from 'node:net';
import type { WebhookEvent } from '../../contract/webhooks.contract.ts';
import type { Tx } from '../../platform/database/database.ts';
import { type OutgoingAnswer, type OutgoingOptions, postOutside } from '../../platform/outgoing/outgoing.ts';
import type { Platform } from '../../platform/platform.ts';
import { isHiddenName } from '../access/field-rights.ts';
import { type Principal, systemPrincipal } from '../access/principal.ts';
import { createAudit } from '../audit/audit.usecases.ts';
import { claimDue, type DeliveryRow, insertAttempt, postponeOthers, updateDelivery } from './deliveries.repository.ts';
import { signatureHeaders } from './sign-webhook.ts';
import { readerOf, rightsOfBody } from './webhook-reader.ts';
import type { WebhookSource } from './webhook-source.ts';
import { isToBePaused, outcomeOf } from './webhook-tries.ts';
import type { WebhookFacts } from './webhooks.events.ts';
import { lockWebhook, readWebhooks, updateWebhook, type WebhookRow } from './webhooks.repository.ts';

export type SendDeps = Pick<Platform, 'database' | 'clock' | 'ids' | 'facts' | 'jobs' | 'logger'> & {
  sources: readonly WebhookSource[];
  /** Private networks that may be spoken to. */
  named: BlockList;
  /** For tests. */
  resolve?: OutgoingOptions['resolve'];
};

type AskToSend = (tx: Tx, at?: Date) => Promise<void>;

/** Longer than ten attempts that all time out. */
const claimMs = 180_000;
/** One run of the job; what is left is for the next. */
const runMs = 60_000;

export async function sendDue(deps: SendDeps, askToSend: AskToSend, signal: AbortSignal): Promise<void> {
  const { database, clock } = deps;
  const endsAt = clock.now().getTime() + runMs;
  for (;;) {
    const now = clock.now();
    const due = await claimDue(database.sql, now, new Date(now.getTime() + claimMs));
    if (due.length === 0) return;
    const webhookIds = [...new Set(due.map((row) => row.webhook_id))];
    await Promise.all(webhookIds.map((id) => sendAllOf(deps, askToSend, id, inOrder(due, id), signal)));
    if (signal.aborted) return;
    if (clock.now().getTime() > endsAt) return database.transaction((tx) => askToSend(tx));
  }
}

const inOrder = (rows: readonly DeliveryRow[], webhookId: string) =>
  rows.filter((row) => row.webhook_id === webhookId).sort((a, b) => (a.id < b.id ? -1 : 1));

async function sendAllOf(
  deps: SendDeps,
  askToSend: AskToSend,
  webhookId: string,
  rows: readonly DeliveryRow[],
  signal: AbortSignal,
): Promise<void> {
  const [webhook] = await readWebhooks(deps.database.sql, webhookId);
  if (!webhook) return;
  for (const [index, row] of rows.entries()) {
    const rest = rows.slice(index).map(({ id }) => id);
    if (signal.aborted) return deps.database.transaction((tx) => postponeOthers(tx, rest, deps.clock.now()));
    const retryAt = await sendOne(deps, webhook, row);
    if (retryAt === null) continue;
    return deps.database.transaction(async (tx) => {
      await postponeOthers(tx, rest.slice(1), retryAt);
      await askToSend(tx, retryAt);
    });
  }
}

/** Sends one delivery and writes down what came of it; returns when it is tried again, null when it is not. */
export async function sendOne(deps: SendDeps, webhook: WebhookRow, row: DeliveryRow): Promise<Date | null> {
  const reader = await readerOf(deps.database.sql, webhook);
  const rights = rightsOfBody(reader);
  const data = await readData(deps, reader, row);
  if (data === null) {
    await updateDelivery(deps.database.sql, row.id, {
      state: 'dropped',
      body: null,
      next_attempt_at: null,
      claimed_until: null,
      finished_at: deps.clock.now(),
    });
    return null;
  }
  // What was sent before is sent again as it was, but by rights that have changed since.
  const kept = row.body_rights === rights ? row.body : null;
  const body = kept ?? bodyOf(row, data);
  if (kept === null) await updateDelivery(deps.database.sql, row.id, { body, body_rights: rights });
  const signed = signatureHeaders(webhook.secret, { id: row.id, at: deps.clock.now(), body });
  const headers = { 'content-type': 'application/json', 'user-agent': 'Trunkline-Webhooks', ...signed };
  const { named, clock, resolve } = deps;
  const answer = await postOutside(
    { url: webhook.url, headers, body },
    { named, clock, ...(resolve ? { resolve } : {}) },
  );
  return deps.database.transaction((tx) => writeOutcome(deps, tx, webhook.id, row, answer));
}

interface Told {
  data: object;
  /** What the fact said beyond its subject. */
  detail: Record<string, unknown>;
}

/** Asked before every attempt: what the role may not see any more, or is gone, is not sent again either. */
async function readData({ sources }: SendDeps, reader: Principal, row: DeliveryRow): Promise<Told | null> {
  if (row.subject === null) return { data: row.detail, detail: {} };
  const event = row.event as WebhookEvent;
  const source = sources.find(({ events }) => events.includes(event));
  const detail = source && withoutHiddenNames(reader, source.kind, row.detail);
  const data = detail && (await source.read(reader, event, row.subject));
  return data ? { data, detail } : null;
}

/** Null: nothing that the role sees has changed. */
function withoutHiddenNames(reader: Principal, kind: string | null, detail: DeliveryRow['detail']) {
  const { changed } = detail;
  if (kind === null || !Array.isArray(changed) || changed.length === 0) return detail;
  const visible = changed.map(String).filter((name) => !isHiddenName(reader, kind, name));
  // `custom` goes with the last of the firm's own fields that is named beside it.
  const isOwn = (name: string) => name.startsWith('custom.');
  const isWithoutOwn = changed.map(String).some(isOwn) && !visible.some(isOwn);
  const seen = visible.filter((name) => name !== 'custom' || !isWithoutOwn);
  return seen.length === 0 ? null : { ...detail, changed: seen };
}

const bodyOf = (row: DeliveryRow, { data, detail }: Told): string =>
  JSON.stringify({ type: row.event, timestamp: row.occurred_at.toISOString(), data, ...detail });

async function writeOutcome(
  deps: SendDeps,
  tx: Tx,
  webhookId: string,
  row: DeliveryRow,
  answer: OutgoingAnswer,
): Promise<Date | null> {
  const now = deps.clock.now();
  const status = answer.ok ? answer.status : null;
  const webhook = await lockWebhook(tx, webhookId);
  // Deleted while it was being sent: its deliveries went with it.
  if (!webhook) return null;
  const attempts = row.attempts + 1;
  const outcome = outcomeOf(attempts, { status, retryAfterSeconds: answer.ok ? answer.retryAfterSeconds : null }, now);
  await insertAttempt(tx, {
    id: deps.ids('wha'),
    delivery_id: row.id,
    at: now,
    milliseconds: answer.milliseconds,
    status,
    because: answer.ok ? null : answer.because,
    answer: answer.ok ? answer.body : answer.detail,
  });
  await updateDelivery(tx, row.id, {
    attempts,
    last_status: status,
    claimed_until: null,
    state: outcome.kind === 'retry' ? 'waiting' : outcome.kind,
    next_attempt_at: outcome.kind === 'retry' ? outcome.at : null,
    finished_at: outcome.kind === 'retry' ? null : now,
  });
  if (outcome.kind === 'delivered')
    await tx`
    update webhooks set failing_since = null, last_delivered_at = ${now} where id = ${webhookId}`;
  else await noteFailure(deps, tx, webhook, status, now);
  return outcome.kind === 'retry' ? outcome.at : null;
}

/** From when nothing arrives; after two days of it the web-hook is paused, which the settings page and the audit say. */
async function noteFailure(deps: SendDeps, tx: Tx, webhook: WebhookRow, status: number | null, now: Date) {
  const failingSince = webhook.failing_since ?? now;
  if (webhook.failing_since === null) await tx`update webhooks set failing_since = ${now} where id = ${webhook.id}`;
  if (webhook.state !== 'on' || !isToBePaused(status, failingSince, now)) return;
  await updateWebhook(tx, webhook.id, { state: 'paused' }, now);
  await createAudit(deps).record(tx, {
    principal: systemPrincipal,
    action: 'webhook.paused',
    record: webhook.id,
    after: { failingSince, status },
  });
  await deps.facts.append<WebhookFacts>(tx, {
    type: 'webhook.changed',
    payload: { webhookId: webhook.id },
    subject: webhook.id,
  });
  deps.logger.warn({ webhookId: webhook.id, failingSince, status }, 'a web-hook was paused: it does not answer');
}
