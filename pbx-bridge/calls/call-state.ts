/**
 * What the reducer remembers: calls that go on, the bridges their channels are in, and a short, bounded memory of
 * channels that ended, so that late events (NewConnectedLine, CEL after Hangup) and repeated ones find nothing to revive.
 * All of it is JSON.
 */
import type { QueueVisit, Transfer } from '../contract/call-record.ts';
import { type BucketMap, emptyMap, getFrom, withChanges } from './bucket-map.ts';
import type { ChannelState } from './leg.ts';
import type { Span } from './talk-time.ts';

export interface QueueVisitState {
  queue: string;
  joinedAt: number;
  leftAt: number | null;
  end: QueueVisit['end'];
  /** Uniqueid of the channel that waited. */
  channel: string;
}

export interface TransferState {
  kind: Transfer['kind'];
  at: number;
  by: string | null;
  to: string | null;
}

export interface RecordingState {
  id: string;
  file: string;
  legId: string;
  startedAt: number;
}

/** Ring time of legs that were dropped from the list because there were too many. */
export interface FoldedRing {
  interface: string;
  seconds: number;
}

export interface OpenCall {
  readonly id: string;
  linkedIds: readonly string[];
  channels: readonly ChannelState[];
  startedAt: number;
  /** First conversation of the customer (internal calls: of two of our devices). */
  answeredAt: number | null;
  /** When it ended, if that is not when it was noticed. */
  endedAt: number | null;
  talk: readonly Span[];
  hold: readonly Span[];
  visits: readonly QueueVisitState[];
  transfers: readonly TransferState[];
  recordings: readonly RecordingState[];
  folded: readonly FoldedRing[];
  /** The first one who hung up since the conversation last went on. */
  hangup: { legId: string; by: 'remote' | 'agent' | 'system'; at: number; gaveUp: boolean } | null;
  /** A transfer has begun and its target has not talked: legs dialled now are transferred-to. */
  transferring: boolean;
  /** The customer waits in a parking space. */
  parked: boolean;
  /** Asterisk is taking a Local pair out of the way: people change bridges but do not stop talking. */
  optimising: boolean;
  /** Last DIALSTATUS the dialplan saw; says what happened when no leg was ever made (unregistered phone). */
  dialStatus: string | null;
  /** What an Originate was to reach, when only its answer said so. */
  intended: string | null;
  originateId: string | null;
  variables: Readonly<Record<string, string>>;
  /** The customer asked not to be shown, said by the dialplan (CALLERID(pres)). */
  withheld: boolean;
  endInferred: boolean;
  /** How many facts were said: part of a fact's id. */
  told: number;
  /** Last thing known of it; a call's clock never runs backwards. */
  seenAt: number;
}

export interface BridgeState {
  /** waiting: parking, music, agents logged in. talk: people hear each other. */
  kind: 'talk' | 'waiting';
  members: readonly string[];
  /** Channels that hold this bridge, whether they are still in it or talk elsewhere meanwhile. */
  holders: readonly string[];
}

export interface CallsState {
  readonly pbx: string;
  readonly agentInterfaces: BucketMap<true>;
  readonly trunkInterfaces: BucketMap<true>;
  readonly queueMembers: BucketMap<true>;
  /** Whether this PBX tells us channel variables (AMI class dialplan): their absence then means something. */
  readonly seesVariables: boolean;
  readonly calls: BucketMap<OpenCall>;
  /** Live channel to its call. */
  readonly channels: BucketMap<string>;
  /** Linkedid to its call, while that call goes on. */
  readonly linkedIds: BucketMap<string>;
  readonly bridges: BucketMap<BridgeState>;
  /** Ended calls of phones that did not pick up an Originate: what it was for can be told after the Hangup. */
  readonly unansweredOriginates: readonly OpenCall[];
  /** When Asterisk started, as CoreStatus says it: another value means that it was restarted. */
  readonly startup: string | null;
  /** Uniqueids and linkedids that ended, in two generations: when the younger is full, the older is dropped. */
  readonly ended: { readonly young: BucketMap<true>; readonly old: BucketMap<true> };
}

/** Nothing seen yet. `pbx` is the name of the PBX (the bridge's), part of every id. */
export function createCallsState(pbx: string): CallsState {
  return {
    pbx,
    agentInterfaces: emptyMap(),
    trunkInterfaces: emptyMap(),
    queueMembers: emptyMap(),
    seesVariables: false,
    calls: emptyMap(),
    channels: emptyMap(),
    linkedIds: emptyMap(),
    bridges: emptyMap(),
    unansweredOriginates: [],
    startup: null,
    ended: { young: emptyMap(), old: emptyMap() },
  };
}

/** The state with what an administrator mapped; channels already known keep their kind. */
export function configureCalls(
  state: CallsState,
  known: { agentInterfaces: readonly string[]; trunkInterfaces: readonly string[] },
): CallsState {
  const all = (list: readonly string[]) => withChanges(emptyMap<true>(), new Map(list.map((key) => [key, true])));
  return {
    ...state,
    agentInterfaces: all(known.agentInterfaces),
    trunkInterfaces: all(known.trunkInterfaces),
  };
}

/** A call as its first channel appears. */
export function newCall(id: string, linkedId: string, startedAt: number): OpenCall {
  return {
    id,
    linkedIds: [linkedId],
    channels: [],
    startedAt,
    answeredAt: null,
    endedAt: null,
    talk: [],
    hold: [],
    visits: [],
    transfers: [],
    recordings: [],
    folded: [],
    hangup: null,
    transferring: false,
    parked: false,
    optimising: false,
    dialStatus: null,
    intended: null,
    originateId: null,
    variables: {},
    withheld: false,
    endInferred: false,
    told: 0,
    seenAt: startedAt,
  };
}

/** A call to change; spelled out for the reason told at `copyChannel`. */
export function copyCall(from: OpenCall): OpenCall {
  return {
    id: from.id,
    linkedIds: from.linkedIds,
    channels: from.channels,
    startedAt: from.startedAt,
    answeredAt: from.answeredAt,
    endedAt: from.endedAt,
    talk: from.talk,
    hold: from.hold,
    visits: from.visits,
    transfers: from.transfers,
    recordings: from.recordings,
    folded: from.folded,
    hangup: from.hangup,
    transferring: from.transferring,
    parked: from.parked,
    optimising: from.optimising,
    dialStatus: from.dialStatus,
    intended: from.intended,
    originateId: from.originateId,
    variables: from.variables,
    withheld: from.withheld,
    endInferred: from.endInferred,
    told: from.told,
    seenAt: from.seenAt,
  };
}

/** The call a live channel is in, for whoever shows channels (waiting callers of a queue). */
export function callIdOfLeg(state: CallsState, uniqueid: string): string | null {
  return getFrom(state.channels, uniqueid) ?? null;
}
