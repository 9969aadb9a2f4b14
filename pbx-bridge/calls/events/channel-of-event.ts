/** Finding, or making, the channel an event speaks of. Events prefix the headers of further channels (`Dest`, `Spyer`...). */
import type { AmiEvent } from '../../ami/ami-event.ts';
import { isCustomer } from '../call-people.ts';
import type { OpenCall } from '../call-state.ts';
import type { CallsDraft } from '../calls-draft.ts';
import { parseChannelName } from '../channel-name.ts';
import { classifyEndpoint } from '../classify-endpoint.ts';
import { textOf } from '../event-fields.ts';
import { type ChannelState, isPerson } from '../leg.ts';

/** AMI ChannelState numbers that matter here. */
export const RING = '4';
export const RINGING = '5';
export const UP = '6';

const NOBODY = /^(anonymous|anonymous@.*|withheld|private|restricted|unavailable|unknown|number unavailable)$/i;

/** The live channel to change, or undefined when it is not known. */
export function knownChannel(draft: CallsDraft, event: AmiEvent, prefix = ''): ChannelState | undefined {
  const id = textOf(event, `${prefix}Uniqueid`);
  return id === null ? undefined : draft.editChannel(id);
}

/**
 * The live channel to change, made from the event when its beginning was missed. Undefined when the event names none, or
 * one that ended, or a helper of Asterisk's own that is in no call.
 */
export function channelOf(draft: CallsDraft, event: AmiEvent, prefix = ''): ChannelState | undefined {
  const known = knownChannel(draft, event, prefix);
  if (known) return known;
  const id = textOf(event, `${prefix}Uniqueid`);
  const name = textOf(event, `${prefix}Channel`);
  if (id === null || name === null || draft.hasEnded(id)) return undefined;
  return beginChannel(draft, event, prefix, id, name);
}

function beginChannel(
  draft: CallsDraft,
  event: AmiEvent,
  prefix: string,
  id: string,
  name: string,
): ChannelState | undefined {
  const parsed = parseChannelName(name);
  const kind = classifyEndpoint(parsed, textOf(event, `${prefix}Context`), draft);
  if (kind === 'service') return undefined;
  const linkedId = textOf(event, `${prefix}Linkedid`) ?? id;
  const call = callOf(draft, id, linkedId);
  const channel = draft.addChannel(call, {
    id,
    name,
    interface: parsed.interface,
    kind,
    linkedId,
    startedAt: draft.at,
  });
  readParty(channel, event, prefix);
  if (textOf(event, `${prefix}ChannelState`) === UP) channel.up = true;
  if (parsed.local) pairUp(call, channel, parsed.local, draft);
  if (isPerson(channel)) sayStarted(draft, call);
  return channel;
}

/** What the first event of a channel says about who it is and what it calls. */
function readParty(channel: ChannelState, event: AmiEvent, prefix: string): void {
  const number = textOf(event, `${prefix}CallerIDNum`);
  const callerName = textOf(event, `${prefix}CallerIDName`);
  channel.withheld = (number !== null && NOBODY.test(number)) || (number === null && NOBODY.test(callerName ?? ''));
  channel.number = number !== null && NOBODY.test(number) ? null : number;
  channel.callerName = callerName;
  const calls = textOf(event, `${prefix}ChannelState`) === RING;
  if (calls && channel.kind !== 'local') channel.role = 'caller';
  if (calls || channel.kind === 'local') channel.exten = textOf(event, `${prefix}Exten`);
}

/** The call of a linkedid; a new one when there is none. A linkedid whose call has ended begins a call of its own. */
function callOf(draft: CallsDraft, id: string, linkedId: string): OpenCall {
  const callId = draft.callIdOfLinkedId(linkedId);
  const call = callId === undefined ? undefined : draft.editCall(callId);
  if (call) return call;
  const root = draft.hasEnded(linkedId) ? id : linkedId;
  return draft.addCall(root, root);
}

function pairUp(call: OpenCall, channel: ChannelState, local: { pair: string; half: 1 | 2 }, draft: CallsDraft): void {
  channel.pair = local.pair;
  channel.half = local.half;
  const other = call.channels.find(
    (each) => each.pair === local.pair && each.id !== channel.id && each.endedAt === null,
  );
  if (other) linkPair(draft, channel.id, other.id);
}

/** Lets the two halves of a Local pair know each other. */
export function linkPair(draft: CallsDraft, one: string, two: string): void {
  const first = draft.editChannel(one);
  const second = draft.editChannel(two);
  if (!first || !second || first === second) return;
  first.peer = second.id;
  second.peer = first.id;
}

/** The call a channel is in, to change. */
export function callOfChannel(draft: CallsDraft, channel: ChannelState): OpenCall | undefined {
  const callId = draft.callIdOfChannel(channel.id);
  return callId === undefined ? undefined : draft.editCall(callId);
}

/** A call is said to have started with its first person, not with the Local channels that may come before. */
export function sayStarted(draft: CallsDraft, call: OpenCall): void {
  if (draft.isStarted(call)) return;
  draft.say(call.id, 'call.started');
}

/**
 * Somebody goes on in the call: whoever asked to hang up before did not end it, unless it is the same one. What devices
 * of ours do among themselves once the customer is gone changes nothing.
 */
export function carryOn(call: OpenCall, channelId: string | null): void {
  const customers = call.answeredAt === null ? [] : call.channels.filter(isCustomer);
  if (customers.length > 0 && customers.every((customer) => customer.endedAt !== null)) return;
  if (call.hangup && call.hangup.legId !== channelId) call.hangup = null;
}
