/**
 * One step of the reducer in progress. It reads the state, hands out copies to change (made once per step) and collects
 * what is to be said; `finish` makes the next state and the facts. The state it began from is never touched, and
 * parts that did not change are shared with the next one.
 */
import type { CallRecord } from '../contract/call-record.ts';
import type { CallEventType } from '../contract/pbx-events.ts';
import { getFrom, valuesOf } from './bucket-map.ts';
import { type CallFact, callIdOf, factIdOf } from './call-fact.ts';
import { isUnansweredOriginate } from './call-people.ts';
import { type BridgeState, type CallsState, copyCall, newCall, type OpenCall } from './call-state.ts';
import type { KnownEndpoints } from './classify-endpoint.ts';
import { isoTime } from './iso-time.ts';
import { type ChannelState, copyChannel, newChannel } from './leg.ts';
import { MapDraft } from './map-draft.ts';
import { isOriginatedLeg, type OriginatedLeg } from './originate-ids.ts';
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
  private readonly calls: MapDraft<OpenCall>;
  private readonly channelIndex: MapDraft<string>;
  private readonly linkIndex: MapDraft<string>;
  private readonly bridges: MapDraft<BridgeState>;
  private readonly members: MapDraft<true>;
  /** On top of the younger generation. */
  private readonly ended: MapDraft<true>;
  /** Channels that were copied or made in this step, and may be changed. */
  private readonly fresh: ChannelState[] = [];
  private notes: Note[] = [];
  private updated: Set<string> | null = null;
  private readonly done: CallFact[] = [];
  private sawVariable = false;
  private unanswered: readonly OpenCall[];

  constructor(base: CallsState, at: number) {
    this.base = base;
    this.at = at;
    this.calls = new MapDraft(base.calls);
    this.channelIndex = new MapDraft(base.channels);
    this.linkIndex = new MapDraft(base.linkedIds);
    this.bridges = new MapDraft(base.bridges);
    this.members = new MapDraft(base.queueMembers);
    this.ended = new MapDraft(base.ended.young);
    this.unanswered = base.unansweredOriginates;
  }

  isAgent(iface: string): boolean {
    return getFrom(this.base.agentInterfaces, iface) === true;
  }

  isTrunk(iface: string): boolean {
    return getFrom(this.base.trunkInterfaces, iface) === true;
  }

  isQueueMember(iface: string): boolean {
    return this.members.get(iface) === true;
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
    return this.calls.get(id);
  }

  /** A call to change; undefined when it does not exist. */
  editCall(id: string): OpenCall | undefined {
    if (this.calls.isChanged(id)) return this.calls.changed(id);
    const before = this.calls.get(id);
    if (!before) return undefined;
    const copy = copyCall(before);
    this.calls.set(id, copy);
    return copy;
  }

  callIdOfChannel(uniqueid: string): string | undefined {
    return this.channelIndex.get(uniqueid);
  }

  callIdOfLinkedId(linkedId: string): string | undefined {
    return this.linkIndex.get(linkedId);
  }

  /** A live channel to read. */
  channel(uniqueid: string): ChannelState | undefined {
    const callId = this.callIdOfChannel(uniqueid);
    return callId === undefined ? undefined : this.channelIn(callId, uniqueid);
  }

  private channelIn(callId: string, uniqueid: string): ChannelState | undefined {
    const call = this.calls.get(callId);
    if (!call) return undefined;
    for (const channel of call.channels) if (channel.id === uniqueid && channel.endedAt === null) return channel;
    return undefined;
  }

  /** A live channel to change. */
  editChannel(uniqueid: string): ChannelState | undefined {
    const callId = this.callIdOfChannel(uniqueid);
    const before = callId === undefined ? undefined : this.channelIn(callId, uniqueid);
    if (callId === undefined || !before || this.fresh.includes(before)) return before;
    const call = this.editCall(callId);
    return call && this.copyOf(call, before);
  }

  /** A channel of a call that is being changed, to change. */
  copyOf(call: OpenCall, channel: ChannelState): ChannelState {
    if (this.fresh.includes(channel)) return channel;
    const copy = copyChannel(channel);
    this.fresh.push(copy);
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
    this.fresh.push(channel);
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
    this.ended.set(uniqueid, true);
  }

  /** Whether a channel or linkedid is known to have ended lately. */
  hasEnded(key: string): boolean {
    return this.ended.get(key) === true || getFrom(this.base.ended.old, key) === true;
  }

  bridge(id: string): BridgeState | undefined {
    return this.bridges.get(id);
  }

  setBridge(id: string, bridge: BridgeState | undefined): void {
    this.bridges.set(id, bridge);
  }

  /** Something is to be said of a call, with the record as it is at the end of the step. */
  say(callId: string, type: CallEventType, legId: string | null = null): void {
    this.notes.push({ callId, type, legId });
  }

  /** The record changed; said as call.updated unless something else is said of the call in this step. */
  sayUpdated(callId: string): void {
    this.updated ??= new Set();
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
  completeUnanswered(wanted: OriginatedLeg, intended: string): void {
    const call = this.unanswered.find((each) => isOriginatedLeg(each.channels[0], wanted));
    if (!call) return;
    this.unanswered = this.unanswered.filter((each) => each !== call);
    const completed = copyCall(call);
    completed.intended = intended;
    const record = summariseCall(completed, this.base.pbx, this.at, true);
    this.done.push(this.fact(completed, 'call.updated', null, null, record));
  }

  /** The call in which an Originate rings such a leg and has not gone on to anybody; to change. */
  findOriginated(wanted: OriginatedLeg): OpenCall | undefined {
    for (const call of valuesOf(this.base.calls)) {
      if (isOriginatedLeg(call.channels[0], wanted) && isUnansweredOriginate(call)) return this.editCall(call.id);
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
    this.updated?.delete(call.id);
    if (mergedInto === null) this.unanswered = rememberUnanswered(this.unanswered, call);
    for (const linkedId of call.linkedIds) {
      if (this.callIdOfLinkedId(linkedId) === call.id) this.linkIndex.set(linkedId, undefined);
      if (mergedInto === null) this.ended.set(linkedId, true);
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
    if (notes.length === 0 && this.updated?.has(callId)) notes.push({ callId, type: 'call.updated', legId: null });
    this.updated?.delete(callId);
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
    for (const callId of this.updated ?? []) this.flush(callId);
  }

  /** Whether nothing came of the step: the state then stays the very same object. */
  private isUntouched(): boolean {
    return (
      this.calls.isUntouched &&
      this.channelIndex.isUntouched &&
      this.bridges.isUntouched &&
      this.members.isUntouched &&
      this.ended.isUntouched &&
      !(this.sawVariable && !this.base.seesVariables) &&
      this.unanswered === this.base.unansweredOriginates
    );
  }

  /** The next state and everything said in this step. */
  finish(): { state: CallsState; events: CallFact[] } {
    const { base } = this;
    if (this.isUntouched()) return { state: base, events: this.done };
    this.flushAll();
    for (const call of this.calls.changedValues()) if (call && call.seenAt < this.at) call.seenAt = this.at;
    const state: CallsState = {
      pbx: base.pbx,
      agentInterfaces: base.agentInterfaces,
      trunkInterfaces: base.trunkInterfaces,
      queueMembers: this.members.finish(),
      seesVariables: this.seesVariables,
      calls: this.calls.finish(),
      channels: this.channelIndex.finish(),
      linkedIds: this.linkIndex.finish(),
      bridges: this.bridges.finish(),
      unansweredOriginates: this.unanswered,
      startup: base.startup,
      ended: rememberEnded(base.ended, this.ended.finish()),
    };
    return { state, events: this.done };
  }
}

function hasStarted(call: OpenCall, notes: readonly Note[]): boolean {
  return call.told > 0 || notes.some((note) => note.type === 'call.started');
}
