/** The life of a channel: Newchannel, Newstate, NewCallerid, Rename, HangupRequest, Hangup. */
import type { AmiEvent } from '../../ami/ami-event.ts';
import { isCustomer, standInOf } from '../call-people.ts';
import type { OpenCall } from '../call-state.ts';
import type { CallsDraft } from '../calls-draft.ts';
import { conversationOf } from '../conversation.ts';
import { numberOf, textOf } from '../event-fields.ts';
import { isDeadLine } from '../hangup-cause.ts';
import { type ChannelState, isLeg, isPerson, isRinging } from '../leg.ts';
import { closeSpan, isOpen } from '../talk-time.ts';
import { leaveBridge, settleAround } from './bridge-events.ts';
import { callOfChannel, channelOf, knownChannel, RING, RINGING, sayStarted, UP } from './channel-of-event.ts';

/** A channel appears. Repeated, or after its Hangup, it changes nothing. */
export function onNewchannel(draft: CallsDraft, event: AmiEvent): void {
  channelOf(draft, event);
}

/** Ring (it calls), Ringing (it is called), Up. */
export function onNewstate(draft: CallsDraft, event: AmiEvent): void {
  const channel = channelOf(draft, event);
  const call = channel && callOfChannel(draft, channel);
  if (!channel || !call) return;
  const state = textOf(event, 'ChannelState');
  if (state === RING && channel.dialledBy === null && !channel.originated && channel.kind !== 'local') {
    channel.role = 'caller';
    channel.exten ??= textOf(event, 'Exten');
  }
  if (state === RINGING && channel.role !== 'caller') beginRinging(draft, call, channel);
  if (state !== UP || channel.up) return;
  channel.up = true;
  if (isRinging(channel)) channel.ringEndedAt = draft.at;
  if (channel.bridge !== null) settleAround(draft, [channel.bridge], []);
}

/** The first proof that a device rings; the card of its agent opens on this. */
export function beginRinging(draft: CallsDraft, call: OpenCall, channel: ChannelState): void {
  if (channel.ringingAt !== null || channel.up || !isPerson(channel)) return;
  channel.ringingAt = draft.at;
  if (channel.kind === 'agent') draft.say(call.id, 'leg.ringing', channel.id);
  else draft.sayUpdated(call.id);
}

/** Caller id that came later than the channel (analogue lines, look-ups in the dialplan, Originate). */
export function onNewCallerid(draft: CallsDraft, event: AmiEvent): void {
  const id = textOf(event, 'Uniqueid');
  const before = id === null ? undefined : draft.channel(id);
  const number = textOf(event, 'CallerIDNum');
  if (!before || before.number !== null || before.withheld || number === null || before.kind === 'agent') return;
  const channel = draft.editChannel(before.id);
  if (!channel) return;
  channel.number = number;
  channel.callerName = textOf(event, 'CallerIDName');
  const call = callOfChannel(draft, channel);
  if (call && channel.role === 'caller') draft.sayUpdated(call.id);
}

/**
 * A masquerade gives channels each other's place. The uniqueid stays with the phone; a phone that was in a bridge without
 * a dialplan of its own and is redirected comes out of it as `AsyncGoto/<its name>` renamed to its name.
 */
export function onRename(draft: CallsDraft, event: AmiEvent): void {
  const channel = knownChannel(draft, event);
  const name = textOf(event, 'Newname');
  if (!channel || name === null || /<(MASQ|ZOMBIE)>/.test(name)) return;
  channel.name = name;
  if (textOf(event, 'Channel')?.startsWith('AsyncGoto/')) leaveBridge(draft, channel.id);
}

/**
 * A device asked to hang up (BYE, CANCEL, rejection). The first one since the conversation last went on ended the call.
 * Calls that Asterisk itself clears (time-out, AMI Hangup, RTP time-out) have no HangupRequest before they end.
 */
export function onHangupRequest(draft: CallsDraft, event: AmiEvent): void {
  const id = textOf(event, 'Uniqueid');
  const channel = id === null ? undefined : draft.channel(id);
  const callId = channel && draft.callIdOfChannel(channel.id);
  const before = callId === undefined ? undefined : draft.call(callId);
  if (!channel || !before) return;
  const asking = draft.editChannel(channel.id);
  if (asking) asking.hasHungUp = true;
  if (before.hangup) return;
  const isStandIn = channel.kind === 'local' && standInOf(before)?.pair === channel.pair;
  if (!isPerson(channel) && !isStandIn) return;
  if (channel.role === 'monitored' || !endsCall(draft, before, channel)) return;
  const call = draft.editCall(before.id);
  if (!call) return;
  const died = channel.talk.length > 0 && isDeadLine(numberOf(event, 'Cause'));
  const by = died ? 'system' : channel.kind === 'agent' ? 'agent' : 'remote';
  call.hangup = { legId: channel.id, by, at: draft.at, gaveUp: channel.up || channel.role === 'caller' };
}

