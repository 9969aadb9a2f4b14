/** What the calls module keeps of one call: what the PBX saw (derived, can be rebuilt) and what people said (kept). */
import type {
  AgentRole,
  CallState,
  Direction,
  EndedBy,
  Leg,
  Outcome,
  QueueVisit,
  Transfer,
} from '../../../pbx-bridge/contract/call-record.ts';
import type { CustomValues } from '../../contract/custom-fields.contract.ts';
import type { RankedCandidate } from '../contacts/rank-matches.ts';

/** Which fact a row was made from; the newest wins. */
export interface FactPosition {
  journalId: string;
  sequence: number;
  recordedAt: string;
}

export interface CallNumber {
  raw: string | null;
  e164: string | null;
  withheld: boolean;
}

/** One device of ours in a call, and the person it belonged to at that time. */
export interface CallAgentRow {
  interface: string;
  agentId: string | null;
  teamId: string | null;
  role: AgentRole;
  ringSeconds: number;
  talkSeconds: number;
  holdSeconds: number;
  /** True while the device rings or talks in this call. */
  live: boolean;
  /** True once the device truly took part: talked, or placed the call. */
  tookPart: boolean;
  /** Until when the call stays on this agent's desk after it ended for the agent; null: not, or not any more. */
  wrapUpUntil: string | null;
}

/** `recording` lasts until the file is here; the view shows it as `arriving` once the call has ended. */
export const recordingStates = ['recording', 'paused', 'ready', 'lost', 'erased'] as const;
export type RecordingState = (typeof recordingStates)[number];

export interface CallRecordingRow {
  id: string;
  file: string;
  legId: string;
  startedAt: string;
  state: RecordingState;
  seconds: number | null;
}

/** Everything that comes from the PBX. */
export interface DerivedCall extends FactPosition {
  id: string;
  bridgeId: string;
  pbx: string;
  linkedIds: string[];
  direction: Direction;
  state: CallState;
  outcome: Outcome | null;
  from: CallNumber;
  to: CallNumber;
  callerIdName: string | null;
  dialled: CallNumber | null;
  /** The outside party's number; null for internal calls. */
  customer: CallNumber | null;
  queue: string | null;
  queueVisits: QueueVisit[];
  transfers: Transfer[];
  agents: CallAgentRow[];
  legs: Leg[];
  recordings: CallRecordingRow[];
  startedAt: string;
  answeredAt: string | null;
  endedAt: string | null;
  waitSeconds: number;
  ringSeconds: number;
  talkSeconds: number;
  holdSeconds: number;
  endedBy: EndedBy | null;
  hangupCause: number | null;
  endInferred: boolean;
  /** See stranded.ts. */
  strandedAt: string | null;
  /** Who picked up a call that a campaign dialled, and when; null: nobody yet, or the dialplan does not say. */
  pickedUpBy: 'person' | 'machine' | null;
  pickedUpAt: string | null;
  originateId: string | null;
  attemptId: string | null;
  campaignId: string | null;
  missedCallId: string | null;
  /** Contact named by whoever asked for the call (click to call from a card). */
  requestedContactId: string | null;
  /** Whose the call is: agents who took part or whose device is in it now. Empty: the team's, or anybody's. */
  agentIds: string[];
  /** Their teams, and the queue's while nobody of ours took part. */
  teamIds: string[];
}

/** Everything that people (or the look-up) said; never touched by a rebuild. */
export interface CallHuman {
  /** Who may be calling, best first, as the look-up found them when the number became known. */
  candidates: RankedCandidate[];
  contactId: string | null;
  organisationId: string | null;
  /** True when a person chose the contact: the look-up never overrides it. */
  contactPicked: boolean;
  dispositionId: string | null;
  note: string;
  mainNeed: string;
  nextStep: { text: string; dueAt: string | null; taskId: string } | null;
  /** Values of the firm's own fields, by key. */
  custom: CustomValues;
}

export const emptyHuman: CallHuman = {
  candidates: [],
  contactId: null,
  organisationId: null,
  contactPicked: false,
  dispositionId: null,
  note: '',
  mainNeed: '',
  nextStep: null,
  custom: {},
};

export interface CallRow extends DerivedCall, CallHuman {
  dealIds: string[];
  version: number;
}

/** A call as it is read back: the legs stay in their table, they are only wanted one call at a time. */
export type StoredCall = Omit<CallRow, 'legs'>;
