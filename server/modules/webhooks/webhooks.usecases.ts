/** Web-hooks: made, changed, tested, their log read. Only administrators come here. */

import { randomBytes } from 'node:crypto';
import type { z } from 'zod';
import type { Role } from '../../contract/access.contract.ts';
import type { AuditAction } from '../../contract/audit-actions.ts';
import type {
  newWebhookSchema,
  Webhook,
  WebhookDelivery,
  WebhookDeliveryDetail,
  webhookDeliveryQuerySchema,
  webhookPatchSchema,
} from '../../contract/webhooks.contract.ts';
import type { Sql, Tx } from '../../platform/database/database.ts';
import { cursorOf, type Page, pageOf } from '../../platform/http/cursor.ts';
import { badAddress } from '../../platform/outgoing/outgoing.ts';
import type { Platform } from '../../platform/platform.ts';
import { actorOf, type Principal } from '../access/principal.ts';
import { meaningOf, refuseMore, roleToGive } from '../access/roles.usecases.ts';
import { createAudit } from '../audit/audit.usecases.ts';
import {
  insertDeliveries,
  makeWaitingDue,
  readDelivery,
  selectDeliveryPage,
  toDelivery,
  updateDelivery,
  withLog,
} from './deliveries.repository.ts';
import { type SendDeps, sendOne } from './send-deliveries.usecases.ts';
import { secretPrefix } from './sign-webhook.ts';
import { maySeeBody, readerOf } from './webhook-reader.ts';
import { deliveryNotFound, urlInvalid, webhookIsOff, webhookNotFound, webhookStale } from './webhooks.errors.ts';
import type { WebhookFacts } from './webhooks.events.ts';
import { askToSend } from './webhooks.jobs.ts';
import {
  deleteWebhookRow,
  insertWebhook,
  lockWebhook,
  readWebhooks,
  toWebhook,
  updateWebhook,
  type WebhookColumns,
  type WebhookRow,
} from './webhooks.repository.ts';

export interface By {
  principal: Principal;
  ip: string;
}

type Needs = Pick<Platform, 'clock' | 'ids' | 'database' | 'facts' | 'jobs'>;

const newSecret = () => `${secretPrefix}${randomBytes(32).toString('base64')}`;

const checkUrl = (url: string | undefined) => {
  const fault = url === undefined ? null : badAddress(url);
  if (fault !== null) throw urlInvalid(fault);
};

export const listWebhooks = async (sql: Sql): Promise<Webhook[]> => (await readWebhooks(sql)).map(toWebhook);

/**
 * The role a web-hook is to have. Nobody makes one that hears more than they may, nor turns such a one to another address.
 * @param before null: a new one; a change of `role` alone keeps the own role while the base fits
 */
async function roleColumns(
  tx: Tx,
  giver: Principal,
  wanted: { role?: Role | undefined; roleId?: string | null | undefined },
  before: WebhookRow | null = null,
): Promise<Pick<WebhookRow, 'role' | 'role_id'>> {
  if (before) refuseMore(giver, await readerOf(tx, before));
  const role = wanted.role ?? before?.role ?? 'manager';
  const kept = before?.role === role ? before.role_id : null;
  const roleId = wanted.roleId === undefined ? kept : wanted.roleId;
  const own = roleId === null ? null : await roleToGive(tx, roleId);
  const columns = { role: own?.base ?? role, role_id: own?.id ?? null };
  refuseMore(giver, { role: columns.role, ...(await meaningOf(tx, columns.role, own)) });
  return columns;
}

async function readOne(sql: Sql, id: string): Promise<Webhook> {
  const [row] = await readWebhooks(sql, id);
  if (!row) throw webhookNotFound();
  return toWebhook(row);
}

async function tell(
  needs: Needs,
  tx: Tx,
  id: string,
  by: By,
  entry: { action: AuditAction; before?: object; after?: object },
) {
  await createAudit(needs).record(tx, { ...by, record: id, ...entry });
  await needs.facts.append<WebhookFacts>(tx, {
    type: 'webhook.changed',
    payload: { webhookId: id },
    subject: id,
    actor: actorOf(by.principal),
  });
}

export async function createWebhook(
  needs: Needs,
  { body, ...by }: By & { body: z.output<typeof newWebhookSchema> },
): Promise<Webhook & { secret: string }> {
  checkUrl(body.url);
  return needs.database.transaction(async (tx) => {
    const id = needs.ids('whk');
    const secret = newSecret();
    const { role, roleId, ...rest } = body;
    const columns = await roleColumns(tx, by.principal, { role, roleId });
    await insertWebhook(tx, { id, ...rest, ...columns, secret }, needs.clock.now());
    const webhook = await readOne(tx, id);
    await tell(needs, tx, id, by, { action: 'webhook.created', after: webhook });
    return { ...webhook, secret };
  });
}

