/** Facts of the calls module. Every fact has the call's id as its subject, so a listener gets them in order. */

import type { CallNumber, StoredCall } from './call-row.ts';
import type { DeskChange } from './live-changes.ts';

/** A call as it was right after the fact. */
export interface CallFact {
  call: StoredCall;
}

export type CallFacts = {
  'call.started': CallFact;
  /** First true conversation. */
  'call.answered': CallFact;
  'call.transferred': CallFact;
  /** Somebody, or a machine, picked up a call that a campaign dialled. */
  'call.picked-up': CallFact;
  /** Told once, when the call ends. */
  'call.ended': CallFact;
  /** The PBX's story of a call that had ended was told anew (a mended rule, a late event): outcome or times may differ. */
  'call.corrected': CallFact;
  /** `callId` was part of `into` all along; whoever keeps the old id takes the new one. */
  'call.merged': { callId: string; into: string };
  /** A person said something of the call: result, note, need, next step, who it was. */
  'call.worked': { call: StoredCall; changed: string[] };
  /** Earlier calls came to these people or left them: cards that list them are told. */
  'call.relinked': { contactIds: string[] };
  /** The dialplan asks something of a call that goes on and waits for the answer (dialplan/trunkline.conf). */
  'call.asked': { call: StoredCall; question: Question };
  /** Anything of a call changed: for the live link. */
  'call.changed': CallChanged;
  'recording.started': { callId: string; recordingId: string };
  /** The file is complete on the PBX and is being uploaded. */
  'recording.finished': { callId: string; recordingId: string; bytes: number };
  'recording.lost': { callId: string; recordingId: string; because: string };
  /** Somebody asked for a call; its telephone is about to ring. */
  'call.requested': {
    originateId: string;
    agentId: string;
    missedCallId: string | null;
    contactId: string | null;
    to: CallNumber;
  };
  /** A click to call came to nothing before there was a call. */
  'originate.failed': {
    originateId: string;
    because: string;
    agentId: string | null;
    missedCallId: string | null;
  };
};

/** route: who is rung before the queue · callback: the caller wants to be called back and hang up. */
export const questions = ['route', 'callback'] as const;
export type Question = (typeof questions)[number];

/** Who is told of a change of a call; the call itself is read when it is told. */
export interface CallChanged {
  callId: string;
  version: number;
  desks: DeskChange[];
  /** Live boards that show the call now, and those that showed it before and must drop it. */
  boards: string[];
  leftBoards: string[];
  because: 'ended' | 'merged' | 'wrap-up-done';
  /** Desks that keep the call get its card anew. */
  card: boolean;
}
