/** DialBegin, DialState, DialEnd: who is being called, through whom, and how that went. */
import type { AmiEvent } from '../../ami/ami-event.ts';
import type { OpenCall } from '../call-state.ts';
import type { CallsDraft } from '../calls-draft.ts';
import { dialledNumberOf } from '../channel-name.ts';
import { textOf } from '../event-fields.ts';
import { type ChannelState, isRinging } from '../leg.ts';
import { mergeCalls } from '../linked-calls.ts';
import { beginRinging } from './channel-events.ts';
import { callOfChannel, carryOn, channelOf, knownChannel } from './channel-of-event.ts';
import { joinRecall } from './recall.ts';
import { addTransfer, noteRedirect } from './redirect.ts';

/** A leg is being called. Without a source channel it is an Originate's first leg. */
export function onDialBegin(draft: CallsDraft, event: AmiEvent): void {
  const source = channelOf(draft, event);
  const dest = channelOf(draft, event, 'Dest');
  if (!dest || isKnownDial(source, dest)) return;
  if (source) joinSource(draft, source, dest);
  else joinRecall(draft, event, dest);
  const call = callOfChannel(draft, dest);
  if (!call) return;
  const dialString = textOf(event, 'DialString');
  if (dialString !== null && dialString !== 'unknown') dest.dialled ??= dialledNumberOf(dialString) || null;
  if (dest.role === 'caller' && dest.talk.length === 0) dest.role = 'callee';
  if (source) beginDial(draft, event, call, source, dest);
  else {
    dest.originated = true;
    dest.number ??= textOf(event, 'DestCallerIDNum');
    dest.callerName ??= textOf(event, 'DestCallerIDName');
  }
  if (dest.kind === 'agent') beginRinging(draft, call, dest);
  // Said besides leg.ringing only when the device rang already: now it is known for whom.
  draft.sayUpdated(call.id);
}

/** The same event again. */
function isKnownDial(source: ChannelState | undefined, dest: ChannelState): boolean {
  return source ? dest.dialledBy === source.id : dest.originated;
}

function beginDial(draft: CallsDraft, event: AmiEvent, call: OpenCall, source: ChannelState, dest: ChannelState): void {
  source.connects = true;
  // A phone of ours that an Originate rang, and that goes on to dial, is the one who calls.
  if (source.originated && source.kind === 'agent' && source.role === 'callee') source.role = 'caller';
  if (source.kind === 'local') {
    source.number ??= textOf(event, 'CallerIDNum');
    source.callerName ??= textOf(event, 'CallerIDName');
    if (source.peer === null || source.half === 1) source.exten = textOf(event, 'Exten') ?? source.exten;
  }
  noteRedirect(draft, source, textOf(event, 'Exten'));
  carryOn(call, source.id);
  dest.dialledBy = source.id;
  dest.queue ??= queueOf(draft, call, source);
  if (dest.kind === 'agent' && dest.queue === null && isFarOfOriginate(draft, source)) dest.originated = true;
  if (call.transferring && dest.role === 'callee' && dest.talk.length === 0) dest.role = 'transferred-to';
}

/**
 * Click to call by a Local channel (`Local/101@from-internal`): its far half rings the telephone, and what that half dials
 * before the near one has gone on is what was originated.
 */
function isFarOfOriginate(draft: CallsDraft, source: ChannelState): boolean {
  if (source.kind !== 'local' || source.half !== 2 || source.peer === null) return false;
  const near = draft.channel(source.peer);
  return near?.originated === true && !near.connects;
}

/** The queue a leg rings for: the one its caller waits in, also through a Local member. */
function queueOf(draft: CallsDraft, call: OpenCall, source: ChannelState): string | null {
  const visit = call.visits.find((each) => each.leftAt === null && each.channel === source.id);
  if (visit) return visit.queue;
  if (source.kind !== 'local' || source.peer === null) return null;
  return draft.channel(source.peer)?.queue ?? null;
}

/** Who dials decides which call a leg belongs to, whatever the linkedid it was made with. */
function joinSource(draft: CallsDraft, source: ChannelState, dest: ChannelState): void {
  const into = draft.callIdOfChannel(source.id);
  const from = draft.callIdOfChannel(dest.id);
  if (into === undefined || from === undefined || into === from || dest.talk.length > 0) return;
  const call = draft.call(from);
  if (call?.channels.every((channel) => channel.id === dest.id)) {
    mergeCalls(draft, into, from, () => 'callee');
    return;
  }
  const [old, next] = [draft.editCall(from), draft.editCall(into)];
  if (old && next) draft.moveChannels(old, next, [dest]);
}

/** Ringing at an outside party. */
export function onDialState(draft: CallsDraft, event: AmiEvent): void {
  if (textOf(event, 'DialStatus') !== 'RINGING') return;
  const before = draft.channel(textOf(event, 'DestUniqueid') ?? '');
  if (!before || before.ringingAt !== null || before.up) return;
  const dest = knownChannel(draft, event, 'Dest');
  const call = dest && callOfChannel(draft, dest);
  if (dest && call) beginRinging(draft, call, dest);
}

/**
 * How calling a leg went. Asterisk can send it twice with different words: the first one is true. That the leg is gone is
 * said at its Hangup, milliseconds later: whoever hears of it then finds it ended in the record.
 */
export function onDialEnd(draft: CallsDraft, event: AmiEvent): void {
  if (draft.channel(textOf(event, 'DestUniqueid') ?? '')?.dialStatus !== null) return;
  const dest = knownChannel(draft, event, 'Dest');
  const call = dest && callOfChannel(draft, dest);
  const status = textOf(event, 'DialStatus');
  if (!dest || !call || status === null || dest.dialStatus !== null) return;
  dest.dialStatus = status;
  if (isRinging(dest)) dest.ringEndedAt = draft.at;
  const forward = textOf(event, 'Forward');
  if (forward !== null) {
    const wasTransferring = call.transferring;
    addTransfer(draft, call, { kind: 'forward', at: draft.at, by: dest.interface, to: dialledNumberOf(forward) });
    call.transferring = wasTransferring;
  }
  if (status !== 'ANSWER') return;
  dest.up = true;
  // Of any other leg its conversation tells, which begins now; one that the PBX rang by itself may talk to nobody yet.
  if (dest.originated) draft.sayUpdated(call.id);
}
