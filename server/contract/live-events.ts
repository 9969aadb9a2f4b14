/**
 * Everything the server says to a console over socket.io, written once. On connect (and when asked by `snapshot.request`)
 * the server sends `snapshot` with a sequence of this socket, then `event` messages with the next ones. A gap: ask again.
 * Events carry whole objects with a version, so one that the snapshot already knew, or that comes twice, changes nothing.
 */
import { z } from 'zod';
import { pbxSchema, presenceSchema, queueSchema } from './agents.contract.ts';
import { callCardSchema, callSchema } from './calls.contract.ts';
import { idSchema, timeSchema } from './common.contract.ts';
import { ctiEvents } from './cti.contract.ts';
import { leadGivenWhy } from './leads.contract.ts';
import { missedCallSchema } from './missed-calls.contract.ts';
import { textWithPhone } from './sensitive.ts';
import { taskReminderSchema, taskSchema } from './tasks.contract.ts';

export const LIVE_VERSION = 1;

export const liveEventSchema = z.discriminatedUnion('name', [
  /** A device of this agent rings: open the card. Sent to `agent:<id>` only. */
  z.object({ name: z.literal('call.offered'), payload: z.object({ call: callSchema, card: callCardSchema }) }),
  z.object({ name: z.literal('call.changed'), payload: z.object({ call: callSchema }) }),
  /** The card of a live call changed (somebody picked the person, a number was saved). */
  z.object({ name: z.literal('card.changed'), payload: z.object({ card: callCardSchema }) }),
  /** This agent has no part in the call any more. `ended` calls stay for wrap-up and are removed by `wrap-up-done`. */
  z.object({
    name: z.literal('call.removed'),
    payload: z.object({
      callId: idSchema,
      because: z.enum(['answered-elsewhere', 'not-answered', 'transferred', 'merged', 'wrap-up-done', 'ended']),
      byName: z.string().nullable(),
      version: z.number().int(),
    }),
  }),
  /** A customer whom this agent passed on was taken by nobody. Sent to `agent:<id>` only. */
  z.object({ name: z.literal('call.stranded'), payload: z.object({ callId: idSchema }) }),
  z.object({ name: z.literal('call.failed'), payload: z.object({ originateId: idSchema, because: z.string() }) }),
  z.object({ name: z.literal('agent.changed'), payload: z.object({ presence: presenceSchema }) }),
  z.object({ name: z.literal('queue.changed'), payload: z.object({ queue: queueSchema }) }),
  z.object({ name: z.literal('pbx.changed'), payload: z.object({ pbx: pbxSchema }) }),
  z.object({ name: z.literal('missed-call.changed'), payload: z.object({ missedCall: missedCallSchema }) }),
  /** The debt was given to others: this reader does not see it any more. */
  z.object({
    name: z.literal('missed-call.removed'),
    payload: z.object({ missedCallId: idSchema, version: z.number().int() }),
  }),
  z.object({ name: z.literal('task.changed'), payload: z.object({ task: taskSchema }) }),
  /** The task was given to somebody else: this reader does not see it any more. */
  z.object({ name: z.literal('task.removed'), payload: z.object({ taskId: idSchema, version: z.number().int() }) }),
  /** A task that this reader may see in a list changed: whoever shows tasks reads them again. Carries nothing of it. */
  z.object({ name: z.literal('task.touched'), payload: z.object({ taskId: idSchema, version: z.number().int() }) }),
  /** The moment of a reminder has come. Sent to `agent:<id>` only, once. */
  z.object({ name: z.literal('task.reminder'), payload: z.object({ reminder: taskReminderSchema }) }),
  /** It was seen, put off or is done with, here or in another window. */
  z.object({ name: z.literal('task.reminder-closed'), payload: z.object({ reminderId: idSchema }) }),
  /** Something of this person changed: whoever shows it reads it again. `version` null: what hangs on it, a file for example. */
  z.object({
    name: z.literal('contact.changed'),
    payload: z.object({ contactId: idSchema, version: z.number().int().nullable() }),
  }),
  /** Something of this deal changed: whoever shows it reads it again. `version` null: what hangs on it, a file for example. */
  z.object({
    name: z.literal('deal.changed'),
    payload: z.object({ dealId: idSchema, version: z.number().int().nullable() }),
  }),
  /**
   * Clients, tasks and callbacks changed hands: lists and the snapshot are read again. Sent to both agents. Without one of
   * the names it was nobody's, or is again.
   */
  z.object({
    name: z.literal('records.handed-over'),
    payload: z.object({
      actionId: idSchema,
      toAgentId: idSchema.nullable(),
      fromName: z.string(),
      toName: z.string(),
      /** Rows, by kind. */
      counts: z.record(z.string(), z.number().int()),
      note: textWithPhone(),
    }),
  }),
  /** A lead got this owner by the rules. Sent to the new owner and to the one before. */
  z.object({
    name: z.literal('lead.given'),
    payload: z.object({
      contactId: idSchema,
      agentId: idSchema,
      fromAgentId: idSchema.nullable(),
      why: z.enum(leadGivenWhy),
    }),
  }),
  /** Another service told of this person: the card opens. Sent to `agent:<id>` only. */
  z.object({
    name: z.literal('contact.offered'),
    payload: z.object({ contactId: idSchema, event: z.enum(ctiEvents) }),
  }),
  /** State or progress of an import; twice a second at most. */
  z.object({
    name: z.literal('import.changed'),
    payload: z.object({
      importId: idSchema,
      state: z.string(),
      version: z.number().int(),
      rowsDone: z.number().int(),
      rowsTotal: z.number().int().nullable(),
    }),
  }),
  /** State of an export. */
  z.object({
    name: z.literal('export.changed'),
    payload: z.object({ exportId: idSchema, state: z.string(), version: z.number().int() }),
  }),
  /** Something of this organisation changed: whoever shows it reads it again. */
  z.object({
    name: z.literal('organisation.changed'),
    payload: z.object({ organisationId: idSchema, version: z.number().int().nullable() }),
  }),
  /** A message that this user wrote did not go out, or nobody knows whether it did, and it is not tried any more. */
  z.object({
    name: z.literal('message.failed'),
    payload: z.object({
      messageId: idSchema,
      byUserId: idSchema,
      contactId: idSchema.nullable(),
      organisationId: idSchema.nullable(),
      dealId: idSchema.nullable(),
    }),
  }),
  /** Something of a campaign or of its lists changed: whoever shows it reads it again. */
  z.object({ name: z.literal('campaign.changed'), payload: z.object({ campaignId: idSchema.nullable() }) }),
  /** The attempt of this agent came to another state. Sent to `agent:<id>` only. */
  z.object({
    name: z.literal('attempt.changed'),
    payload: z.object({ attemptId: idSchema, state: z.string(), contactId: idSchema }),
  }),
  /** A list of the settings changed (dispositions, ladders, ...). */
  z.object({ name: z.literal('settings.changed'), payload: z.object({ what: z.string() }) }),
]);
export type LiveEvent = z.infer<typeof liveEventSchema>;
export type LiveEventName = LiveEvent['name'];

