/**
 * One step of the reducer in progress. It reads the state, hands out copies to change (made once per step) and collects
 * what is to be said; `finish` makes the next state and the facts. The state it began from is never touched, and
 * parts that did not change are shared with the next one.
 */
import type { CallRecord } from '../contract/call-record.ts';
import type { CallEventType } from '../contract/pbx-events.ts';
import { getFrom, valuesOf, withChanges } from './bucket-map.ts';
import { type CallFact, callIdOf, factIdOf } from './call-fact.ts';
import { type BridgeState, type CallsState, newCall, type OpenCall } from './call-state.ts';
import type { KnownEndpoints } from './classify-endpoint.ts';
import { isoTime } from './iso-time.ts';
import { type ChannelState, newChannel } from './leg.ts';
import { makeRoomForLeg, rememberEnded, rememberUnanswered } from './state-limits.ts';
import { summariseCall } from './summarise-call.ts';

interface Note {
  readonly callId: string;
  readonly type: CallEventType;
  readonly legId: string | null;
}

export class CallsDraft implements KnownEndpoints {
  readonly base: CallsState;
  /** When the step happens, milliseconds since the epoch. */
  readonly at: number;
  private readonly calls = new Map<string, OpenCall | undefined>();
  private readonly fresh = new Set<ChannelState>();
  private readonly channelIndex = new Map<string, string | undefined>();
  private readonly linkIndex = new Map<string, string | undefined>();
  private readonly bridgeChanges = new Map<string, BridgeState | undefined>();
  private readonly members = new Map<string, true | undefined>();
  private readonly endedNow = new Map<string, true | undefined>();
  private notes: Note[] = [];
  private readonly updated = new Set<string>();
  private readonly done: CallFact[] = [];
  private sawVariable = false;
  private unanswered: readonly OpenCall[];

  constructor(base: CallsState, at: number) {
    this.base = base;
    this.at = at;
    this.unanswered = base.unansweredOriginates;
  }

  isAgent(iface: string): boolean {
    return getFrom(this.base.agentInterfaces, iface) === true;
  }

  isTrunk(iface: string): boolean {
    return getFrom(this.base.trunkInterfaces, iface) === true;
  }

  isQueueMember(iface: string): boolean {
    return this.members.get(iface) ?? getFrom(this.base.queueMembers, iface) === true;
  }

  learnQueueMember(iface: string): void {
    if (!this.isQueueMember(iface) && this.base.queueMembers.size < 20_000) this.members.set(iface, true);
  }

  learnVariables(): void {
    this.sawVariable = true;
  }

  get seesVariables(): boolean {
    return this.base.seesVariables || this.sawVariable;
  }

  /** A call to read. */
  call(id: string): OpenCall | undefined {
    return this.calls.has(id) ? this.calls.get(id) : getFrom(this.base.calls, id);
  }

  /** A call to change; undefined when it does not exist. */
  editCall(id: string): OpenCall | undefined {
    if (this.calls.has(id)) return this.calls.get(id);
    const before = getFrom(this.base.calls, id);
    if (!before) return undefined;
    const copy = { ...before };
    this.calls.set(id, copy);
    return copy;
  }

  callIdOfChannel(uniqueid: string): string | undefined {
    return this.channelIndex.has(uniqueid) ? this.channelIndex.get(uniqueid) : getFrom(this.base.channels, uniqueid);
  }

  callIdOfLinkedId(linkedId: string): string | undefined {
    return this.linkIndex.has(linkedId) ? this.linkIndex.get(linkedId) : getFrom(this.base.linkedIds, linkedId);
  }

  /** A live channel to read. */
  channel(uniqueid: string): ChannelState | undefined {
    const callId = this.callIdOfChannel(uniqueid);
    const call = callId === undefined ? undefined : this.call(callId);
    return call?.channels.find((channel) => channel.id === uniqueid && channel.endedAt === null);
  }

  /** A live channel to change. */
  editChannel(uniqueid: string): ChannelState | undefined {
    const before = this.channel(uniqueid);
    if (!before || this.fresh.has(before)) return before;
    const callId = this.callIdOfChannel(uniqueid);
    const call = callId === undefined ? undefined : this.editCall(callId);
    if (!call) return undefined;
    return this.copyOf(call, before);
  }

