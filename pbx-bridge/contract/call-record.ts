/**
 * Words (the whole product uses them in this sense):
 * channel = Asterisk object (uniqueid) · leg = one party's stay in a call, our record of a channel that is not `Local/` ·
 * call = all legs of one conversation with a customer, however many linkedids it had · bridge, hold, transfer, hang-up
 * cause, dial status, queue, queue member, extension, trunk = as in Asterisk · outcome = what the PBX saw ·
 * disposition = the coded business result that a person or a rule gave (never in this file).
 *
 * A `CallRecord` is what the bridge knows of a call at one moment. Every call event carries the whole record, so that
 * the latest event of a call is enough to rebuild its row. Times are ISO 8601 UTC with milliseconds, from the PBX's own
 * `Timestamp` where it gives one. Durations are seconds with millisecond precision.
 */
import { z } from 'zod';

export const directions = ['inbound', 'outbound', 'internal'] as const;
export type Direction = (typeof directions)[number];

export const callStates = ['ringing', 'talking', 'held', 'ended'] as const;
export type CallState = (typeof callStates)[number];

/**
 * The customer's view. "answered": a person of ours (or the customer, when we dial) truly spoke; a queue or an
 * announcement that picks up is no answer. "abandoned": the caller gave up while waiting in a queue. "cancelled": the caller
 * gave up before an answer, no queue involved (inbound), or our side gave up (outbound). "no-answer": it rang out or
 * nobody could be reached in time (queue time-out included). "busy" / "declined": the called party said so.
 * "failed": the number or the network (invalid number, congestion, unreachable phone). null while not ended.
 */
export const outcomes = ['answered', 'abandoned', 'no-answer', 'busy', 'declined', 'failed', 'cancelled'] as const;
export type Outcome = (typeof outcomes)[number];

export const endedBy = ['remote', 'agent', 'system'] as const;
export type EndedBy = (typeof endedBy)[number];

/** What an agent's device did in a call. One device can have several legs in a call; the strongest role wins. */
export const agentRoles = ['answered', 'rang', 'transferred-to', 'consulted', 'monitored'] as const;
export type AgentRole = (typeof agentRoles)[number];

const time = z.iso.datetime();
const seconds = z.number().nonnegative();

export const partySchema = z.object({
  /** As the PBX gave it; null when there was none. For a device of ours: its extension. */
  raw: z.string().nullable(),
  name: z.string().nullable(),
  /** True when the caller asked not to be shown; `raw` can still hold the network's number. */
  withheld: z.boolean(),
  /** `PJSIP/101` when the party is a device of ours, else null. */
  interface: z.string().nullable(),
});
export type Party = z.infer<typeof partySchema>;

export const legSchema = z.object({
  /** Asterisk's uniqueid. */
  id: z.string(),
  channel: z.string(),
  /** Technology and endpoint without the instance: `PJSIP/101`, `PJSIP/trunk`. */
  interface: z.string(),
  /** agent: a device of ours. external: a party behind a trunk. service: a spy, park or conference helper. */
  kind: z.enum(['agent', 'external', 'service']),
  role: z.enum(['caller', 'callee', 'transferred-to', 'consulted', 'monitored']),
  number: z.string().nullable(),
  queue: z.string().nullable(),
  startedAt: time,
  ringingAt: time.nullable(),
  /** First moment this leg was bridged with another party. */
  answeredAt: time.nullable(),
  endedAt: time.nullable(),
  ringSeconds: seconds,
  talkSeconds: seconds,
  holdSeconds: seconds,
  dialStatus: z.string().nullable(),
  hangupCause: z.number().int().nullable(),
  techCause: z.number().int().nullable(),
});
export type Leg = z.infer<typeof legSchema>;

export const callAgentSchema = z.object({
  interface: z.string(),
  role: z.enum(agentRoles),
  ringSeconds: seconds,
  talkSeconds: seconds,
  holdSeconds: seconds,
});
export type CallAgent = z.infer<typeof callAgentSchema>;

export const transferSchema = z.object({
  kind: z.enum(['blind', 'attended', 'redirect', 'park', 'forward']),
  at: time,
  /** Interface of who transferred; null when the PBX or a supervisor did (Redirect). */
  by: z.string().nullable(),
  /** Extension, number or queue it went to, as dialled; null when unknown. */
  to: z.string().nullable(),
});
export type Transfer = z.infer<typeof transferSchema>;

export const queueVisitSchema = z.object({
  queue: z.string(),
  joinedAt: time,
  leftAt: time.nullable(),
  /** answered: an agent was connected · abandoned: the caller hung up · timed-out: the queue gave up · left: anything else. */
  end: z.enum(['answered', 'abandoned', 'timed-out', 'left']).nullable(),
});
export type QueueVisit = z.infer<typeof queueVisitSchema>;

export const callRecordingSchema = z.object({
  /** Stable id made from the call and the file. */
  id: z.string(),
  /** Path on the PBX, as Asterisk said it. */
  file: z.string(),
  legId: z.string(),
  startedAt: time,
});
export type CallRecording = z.infer<typeof callRecordingSchema>;

export const callRecordSchema = z.object({
  /** `call_` and a hash of the PBX and the first channel's uniqueid: the same call reduced again has the same id. */
  callId: z.string(),
  pbx: z.string(),
  /** Every linkedid that was ever part of this call; each belongs to exactly one call. */
  linkedIds: z.array(z.string()),
  direction: z.enum(directions),
  state: z.enum(callStates),
  outcome: z.enum(outcomes).nullable(),
  from: partySchema,
  to: partySchema,
  /** The number the customer dialled (inbound) or that was dialled for us (outbound); null if the PBX did not say. */
  dialledNumber: z.string().nullable(),
  /** Last queue the customer waited in. */
  queue: z.string().nullable(),
  queueVisits: z.array(queueVisitSchema),
  legs: z.array(legSchema),
  agents: z.array(callAgentSchema),
  transfers: z.array(transferSchema),
  recordings: z.array(callRecordingSchema),
  startedAt: time,
  answeredAt: time.nullable(),
  endedAt: time.nullable(),
  /** Start until the first conversation (or the end): what the customer waited, ringing included. */
  waitSeconds: seconds,
  /** How long at least one device of the called side rang before the first conversation (or the end). */
  ringSeconds: seconds,
  /** Time the customer was bridged with somebody, holds included; internal calls: the two agents. */
  talkSeconds: seconds,
  /** Part of the talk during which one side held the other. */
  holdSeconds: seconds,
  endedBy: z.enum(endedBy).nullable(),
  hangupCause: z.number().int().nullable(),
  /** True when the end was not seen but concluded (link or PBX was down). */
  endInferred: z.boolean(),
  /** Command id when the call was asked for by Trunkline. */
  originateId: z.string().nullable(),
  /** Channel variables that begin with TRUNKLINE_, without that prefix (attempt, campaign...). */
  variables: z.record(z.string(), z.string()),
});
export type CallRecord = z.infer<typeof callRecordSchema>;
