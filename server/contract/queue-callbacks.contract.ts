/** Queue callbacks: callers who keep their place and are called back. */
import { z } from 'zod';
import { agentRefSchema, idSchema, listOf, listQuerySchema, numberSchema, timeSchema } from './common.contract.ts';

/**
 * waiting: for its turn · calling: an agent's telephone rings, then the customer's · reached: they talk, or did · gave-up: the
 * customer did not pick up often enough · expired: not in time · cancelled: by hand, or the customer was reached otherwise.
 */
export const queueCallbackStates = ['waiting', 'calling', 'reached', 'gave-up', 'expired', 'cancelled'] as const;
export type QueueCallbackState = (typeof queueCallbackStates)[number];

export const queueCallbackSchema = z.object({
  id: idSchema,
  callId: idSchema,
  queue: z.string(),
  number: numberSchema,
  contactId: idSchema.nullable(),
  contactName: z.string().nullable(),
  /** Since when the caller has had this place. */
  joinedAt: timeSchema,
  askedAt: timeSchema,
  expiresAt: timeSchema,
  state: z.enum(queueCallbackStates),
  /** Calls that the customer did not pick up. */
  tries: z.number().int(),
  /** Not before. */
  nextAt: timeSchema,
  agent: agentRefSchema.nullable(),
  closedAt: timeSchema.nullable(),
  version: z.number().int(),
});
export type QueueCallback = z.infer<typeof queueCallbackSchema>;
export const queueCallbackListSchema = listOf(queueCallbackSchema);
export const queueCallbackListQuerySchema = listQuerySchema.extend({
  /** open: waiting or calling, the first in line first. Left out: all, asked last first. */
  open: z.enum(['true', 'false']).optional(),
  queue: z.string().max(80).optional(),
});