  /** A channel of a call that is being changed, to change. */
  copyOf(call: OpenCall, channel: ChannelState): ChannelState {
    if (this.fresh.has(channel)) return channel;
    const copy = { ...channel };
    this.fresh.add(copy);
    call.channels = call.channels.map((each) => (each === channel ? copy : each));
    return copy;
  }

  /** Begins a call whose first channel belongs to `linkedId`. */
  addCall(firstUniqueid: string, linkedId: string): OpenCall {
    const id = callIdOf(this.base.pbx, firstUniqueid);
    const call = newCall(id, linkedId, this.at);
    this.calls.set(id, call);
    this.linkIndex.set(linkedId, id);
    return call;
  }

  addChannel(call: OpenCall, base: Parameters<typeof newChannel>[0]): ChannelState {
    const channel = newChannel(base);
    this.fresh.add(channel);
    call.channels = [...makeRoomForLeg(call), channel];
    this.channelIndex.set(channel.id, call.id);
    return channel;
  }

  /** Puts channels of one call into another (all of them: a merge). */
  moveChannels(from: OpenCall, into: OpenCall, which: readonly ChannelState[]): void {
    from.channels = from.channels.filter((channel) => !which.includes(channel));
    into.channels = [...into.channels, ...which];
    for (const channel of which) if (channel.endedAt === null) this.channelIndex.set(channel.id, into.id);
  }

  /** Lets a linkedid belong to a call, if it belongs to none. */
  claimLinkedId(call: OpenCall, linkedId: string): void {
    if (call.linkedIds.includes(linkedId) || this.callIdOfLinkedId(linkedId) !== undefined) return;
    if (this.hasEnded(linkedId) || call.linkedIds.length >= 200) return;
    this.giveLinkedId(call, linkedId);
  }

  giveLinkedId(call: OpenCall, linkedId: string): void {
    call.linkedIds = [...call.linkedIds, linkedId];
    this.linkIndex.set(linkedId, call.id);
  }

  forgetChannel(uniqueid: string): void {
    this.channelIndex.set(uniqueid, undefined);
    this.endedNow.set(uniqueid, true);
  }

  /** Whether a channel or linkedid is known to have ended lately. */
  hasEnded(key: string): boolean {
    return (
      this.endedNow.has(key) ||
      getFrom(this.base.ended.young, key) === true ||
      getFrom(this.base.ended.old, key) === true
    );
  }

  bridge(id: string): BridgeState | undefined {
    return this.bridgeChanges.has(id) ? this.bridgeChanges.get(id) : getFrom(this.base.bridges, id);
  }

  setBridge(id: string, bridge: BridgeState | undefined): void {
    this.bridgeChanges.set(id, bridge);
  }

  /** Something is to be said of a call, with the record as it is at the end of the step. */
  say(callId: string, type: CallEventType, legId: string | null = null): void {
    this.notes.push({ callId, type, legId });
  }

  /** The record changed; said as call.updated unless something else is said of the call in this step. */
  sayUpdated(callId: string): void {
    this.updated.add(callId);
  }

  /** Whether the call's start was said (or is about to be). */
  isStarted(call: OpenCall): boolean {
    return hasStarted(
      call,
      this.notes.filter((note) => note.callId === call.id),
    );
  }

  /** Tells of a call that has just ended what an Originate on this device was to reach. */
  completeUnanswered(device: string, intended: string): void {
    const call = this.unanswered.find((each) => each.channels[0]?.interface === device);
    if (!call) return;
    this.unanswered = this.unanswered.filter((each) => each !== call);
    const completed = { ...call, intended };
    const record = summariseCall(completed, this.base.pbx, this.at, true);
    this.done.push(this.fact(completed, 'call.updated', null, null, record));
  }

  /** The leg that an Originate rings on a device and that has not gone on to anybody. */
  findOriginated(device: string): ChannelState | undefined {
    for (const call of valuesOf(this.base.calls)) {
      const [first, second] = call.channels;
      if (!first || second || !first.originated || first.up || first.interface !== device) continue;
      if (call.intended !== null) continue;
      return this.editChannel(first.id);
    }
    return undefined;
  }

