/**
 * After each change of bridges or holds: who talks now, who is held, and what of that is new. Talk and hold begin and end
 * here and nowhere else.
 *
 * - An outside party talks while somebody is with it, or while it is kept on hold by one who went to ask somebody else.
 * - A device of ours talks from the first moment somebody is with it until it leaves its last bridge: consultations and
 *   holds included, as its own phone counts it.
 * - The call talks while its customer does; an internal call while two of our devices do.
 */

import { isCustomer } from './call-people.ts';
import type { OpenCall } from './call-state.ts';
import type { CallsDraft } from './calls-draft.ts';
import { type Conversation, conversationOf } from './conversation.ts';
import { type ChannelState, isPerson } from './leg.ts';
import { closeSpan, isOpen, openSpan, type Span } from './talk-time.ts';

interface LegNow {
  readonly leg: ChannelState;
  readonly conversation: Conversation;
  /** Somebody is with it. */
  readonly together: boolean;
  readonly talks: boolean;
  readonly held: boolean;
}

/** Brings talk and hold of one call up to date and says what changed. */
export function settleCall(draft: CallsDraft, callId: string): void {
  const call = draft.call(callId);
  if (!call || call.optimising) return;
  const now = call.channels.filter((leg) => leg.endedAt === null && isPerson(leg)).map((leg) => lookAt(draft, leg));
  for (const each of now) settleLeg(draft, call, each);
  settleTotals(draft, callId, now);
}

function lookAt(draft: CallsDraft, leg: ChannelState): LegNow {
  const conversation = conversationOf(draft, leg);
  const together = conversation.standIn || conversation.others.some((other) => isPartner(draft, leg, other));
  const held = conversation.bridges.some((id) => (draft.bridge(id)?.holders.length ?? 0) > 0);
  const inTalkBridge = conversation.bridges.length > 0;
  const stays =
    leg.kind === 'agent'
      ? leg.talk.length > 0 && (isOpen(leg.talk) || !aloneIn(draft, leg))
      : held && leg.talk.length > 0;
  const talks = together || (inTalkBridge && stays);
  return { leg, conversation, together, talks, held: talks && held };
}

/**
 * Customers of different calls who meet in a conference do not talk to us: one of ours must be there, or must have given
 * them to each other.
 */
function isPartner(draft: CallsDraft, leg: ChannelState, other: ChannelState): boolean {
  if (!isCustomer(leg) || !isCustomer(other)) return true;
  const [own, theirs] = [draft.callIdOfChannel(leg.id), draft.callIdOfChannel(other.id)];
  if (own === theirs) return true;
  const [a, b] = [draft.call(own ?? ''), draft.call(theirs ?? '')];
  return a !== undefined && b !== undefined && wereJoined(a, b);
}

/** One attended transfer stands in both calls. */
function wereJoined(a: OpenCall, b: OpenCall): boolean {
  const attended = a.transfers.filter(({ kind }) => kind === 'attended');
  return attended.some(({ at, by }) => b.transfers.some((other) => other.at === at && other.by === by));
}

function aloneIn(draft: CallsDraft, leg: ChannelState): boolean {
  return (draft.bridge(leg.bridge ?? '')?.members.length ?? 0) < 2;
}

function settleLeg(draft: CallsDraft, call: OpenCall, now: LegNow): void {
  const role = roleNow(call, now);
  const talk = moved(now.leg.talk, now.talks, draft.at);
  const hold = moved(now.leg.hold, now.held, draft.at);
  const tells = now.talks && !now.leg.answerTold && (now.leg.answeredAt === null || isWithCustomer(now));
  if (talk === now.leg.talk && hold === now.leg.hold && role === now.leg.role && !tells) return;
  const leg = draft.editChannel(now.leg.id);
  if (!leg) return;
  leg.talk = talk;
  leg.hold = hold;
  leg.role = role;
  if (!now.talks) return;
  if (leg.ringingAt !== null && leg.ringEndedAt === null) leg.ringEndedAt = draft.at;
  leg.up = true;
  leg.answeredAt ??= draft.at;
  if (!tells) return;
  leg.answerTold = true;
  if (leg.kind === 'agent') draft.say(call.id, 'leg.answered', leg.id);
  else draft.sayUpdated(call.id);
}

/** One that comes over from a consultation is told of again, now that it is with the customer. */
function isWithCustomer(now: LegNow): boolean {
  return now.leg.kind === 'agent' && now.conversation.others.some(isCustomer);
}

/**
 * A device that was fetched while the customer waits elsewhere is consulted; once with the customer, transferred to. So is
 * one that was already being rung when a transfer was completed (blonde).
 */
function roleNow(call: OpenCall, { leg, together, conversation }: LegNow): ChannelState['role'] {
  if (!together || call.answeredAt === null) return leg.role;
  const isInternal = !call.channels.some(isCustomer);
  const isThere = isInternal || isCustomer(leg) || conversation.others.some(isCustomer);
  if (leg.role === 'callee' && !isThere && leg.talk.length === 0) return 'consulted';
  if (leg.role === 'consulted' && isThere) return isInternal ? leg.role : 'transferred-to';
  const fetched = leg.role === 'callee' && leg.talk.length === 0 && !leg.originated;
  if (fetched && isThere && call.transfers.some((transfer) => transfer.kind !== 'forward')) return 'transferred-to';
  return leg.role;
}

function moved(spans: readonly Span[], on: boolean, at: number): readonly Span[] {
  return on ? openSpan(spans, at) : closeSpan(spans, at);
}

function settleTotals(draft: CallsDraft, callId: string, legs: readonly LegNow[]): void {
  const before = draft.call(callId);
  if (!before) return;
  const hasCustomer = before.channels.some(isCustomer);
  const principals = hasCustomer ? legs.filter((each) => isCustomer(each.leg)) : legs.filter((each) => each.together);
  const talks = principals.some((each) => each.talks);
  const held = talks && principals.some((each) => each.held);
  const talk = moved(before.talk, talks, draft.at);
  const hold = moved(before.hold, held, draft.at);
  if (talk === before.talk && hold === before.hold) return;
  const [talked, wasHeld] = [isOpen(before.talk), isOpen(before.hold)];
  const call = draft.editCall(callId);
  if (!call) return;
  call.talk = talk;
  call.hold = hold;
  if (talks && !talked) beginTalk(draft, call, principals);
  if (held && !wasHeld) draft.say(callId, 'call.held');
  else if (!held && wasHeld && talks) draft.say(callId, 'call.resumed');
  // When somebody has hung up, the end follows within milliseconds and says it all.
  else if (talks || !call.hangup) draft.sayUpdated(callId);
}

function beginTalk(draft: CallsDraft, call: OpenCall, principals: readonly LegNow[]): void {
  call.transferring = false;
  call.parked = false;
  const here = new Set(
    principals.flatMap((each) => [each.leg.id, ...each.conversation.others.map((other) => other.id)]),
  );
  if (call.hangup && !here.has(call.hangup.legId)) call.hangup = null;
  if (call.answeredAt !== null) {
    draft.sayUpdated(call.id);
    return;
  }
  call.answeredAt = draft.at;
  draft.say(call.id, 'call.answered');
}