/**
 * A called leg that refuses ends nothing while others ring, the caller waits in a queue, or somebody has talked already. A
 * device of ours that is not with the customer (any more) ends nothing either: it parked or transferred it before.
 */
function endsCall(draft: CallsDraft, call: OpenCall, channel: ChannelState): boolean {
  if (channel.kind === 'agent' && call.answeredAt !== null) {
    const customers = call.channels.filter((each) => isCustomer(each) && each.endedAt === null);
    return customers.length === 0 || conversationOf(draft, channel).others.some(isCustomer);
  }
  if (channel.up || channel.role === 'caller') return true;
  if (call.answeredAt !== null || call.visits.some((visit) => visit.leftAt === null)) return false;
  return !call.channels.some((other) => other.id !== channel.id && isRinging(other) && other.kind === channel.kind);
}

/** A channel is gone. The call ends with its last one; spies do not keep it open. */
export function onHangup(draft: CallsDraft, event: AmiEvent): void {
  const channel = knownChannel(draft, event);
  if (!channel) {
    rememberEnd(draft, event);
    return;
  }
  channel.hangupCause = numberOf(event, 'Cause');
  channel.techCause = numberOf(event, 'TechCause');
  endChannel(draft, channel);
}

/** A Hangup whose channel was never seen: its other events may still come, in the wrong order. */
function rememberEnd(draft: CallsDraft, event: AmiEvent): void {
  const id = textOf(event, 'Uniqueid');
  if (id !== null && !draft.hasEnded(id)) draft.forgetChannel(id);
}

/** Ends a channel at the time of the step, and its call when it was the last. */
export function endChannel(draft: CallsDraft, channel: ChannelState): void {
  const call = callOfChannel(draft, channel);
  if (call && channel.kind === 'local') call.optimising = false;
  leaveBridge(draft, channel.id);
  if (!call) return;
  if (isRinging(channel)) channel.ringEndedAt = draft.at;
  channel.talk = closeSpan(channel.talk, draft.at);
  channel.hold = closeSpan(channel.hold, draft.at);
  channel.endedAt = draft.at;
  draft.forgetChannel(channel.id);
  if (isAnnounced(channel)) draft.say(call.id, 'leg.ended', channel.id);
  noteWhoEnded(draft, call, channel);
  const alive = call.channels.filter((each) => each.endedAt === null);
  if (alive.every((each) => each.role === 'monitored')) endCall(draft, call);
  else if (isLeg(channel)) draft.sayUpdated(call.id);
}

/** One who hangs up while the others talk on did not end the call; a customer who is cut off was not asked. */
function noteWhoEnded(draft: CallsDraft, call: OpenCall, channel: ChannelState): void {
  if (call.hangup?.legId === channel.id && isOpen(call.talk)) call.hangup = null;
  if (call.hangup || call.answeredAt === null || !isCustomer(channel) || call.endInferred) return;
  if (call.channels.some((other) => isCustomer(other) && other.endedAt === null)) return;
  call.hangup = { legId: channel.id, by: 'system', at: draft.at, gaveUp: false };
}

/** Legs whose end somebody waits for: a device of ours is free again, or one who talked is gone. */
function isAnnounced(channel: ChannelState): boolean {
  const isSomebody = channel.kind === 'agent' || channel.role === 'monitored' || channel.talk.length > 0;
  return isSomebody && channel.kind !== 'local';
}

/** Says the end of a call; whatever still listens in is let go. */
export function endCall(draft: CallsDraft, call: OpenCall): void {
  sayStarted(draft, call);
  for (const spy of call.channels.filter((each) => each.endedAt === null)) {
    const copy = draft.copyOf(call, spy);
    copy.endedAt = draft.at;
    draft.forgetChannel(spy.id);
  }
  call.talk = closeSpan(call.talk, draft.at);
  call.hold = closeSpan(call.hold, draft.at);
  draft.removeCall(call, 'call.ended', null);
}