  /** Says the last thing about a call and forgets it. */
  removeCall(call: OpenCall, type: CallEventType, mergedInto: string | null): void {
    this.flush(call.id);
    if (this.isStarted(call)) {
      const record = summariseCall(call, this.base.pbx, this.at, true);
      this.done.push(this.fact(call, type, null, mergedInto, record));
    }
    this.calls.set(call.id, undefined);
    this.updated.delete(call.id);
    if (mergedInto === null) this.unanswered = rememberUnanswered(this.unanswered, call);
    for (const linkedId of call.linkedIds) {
      if (this.callIdOfLinkedId(linkedId) === call.id) this.linkIndex.set(linkedId, undefined);
      if (mergedInto === null) this.endedNow.set(linkedId, true);
    }
  }

  private fact(
    call: OpenCall,
    type: CallEventType,
    legId: string | null,
    mergedInto: string | null,
    record: CallRecord,
  ): CallFact {
    call.told += 1;
    return {
      id: factIdOf(this.base.pbx, call.id, type, legId, call.told, this.at),
      version: 1,
      occurredAt: isoTime(this.at),
      type,
      callId: call.id,
      legId,
      mergedInto,
      call: record,
    };
  }

  private flush(callId: string): void {
    const call = this.editCall(callId);
    const notes: Note[] = [];
    const others: Note[] = [];
    for (const note of this.notes) (note.callId === callId ? notes : others).push(note);
    this.notes = others;
    if (notes.length === 0 && this.updated.has(callId)) notes.push({ callId, type: 'call.updated', legId: null });
    this.updated.delete(callId);
    if (!call || notes.length === 0) return;
    if (!hasStarted(call, notes)) {
      // Nobody is in it yet (Local channels only): nothing to tell but what would be lost.
      if (notes.every((note) => note.type === 'call.updated')) return;
      notes.unshift({ callId, type: 'call.started', legId: null });
    }
    const record = summariseCall(call, this.base.pbx, this.at, false);
    for (const note of notes) this.done.push(this.fact(call, note.type, note.legId, null, record));
  }

  /** Says what is left to be said, in the order in which it came up. */
  private flushAll(): void {
    while (this.notes.length > 0) {
      const [next] = this.notes;
      if (next) this.flush(next.callId);
    }
    for (const callId of this.updated) this.flush(callId);
  }

  /** Whether nothing came of the step: the state then stays the very same object. */
  private isUntouched(): boolean {
    return (
      this.calls.size === 0 &&
      this.channelIndex.size === 0 &&
      this.bridgeChanges.size === 0 &&
      this.members.size === 0 &&
      this.endedNow.size === 0 &&
      !(this.sawVariable && !this.base.seesVariables) &&
      this.unanswered === this.base.unansweredOriginates
    );
  }

  /** The next state and everything said in this step. */
  finish(): { state: CallsState; events: CallFact[] } {
    const { base } = this;
    if (this.isUntouched()) return { state: base, events: this.done };
    this.flushAll();
    for (const call of this.calls.values()) if (call && call.seenAt < this.at) call.seenAt = this.at;
    const state: CallsState = {
      pbx: base.pbx,
      agentInterfaces: base.agentInterfaces,
      trunkInterfaces: base.trunkInterfaces,
      queueMembers: withChanges(base.queueMembers, this.members),
      seesVariables: this.seesVariables,
      calls: withChanges(base.calls, this.calls),
      channels: withChanges(base.channels, this.channelIndex),
      linkedIds: withChanges(base.linkedIds, this.linkIndex),
      bridges: withChanges(base.bridges, this.bridgeChanges),
      unansweredOriginates: this.unanswered,
      startup: base.startup,
      ended: rememberEnded(base.ended, this.endedNow),
    };
    return { state, events: this.done };
  }
}

function hasStarted(call: OpenCall, notes: readonly Note[]): boolean {
  return call.told > 0 || notes.some((note) => note.type === 'call.started');
}
