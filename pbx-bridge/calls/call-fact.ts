/** What the reducer says happened: the contract's call event, without what only the shell knows. */
import { createHash } from 'node:crypto';
import type { CallEvent, CallEventType } from '../contract/pbx-events.ts';

/** The shell adds `sequence`, `bridgeId` and `recordedAt` when it writes the fact into its journal. */
export type CallFact = Omit<CallEvent, 'sequence' | 'bridgeId' | 'recordedAt'>;

function hash(length: number, ...parts: readonly (string | number | null)[]): string {
  return createHash('sha256').update(parts.join('\u0000')).digest('hex').slice(0, length);
}

/** The id of a call: the same first channel on the same PBX is the same call, however often it is reduced. */
export function callIdOf(pbx: string, firstUniqueid: string): string {
  return `call_${hash(24, pbx, firstUniqueid)}`;
}

/** The id of a fact: which call, what, which leg, the how-manieth of its type, when. */
export function factIdOf(
  pbx: string,
  callId: string,
  type: CallEventType,
  legId: string | null,
  ordinal: number,
  occurredAt: number,
): string {
  return `fact_${hash(32, pbx, callId, type, legId, ordinal, occurredAt)}`;
}

/** The id of a recording: one file of one call. */
export function recordingIdOf(callId: string, file: string): string {
  return `rec_${hash(24, callId, file)}`;
}
