/**
 * How a call ended, as the customer would say it. One total order; the first line that fits decides:
 *
 * 1. answered   the customer was bridged with a person (internal calls: two of our devices were)
 * 2. abandoned  the caller hung up while waiting in a queue; or somebody whom a campaign dialled picked up, and nobody
 *               of ours came
 * 3. cancelled  whoever placed the call hung up while somebody was being rung, or before anybody was
 * 4. no-answer  some called leg rang out, or a queue gave up waiting
 * 5. declined   some called leg was refused by its person (603)
 * 6. busy       some called leg was busy (486)
 * 7. failed     some called leg could not be reached at all (404, 503, unregistered)
 *
 * Lines 4 to 7 look at the legs of the called side: outside ones for outbound calls when there are any, else devices of
 * ours. Without any such leg the dialplan's DIALSTATUS decides, then the hang-up cause, then it is no-answer
 * (failed, when not even one leg came of it).
 * A call whose end was not seen is taken for abandoned when it waited in a queue, else for no-answer: a lost call must
 * come back as a missed one, not vanish.
 */
import type { Direction, Outcome } from '../contract/call-record.ts';
import { agentLegsOf, customersOf, directionOf } from './call-people.ts';
import type { OpenCall } from './call-state.ts';
import { type LegVerdict, verdictOfDialStatus, verdictOfLeg } from './hangup-cause.ts';
import { type ChannelState, isLeg } from './leg.ts';

const ORDER: readonly LegVerdict[] = ['no-answer', 'declined', 'busy', 'failed'];

/** The outcome of a call that has ended. */
export function decideOutcome(call: OpenCall): Outcome {
  if (call.answeredAt !== null) return 'answered';
  const pickedUp = pickedUpBy(call);
  if (pickedUp !== null) return pickedUp === 'person' ? 'abandoned' : 'no-answer';
  const visit = call.visits.at(-1);
  if (call.endInferred && !call.hangup?.gaveUp) return visit && visit.end === null ? 'abandoned' : 'no-answer';
  if (visit?.end === 'abandoned') return 'abandoned';
  const called = calledSideOf(call);
  const verdicts = new Set(called.map(verdict));
  // Out of the queue without an answer: it gave up, or the caller left it by a key and was served by no person either.
  if (call.visits.some((each) => each.end === 'timed-out' || each.end === 'left')) verdicts.add('no-answer');
  const best = ORDER.find((each) => verdicts.has(each)) ?? verdictOfDialStatus(call.dialStatus);
  const { hangup } = call;
  if (hangup?.gaveUp && (best === null || called.some((leg) => rangAt(leg, hangup.at)))) return 'cancelled';
  if (best === null && !call.channels.some(isLeg)) return 'failed';
  return best ?? verdictOfEnd(call) ?? 'no-answer';
}

/** Who picked up a call of a campaign, as its dialplan noted (dialplan/trunkline.conf); null: not said, or no such call. */
function pickedUpBy(call: OpenCall): 'person' | 'machine' | null {
  const [who] = (call.variables.ANSWER ?? '').split(' ');
  return who === 'person' || who === 'machine' ? who : null;
}

/**
 * Legs that were called: outside ones when we called out, else devices of ours and whatever they were forwarded to.
 */
export function calledSideOf(call: OpenCall, direction: Direction = directionOf(call)): readonly ChannelState[] {
  const outside = customersOf(call).filter((leg) => leg.role !== 'caller');
  if (direction === 'outbound' && outside.length > 0) return outside;
  const ours = agentLegsOf(call).filter((leg) => leg.role !== 'caller');
  return direction === 'inbound' ? [...ours, ...outside] : ours;
}

function verdict(leg: ChannelState): LegVerdict | null {
  if (leg.talk.length > 0 || leg.up) return null;
  return verdictOfLeg(leg.dialStatus, leg.hangupCause, leg.techCause);
}

/** Still being rung when the caller gave up: Asterisk cancels such legs, and also those of a queue that was left before. */
function rangAt(leg: ChannelState, at: number): boolean {
  const isCancelled = leg.dialStatus === 'CANCEL' || leg.dialStatus === null;
  return isCancelled && (leg.ringEndedAt ?? leg.endedAt ?? at) >= at;
}

function verdictOfEnd(call: OpenCall): LegVerdict | null {
  const principal = customersOf(call)[0] ?? call.channels[0];
  const found = principal ? verdictOfLeg(null, principal.hangupCause, principal.techCause) : null;
  return found === 'declined' ? null : found;
}