/** Changes what is given. Switched on again, what was kept for it is sent. */
export async function changeWebhook(
  needs: Needs,
  { webhookId, patch, ...by }: By & { webhookId: string; patch: z.output<typeof webhookPatchSchema> },
): Promise<Webhook> {
  checkUrl(patch.url);
  return needs.database.transaction(async (tx) => {
    const row = await lockWebhook(tx, webhookId);
    if (!row) throw webhookNotFound();
    const { version, role, roleId, ...fields } = patch;
    if (version !== undefined && version !== row.version) throw webhookStale();
    const isResumed = patch.state === 'on' && row.state !== 'on';
    const columns = await roleColumns(tx, by.principal, { role, roleId }, row);
    const change: WebhookColumns = { ...fields, ...columns, ...(isResumed ? { failing_since: null } : {}) };
    await updateWebhook(tx, webhookId, change, needs.clock.now());
    if (isResumed) {
      await makeWaitingDue(tx, webhookId, needs.clock.now());
      await askToSend(needs.jobs, tx);
    }
    const after = await readOne(tx, webhookId);
    await tell(needs, tx, webhookId, by, { action: 'webhook.changed', before: toWebhook(row), after });
    return after;
  });
}

export async function deleteWebhook(needs: Needs, { webhookId, ...by }: By & { webhookId: string }): Promise<void> {
  await needs.database.transaction(async (tx) => {
    const row = await lockWebhook(tx, webhookId);
    if (!row) throw webhookNotFound();
    await deleteWebhookRow(tx, webhookId);
    await tell(needs, tx, webhookId, by, { action: 'webhook.deleted', before: toWebhook(row) });
  });
}

/** A new secret; what is sent from now on is signed with it, what was sent before is not. */
export async function renewSecret(needs: Needs, { webhookId, ...by }: By & { webhookId: string }) {
  return needs.database.transaction(async (tx) => {
    if (!(await lockWebhook(tx, webhookId))) throw webhookNotFound();
    const secret = newSecret();
    await updateWebhook(tx, webhookId, { secret }, needs.clock.now());
    await tell(needs, tx, webhookId, by, { action: 'webhook.secret-renewed' });
    return { secret };
  });
}

export async function listDeliveries(
  sql: Sql,
  webhookId: string,
  { cursor, limit, state }: z.output<typeof webhookDeliveryQuerySchema>,
): Promise<Page<WebhookDelivery>> {
  await readOne(sql, webhookId);
  const after = cursorOf(cursor, 1)?.[0] ?? null;
  const rows = await selectDeliveryPage(sql, webhookId, { state, after, limit });
  return pageOf(rows, limit, (row) => [row.id], toDelivery);
}

export async function readDeliveryDetail(
  sql: Sql,
  reader: Principal,
  webhookId: string,
  id: string,
): Promise<WebhookDeliveryDetail> {
  const row = await readDelivery(sql, webhookId, id);
  if (!row) throw deliveryNotFound();
  return withLog(sql, row, maySeeBody(reader, row));
}

/** Sends something harmless at once and gives what came of it. */
export async function testWebhook(
  deps: SendDeps,
  { webhookId, ...by }: By & { webhookId: string },
): Promise<WebhookDeliveryDetail> {
  const id = deps.ids('whd');
  const now = deps.clock.now();
  const detail = { message: 'A test from Trunkline.' };
  await deps.database.transaction(async (tx) => {
    if (!(await lockWebhook(tx, webhookId))) throw webhookNotFound();
    const rest = { fact_id: null, event: 'webhook.test', subject: null, detail, occurred_at: now };
    await insertDeliveries(tx, [{ id, webhook_id: webhookId, ...rest }], now);
    // Sent here, not by the job, and not again when it fails.
    await updateDelivery(tx, id, { next_attempt_at: null });
    await createAudit(deps).record(tx, { ...by, action: 'webhook.tested', record: webhookId });
  });
  await sendNow(deps, webhookId, id);
  await deps.database.sql`
    update webhook_deliveries set state = 'failed', next_attempt_at = null where id = ${id} and state = 'waiting'`;
  return readDeliveryDetail(deps.database.sql, by.principal, webhookId, id);
}

async function sendNow(deps: SendDeps, webhookId: string, id: string): Promise<void> {
  const [webhook] = await readWebhooks(deps.database.sql, webhookId);
  const row = await readDelivery(deps.database.sql, webhookId, id);
  if (webhook && row) await sendOne(deps, webhook, row);
}

/** Once more, whatever came of it before; attempts are counted anew. The id stays: a receiver knows it by it. */
export async function resendDelivery(
  needs: Needs,
  { webhookId, deliveryId, ...by }: By & { webhookId: string; deliveryId: string },
): Promise<WebhookDeliveryDetail> {
  return needs.database.transaction(async (tx) => {
    const webhook = await lockWebhook(tx, webhookId);
    const row = await readDelivery(tx, webhookId, deliveryId);
    if (!webhook || !row) throw deliveryNotFound();
    if (webhook.state === 'off') throw webhookIsOff();
    const now = needs.clock.now();
    await updateDelivery(tx, deliveryId, { state: 'waiting', attempts: 0, next_attempt_at: now, finished_at: null });
    await createAudit(needs).record(tx, { ...by, action: 'webhook.resent', record: webhookId, after: { deliveryId } });
    await askToSend(needs.jobs, tx);
    return readDeliveryDetail(tx, by.principal, webhookId, deliveryId);
  });
}
