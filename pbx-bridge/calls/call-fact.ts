/** What the reducer says happened: the contract's call event, without what only the shell knows. */
import { hash } from 'node:crypto';
import type { CallEvent, CallEventType } from '../contract/pbx-events.ts';

/** The shell adds `sequence`, `bridgeId` and `recordedAt` when it writes the fact into its journal. */
export type CallFact = Omit<CallEvent, 'sequence' | 'bridgeId' | 'recordedAt'>;

/** The one-shot form: a third of the cost of a hash object for texts this short. */
function digest(length: number, text: string): string {
  return hash('sha256', text, 'hex').slice(0, length);
}

/** The id of a call: the same first channel on the same PBX is the same call, however often it is reduced. */
export function callIdOf(pbx: string, firstUniqueid: string): string {
  return `call_${digest(24, `${pbx}\n${firstUniqueid}`)}`;
}

/** The id of a fact: which call, what, which leg, the how-manieth of its call, when. */
export function factIdOf(
  pbx: string,
  callId: string,
  type: CallEventType,
  legId: string | null,
  ordinal: number,
  occurredAt: number,
): string {
  return `fact_${digest(32, `${pbx}\n${callId}\n${type}\n${legId}\n${ordinal}\n${occurredAt}`)}`;
}

/** The id of a recording: one file of one call. */
export function recordingIdOf(callId: string, file: string): string {
  return `rec_${digest(24, `${callId}\n${file}`)}`;
}