export const liveStateSchema = z.object({
  version: z.literal(LIVE_VERSION),
  asOf: timeSchema,
  /** Live calls and calls in wrap-up that this reader may see. */
  calls: z.record(z.string(), callSchema),
  cards: z.record(z.string(), callCardSchema),
  presence: z.record(z.string(), presenceSchema),
  queues: z.record(z.string(), queueSchema),
  pbxs: z.record(z.string(), pbxSchema),
  /** Open debts of the reader (assigned, of the team, anybody's), 500 most urgent at most. */
  missedCalls: z.record(z.string(), missedCallSchema),
  tasks: z.record(z.string(), taskSchema),
  /** Reminders of the reader that nobody has answered, the newest fifty at most. */
  reminders: z.record(z.string(), taskReminderSchema),
});
export type LiveState = z.infer<typeof liveStateSchema>;

export const snapshotMessageSchema = z.object({ sequence: z.number().int(), state: liveStateSchema });
export const eventMessageSchema = z.object({ sequence: z.number().int(), event: liveEventSchema });
export type SnapshotMessage = z.infer<typeof snapshotMessageSchema>;
export type EventMessage = z.infer<typeof eventMessageSchema>;

/** Room names. The server alone joins them, after an access check. */
export const rooms = {
  agent: (agentId: string) => `agent:${agentId}`,
  team: (teamId: string) => `team:${teamId}`,
  queue: (name: string) => `queue:${name}`,
  board: 'board',
  everybody: 'everybody',
} as const;
