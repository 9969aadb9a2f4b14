/**
 * What the server may ask a bridge to do. A command carries an id; a bridge that gets the same id twice answers with the
 * first result and does nothing again. Strings never hold CR, LF or NUL: they would end an AMI line.
 */
import { z } from 'zod';

const line = z
  .string()
  .min(1)
  .max(200)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: exactly these would inject a second AMI header
  .regex(/^[^\u0000-\u001f\u007f]+$/, 'must not hold control characters');

export const pbxCommandSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('call.originate'),
    /** The agent's device rings first; when it answers the PBX dials `to` as that device would. */
    interface: line,
    to: line.regex(/^\+?[0-9*#]+$/, 'must be digits, with + in front of an international number'),
    callerId: line.nullable(),
    ringTimeoutSeconds: z.number().int().min(5).max(120),
    /** Handed to the PBX as TRUNKLINE_<NAME>, come back in CallRecord.variables. */
    variables: z.record(z.string().regex(/^[A-Z][A-Z0-9_]*$/), line),
  }),
  z.object({
    type: z.literal('call.dial'),
    /** The customer is dialled first, by the dialplan of a campaign (dialplan/trunkline.conf). */
    to: line.regex(/^\+?[0-9]+$/, 'must be digits, with + in front of an international number'),
    callerId: line.nullable(),
    ringTimeoutSeconds: z.number().int().min(5).max(120),
    /** As for `call.originate`; docs of what the dialplan makes of them are in dialplan/trunkline.conf. */
    variables: z.record(z.string().regex(/^[A-Z][A-Z0-9_]*$/), line),
  }),
  /** A customer who picked up a `call.dial` and waits gets this agent. `originateId`: the id of that command. */
  z.object({ type: z.literal('call.connect'), originateId: line, interface: line }),
  /**
   * Answers what the dialplan asked of a call that goes on (TRUNKLINE_ASK): set on the outside party's channel as
   * TRUNKLINE_<NAME>, one after the other in this order; the dialplan waits for the last one.
   */
  z.object({
    type: z.literal('call.tell'),
    callId: line,
    variables: z
      .array(z.object({ name: z.string().regex(/^[A-Z][A-Z0-9_]*$/), value: line }))
      .min(1)
      .max(10),
  }),
  z.object({ type: z.literal('call.hangup'), callId: line, interface: line.nullable() }),
  z.object({ type: z.literal('call.transfer'), callId: line, interface: line, to: line.regex(/^\+?[0-9*#]+$/) }),
  z.object({
    type: z.enum(['recording.start', 'recording.stop', 'recording.pause', 'recording.resume']),
    callId: line,
  }),
  z.object({
    type: z.literal('queue.pause'),
    interface: line,
    paused: z.boolean(),
    reason: line.nullable(),
    queue: line.nullable(),
  }),
  z.object({ type: z.literal('state.refresh') }),
]);
export type PbxCommand = z.infer<typeof pbxCommandSchema>;

export const commandErrorCodes = [
  'pbx.unreachable',
  'pbx.refused',
  'pbx.timed-out',
  'call.not-found',
  'command.invalid',
] as const;

export const commandResultSchema = z.union([
  z.object({ ok: z.literal(true), data: z.record(z.string(), z.string()) }),
  z.object({ ok: z.literal(false), code: z.enum(commandErrorCodes), message: z.string() }),
]);
export type CommandResult = z.infer<typeof commandResultSchema>;
