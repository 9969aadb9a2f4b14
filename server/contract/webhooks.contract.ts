/** Web-hooks: what other programs are told of, by whom it is received, and the log of what was sent. */
import { z } from 'zod';
import { roleSchema } from './access.contract.ts';
import { idSchema, listOf, listQuerySchema, nameSchema, patchOf, timeSchema } from './common.contract.ts';

/** What can be subscribed to. The data of each is the record as `GET` gives it to the web-hook's role. */
export const webhookEvents = [
  'contact.created',
  'contact.changed',
  'contact.deleted',
  'contact.restored',
  'contact.merged',
  'organisation.created',
  'organisation.changed',
  'organisation.deleted',
  'organisation.restored',
  'organisation.merged',
  'lead.given',
  'deal.created',
  'deal.changed',
  'deal.moved',
  'deal.deleted',
  'deal.restored',
  'task.changed',
  'task.deleted',
  'call.started',
  'call.answered',
  'call.ended',
  'call.worked',
  'missed-call.opened',
  'missed-call.attempted',
  'missed-call.resolved',
  'missed-call.archived',
  'message.received',
  'message.sent',
  'message.failed',
  'hand-over.done',
  'hand-over.undone',
  'import.finished',
] as const;
export type WebhookEvent = (typeof webhookEvents)[number];

/**
 * on · off: by hand, nothing is noted for it · paused: it did not answer for two days, what happens is kept for it and
 * sent once it is switched on again.
 */
export const webhookStates = ['on', 'off', 'paused'] as const;

export const webhookSchema = z.object({
  id: idSchema,
  name: z.string(),
  url: z.string(),
  events: z.array(z.enum(webhookEvents)),
  /** It is told only of what this role may read; the base when there is an own one. */
  role: roleSchema,
  /** A role of the firm's own; null: the built-in one. */
  roleId: idSchema.nullable(),
  state: z.enum(webhookStates),
  /** Since when nothing sent to it arrived; null: the last one did. */
  failingSince: timeSchema.nullable(),
  /** Deliveries that wait to be sent, or to be sent again. */
  waiting: z.number().int(),
  lastDeliveredAt: timeSchema.nullable(),
  createdAt: timeSchema,
  version: z.number().int(),
});
export type Webhook = z.infer<typeof webhookSchema>;
export const webhookListSchema = z.object({ items: z.array(webhookSchema) });

export const newWebhookSchema = z.object({
  name: nameSchema,
  url: z.string().max(2_000).describe('https://…; http:// only within networks that WEBHOOK_NETWORKS names'),
  events: z
    .array(z.enum(webhookEvents))
    .min(1)
    .max(webhookEvents.length)
    .transform((events) => [...new Set(events)]),
  role: roleSchema.default('manager'),
  /** A role of the firm's own, which brings its base along. */
  roleId: idSchema.nullable().optional(),
});
export const webhookPatchSchema = patchOf(newWebhookSchema).extend({
  state: z.enum(['on', 'off']).optional(),
  version: z.number().int().optional(),
});
/** `secret` signs what is sent (docs/api.md); it is shown this once. */
export const createdWebhookSchema = webhookSchema.extend({ secret: z.string() });
export const webhookSecretSchema = z.object({ secret: z.string() });

export const deliveryStates = ['waiting', 'delivered', 'failed', 'dropped'] as const;
export const webhookDeliverySchema = z.object({
  id: idSchema,
  webhookId: idSchema,
  /** One of `webhookEvents`, or `webhook.test`. */
  event: z.string(),
  /** waiting · delivered · failed: given up · dropped: the record is gone, or not for the web-hook's role. */
  state: z.enum(deliveryStates),
  attempts: z.number().int(),
  occurredAt: timeSchema,
  nextAttemptAt: timeSchema.nullable(),
  /** HTTP status of the last answer; null: none came. */
  lastStatus: z.number().int().nullable(),
});
export type WebhookDelivery = z.infer<typeof webhookDeliverySchema>;
export const webhookDeliveryListSchema = listOf(webhookDeliverySchema);
export const webhookDeliveryQuerySchema = listQuerySchema.extend({ state: z.enum(deliveryStates).optional() });

export const webhookAttemptSchema = z.object({
  at: timeSchema,
  milliseconds: z.number().int(),
  status: z.number().int().nullable(),
  /** Why no answer came: `timed-out`, `forbidden-address`, `not-reachable` … */
  because: z.string().nullable(),
  /** The beginning of the answer, telephone numbers masked. */
  answer: z.string(),
});
/** `body`: the beginning of what was sent, telephone numbers masked; empty before the first attempt. */
export const webhookDeliveryDetailSchema = webhookDeliverySchema.extend({
  body: z.string(),
  /** True: the web-hook may see more than the reader, who is shown neither the body nor what was answered to it. */
  bodyHidden: z.boolean(),
  log: z.array(webhookAttemptSchema),
});
export type WebhookDeliveryDetail = z.infer<typeof webhookDeliveryDetailSchema>;
