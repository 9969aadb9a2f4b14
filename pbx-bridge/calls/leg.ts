/**
 * One channel inside a call. Channels that are not `Local/` become legs of the record; Local ones only carry the
 * connection. Everything here is plain data, so that the bridge can write it down and go on after being killed.
 */
import type { Leg } from '../contract/call-record.ts';
import type { EndpointKind } from './classify-endpoint.ts';
import { isoTime, isoTimeOrNull } from './iso-time.ts';
import { type Span, secondsOf } from './talk-time.ts';

export interface ChannelState {
  readonly id: string;
  name: string;
  interface: string;
  kind: EndpointKind;
  linkedId: string;
  /** First half of a Local pair's name, which both halves share; null for other channels. */
  pair: string | null;
  half: 1 | 2 | null;
  /** The other half's uniqueid, once known. */
  peer: string | null;
  role: Leg['role'];
  /** Caller id it had when it began: the customer's number, or our device's extension. */
  number: string | null;
  callerName: string | null;
  withheld: boolean;
  /** The extension it called, when it began by calling. */
  exten: string | null;
  /** The number that was dialled to reach it. */
  dialled: string | null;
  /** Queue that rang it. */
  queue: string | null;
  /** Uniqueid of the channel that dialled it. */
  dialledBy: string | null;
  /** Dialled by the PBX itself (Originate): no channel dialled it. */
  originated: boolean;
  /** Has dialled somebody, or waited in a queue: its dialplan connects people, it is not itself somebody. */
  connects: boolean;
  up: boolean;
  startedAt: number;
  ringingAt: number | null;
  ringEndedAt: number | null;
  answeredAt: number | null;
  endedAt: number | null;
  talk: readonly Span[];
  hold: readonly Span[];
  /** Bridge it is in now. */
  bridge: string | null;
  /** Bridge it put on hold, whether it stayed in it or left to ask somebody. */
  holds: string | null;
  /** It put the call on hold before it stood in a bridge: a Hold can come some milliseconds before the BridgeEnter. */
  holdsNext: boolean;
  dialStatus: string | null;
  hangupCause: number | null;
  techCause: number | null;
  /** Last file a MixMonitor on it was told to write. */
  recordingFile: string | null;
  /** leg.answered was already said in this call. */
  answerTold: boolean;
  /** Its device has hung up (HangupRequest); Asterisk's own Hangup is to follow. */
  hasHungUp: boolean;
}

/** A channel as it begins; the caller fills in what its event knows. */
export function newChannel(
  base: Pick<ChannelState, 'id' | 'name' | 'interface' | 'kind' | 'linkedId' | 'startedAt'>,
): ChannelState {
  // Spelled out in one order: channels are copied on every change, and objects of one shape copy fast.
  return {
    id: base.id,
    name: base.name,
    interface: base.interface,
    kind: base.kind,
    linkedId: base.linkedId,
    pair: null,
    half: null,
    peer: null,
    role: 'callee',
    number: null,
    callerName: null,
    withheld: false,
    exten: null,
    dialled: null,
    queue: null,
    dialledBy: null,
    originated: false,
    connects: false,
    up: false,
    startedAt: base.startedAt,
    ringingAt: null,
    ringEndedAt: null,
    answeredAt: null,
    endedAt: null,
    talk: [],
    hold: [],
    bridge: null,
    holds: null,
    holdsNext: false,
    dialStatus: null,
    hangupCause: null,
    techCause: null,
    recordingFile: null,
    answerTold: false,
    hasHungUp: false,
  };
}

/**
 * A channel to change. Spelled out like `newChannel`, not spread: the engine gives every spread of a spread a shape of its own,
 * and code that meets many shapes runs several times slower.
 */
export function copyChannel(from: ChannelState): ChannelState {
  return {
    id: from.id,
    name: from.name,
    interface: from.interface,
    kind: from.kind,
    linkedId: from.linkedId,
    pair: from.pair,
    half: from.half,
    peer: from.peer,
    role: from.role,
    number: from.number,
    callerName: from.callerName,
    withheld: from.withheld,
    exten: from.exten,
    dialled: from.dialled,
    queue: from.queue,
    dialledBy: from.dialledBy,
    originated: from.originated,
    connects: from.connects,
    up: from.up,
    startedAt: from.startedAt,
    ringingAt: from.ringingAt,
    ringEndedAt: from.ringEndedAt,
    answeredAt: from.answeredAt,
    endedAt: from.endedAt,
    talk: from.talk,
    hold: from.hold,
    bridge: from.bridge,
    holds: from.holds,
    holdsNext: from.holdsNext,
    dialStatus: from.dialStatus,
    hangupCause: from.hangupCause,
    techCause: from.techCause,
    recordingFile: from.recordingFile,
    answerTold: from.answerTold,
    hasHungUp: from.hasHungUp,
  };
}

/** Whether the record shows it: Local channels carry, they are nobody. */
export function isLeg(channel: ChannelState): boolean {
  return channel.kind !== 'local' && (channel.kind !== 'service' || channel.role === 'monitored');
}

/** Whether somebody can speak through it. */
export function isPerson(channel: ChannelState): boolean {
  return channel.kind === 'agent' || channel.kind === 'external';
}

/** Rings now: told to, not yet answered, not yet given up. */
export function isRinging(channel: ChannelState): boolean {
  return channel.ringingAt !== null && channel.ringEndedAt === null && channel.endedAt === null;
}

/** Seconds the device rang so far. */
export function ringSecondsOf(channel: ChannelState, now: number): number {
  if (channel.ringingAt === null) return 0;
  return secondsOf([[channel.ringingAt, channel.ringEndedAt ?? channel.endedAt]], now);
}

/** The number the record shows: what reached an outside party, the extension of a device of ours. */
export function numberOfLeg(channel: ChannelState): string | null {
  if (channel.kind === 'external') return channel.dialled ?? channel.number;
  return extensionOf(channel);
}

/** The extension of a device of ours: its endpoint when that is a number, else the caller id the PBX gives it. */
export function extensionOf(channel: ChannelState): string {
  const endpoint = channel.interface.slice(channel.interface.indexOf('/') + 1);
  return /^\d+$/.test(endpoint) ? endpoint : (channel.number ?? endpoint);
}

/** The contract's view of a channel at `now`. */
export function toLeg(channel: ChannelState, now: number): Leg {
  return {
    id: channel.id,
    channel: channel.name,
    interface: channel.interface,
    kind: channel.kind === 'agent' || channel.kind === 'external' ? channel.kind : 'service',
    role: channel.role,
    number: numberOfLeg(channel),
    queue: channel.queue,
    startedAt: isoTime(channel.startedAt),
    ringingAt: isoTimeOrNull(channel.ringingAt),
    answeredAt: isoTimeOrNull(channel.answeredAt),
    endedAt: isoTimeOrNull(channel.endedAt),
    ringSeconds: ringSecondsOf(channel, now),
    talkSeconds: secondsOf(channel.talk, now),
    holdSeconds: secondsOf(channel.hold, now),
    dialStatus: channel.dialStatus,
    hangupCause: channel.hangupCause,
    techCause: channel.techCause,
  };
}
