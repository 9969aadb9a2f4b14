/**
 * When two calls turn out to be one. Asterisk gives each dialled consultation, pick-up or retrieval its own linkedid and
 * joins them only later, in ways that depend on the kind of transfer; people see one conversation with one customer.
 *
 * - Channels that meet in one talk bridge are one call, unless both calls have a customer: two customers stay two calls.
 * - An attended transfer joins two calls even then: the outside party that was asked is no customer of its own any more.
 *   Only two who both called us stay two calls.
 * - A pick-up, a retrieval from parking and a spy join the call they were made for.
 * - The call with the customer goes on; without one, the older.
 */

import { customersOf } from './call-people.ts';
import type { OpenCall } from './call-state.ts';
import type { CallsDraft } from './calls-draft.ts';
import { callsAround } from './conversation.ts';
import type { ChannelState } from './leg.ts';
import { closeSpan } from './talk-time.ts';

/** Joins the calls that meet in these bridges, as far as they may be joined. */
export function joinCallsAround(draft: CallsDraft, bridges: readonly string[]): void {
  const calls = callsAround(draft, bridges);
  if (calls.length < 2) return;
  const [first, ...others] = calls;
  let main = first === undefined ? undefined : draft.call(first);
  for (const id of others) {
    const other = draft.call(id);
    if (!main || !other) continue;
    if (customersOf(main).length > 0 && customersOf(other).length > 0) continue;
    const [into, from] = whichGoesOn(main, other);
    mergeCalls(draft, into.id, from.id);
    main = draft.call(into.id);
  }
}

/** The call with the customer goes on, else the older one. */
export function whichGoesOn(a: OpenCall, b: OpenCall): readonly [into: OpenCall, from: OpenCall] {
  const [ofA, ofB] = [customersOf(a).length > 0, customersOf(b).length > 0];
  if (ofA !== ofB) return ofA ? [a, b] : [b, a];
  return a.startedAt <= b.startedAt ? [a, b] : [b, a];
}

/**
 * Puts everything of one call into another and says call.merged for the one that is gone. `roleOf` says what the legs
 * that come over are in their new call.
 */
export function mergeCalls(
  draft: CallsDraft,
  intoId: string,
  fromId: string,
  roleOf: (leg: ChannelState, into: OpenCall) => ChannelState['role'] = roleAfterMerge,
): void {
  if (intoId === fromId) return;
  const into = draft.editCall(intoId);
  const from = draft.editCall(fromId);
  if (!into || !from) return;
  draft.removeCall(from, 'call.merged', intoId);
  for (const leg of from.channels.filter((channel) => channel.endedAt === null)) {
    const copy = draft.copyOf(from, leg);
    copy.role = roleOf(leg, into);
    copy.answerTold = false;
  }
  const bothInternal = customersOf(into).length === 0;
  draft.moveChannels(from, into, from.channels);
  for (const linkedId of from.linkedIds) draft.giveLinkedId(into, linkedId);
  // A queue that was asked for somebody is none that the customer waited in.
  if (bothInternal) into.visits = [...into.visits, ...from.visits];
  into.transfers = [...into.transfers, ...from.transfers];
  into.recordings = [...into.recordings, ...from.recordings];
  into.folded = [...into.folded, ...from.folded];
  into.originateId ??= from.originateId;
  into.variables = { ...from.variables, ...into.variables };
  if (bothInternal && from.answeredAt !== null) {
    into.answeredAt = Math.min(into.answeredAt ?? from.answeredAt, from.answeredAt);
    into.talk = [...closeSpan(from.talk, draft.at), ...into.talk];
  }
  draft.sayUpdated(into.id);
}

/**
 * Legs of a consultation: asked, until the customer is with them. A device that came on its own (retrieval, conference)
 * takes the conversation over; before anybody talked it simply answers.
 */
function roleAfterMerge(leg: ChannelState, into: OpenCall): ChannelState['role'] {
  if (leg.role === 'monitored' || leg.kind === 'local') return leg.role;
  if (customersOf(into).length === 0) return leg.role === 'caller' ? 'callee' : leg.role;
  if (into.answeredAt === null) return 'callee';
  const sameDevice = into.channels.some((other) => other.interface === leg.interface && other.kind === leg.kind);
  return leg.role === 'caller' && leg.kind === 'agent' && !sameDevice ? 'transferred-to' : 'consulted';
}
