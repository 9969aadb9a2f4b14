/**
 * Facts that a bridge publishes: written to its journal, sent in order of `sequence`, and kept until the server has
 * committed them. Sending one again is harmless (`id` is stable). Past payloads are never edited: a change adds a version.
 */
import { z } from 'zod';
import { callRecordSchema } from './call-record.ts';

export const callEventTypes = [
  'call.started',
  /** A device began to ring: this is what opens the card. `legId` is set. */
  'leg.ringing',
  /** A ringing device stopped without an answer, or a leg of the conversation went away. `legId` is set. */
  'leg.ended',
  /** A device was bridged with the other side. `legId` is set. */
  'leg.answered',
  /** First true conversation of the call. */
  'call.answered',
  'call.held',
  'call.resumed',
  'call.transferred',
  'call.queued',
  'call.left-queue',
  'recording.started',
  /** Something else of the record changed (a number became known, a linkedid joined). */
  'call.updated',
  /** `mergedInto` is the call that goes on; this record is no call of its own any more. */
  'call.merged',
  'call.ended',
] as const;
export type CallEventType = (typeof callEventTypes)[number];

const envelope = {
  /** Position in this bridge's journal; grows by one. */
  sequence: z.number().int().positive(),
  /** Stable id of the fact: the same event reduced again has the same id. */
  id: z.string(),
  version: z.literal(1),
  bridgeId: z.string(),
  /** When it happened, by the PBX's clock. */
  occurredAt: z.iso.datetime(),
  /** When the bridge wrote it down, by the bridge's clock. */
  recordedAt: z.iso.datetime(),
};

export const callEventSchema = z.object({
  ...envelope,
  type: z.enum(callEventTypes),
  callId: z.string(),
  legId: z.string().nullable(),
  mergedInto: z.string().nullable(),
  call: callRecordSchema,
});
export type CallEvent = z.infer<typeof callEventSchema>;

/** A finished recording file is on the PBX's disk and will not grow; the bridge uploads it and then forgets it. */
export const recordingFinishedSchema = z.object({
  ...envelope,
  type: z.literal('recording.finished'),
  callId: z.string(),
  recordingId: z.string(),
  file: z.string(),
  bytes: z.number().int().nonnegative(),
});
export type RecordingFinished = z.infer<typeof recordingFinishedSchema>;

/** A recording was announced but its file is missing or empty: said, not silently lost. */
export const recordingLostSchema = z.object({
  ...envelope,
  type: z.literal('recording.lost'),
  callId: z.string(),
  recordingId: z.string(),
  file: z.string(),
  because: z.string(),
});
export type RecordingLost = z.infer<typeof recordingLostSchema>;

/** How an originate command ended when no call came of it (agent did not pick up, no such device). */
export const originateFailedSchema = z.object({
  ...envelope,
  type: z.literal('originate.failed'),
  originateId: z.string(),
  because: z.string(),
});
export type OriginateFailed = z.infer<typeof originateFailedSchema>;

export const pbxEventSchema = z.union([
  callEventSchema,
  recordingFinishedSchema,
  recordingLostSchema,
  originateFailedSchema,
]);
export type PbxEvent = z.infer<typeof pbxEventSchema>;
