/** Pure: which live calls are mine, how each stands, and who is at the other end. */
import type { Call, CallCard } from '$contract/calls.contract.ts';
import type { PhoneNumber } from '$contract/common.contract.ts';
import type { LiveState } from '$contract/live-events.ts';

export type CallPhase = 'ringing' | 'dialling' | 'talking' | 'held' | 'wrap-up';
export interface MyCall {
  call: Call;
  card: CallCard | null;
  phase: CallPhase;
  /** Since when the phase lasts, as well as the call tells. */
  since: string;
}

/**
 * How a call stands for one agent; null: not theirs, or only rang and is over for them. An agent whose leg is over while
 * the call goes on (after a transfer) is in wrap-up as well.
 */
export function phaseFor(call: Call, agentId: string): CallPhase | null {
  const mine = call.agents.filter((agent) => agent.agentId === agentId);
  if (mine.length === 0) return null;
  if (!mine.some((agent) => agent.live)) return mine.some((agent) => agent.role !== 'rang') ? 'wrap-up' : null;
  if (call.state === 'ended') return 'wrap-up';
  if (call.state === 'ringing') return call.direction === 'inbound' ? 'ringing' : 'dialling';
  // Others may talk already while this device still rings (a transfer, a consultation).
  const onlyRings = mine.every((agent) => !agent.live || (agent.role === 'rang' && agent.talkSeconds === 0));
  if (onlyRings && call.state === 'talking') return 'ringing';
  return call.state;
}

const order: Record<CallPhase, number> = { ringing: 0, talking: 1, held: 2, dialling: 3, 'wrap-up': 4 };

/** My calls, the most pressing first: ringing, talking, held, dialling, wrap-up; within each the oldest. */
export function myCalls(state: LiveState | null, agentId: string | null): MyCall[] {
  if (!state || !agentId) return [];
  return Object.values(state.calls)
    .flatMap((call) => {
      const phase = phaseFor(call, agentId);
      return phase ? [{ call, phase, card: state.cards[call.id] ?? null, since: sinceOf(call, phase) }] : [];
    })
    .sort((a, b) => order[a.phase] - order[b.phase] || a.call.startedAt.localeCompare(b.call.startedAt));
}

function sinceOf(call: Call, phase: CallPhase): string {
  if (phase === 'wrap-up') return call.endedAt ?? call.startedAt;
  if (phase === 'talking' || phase === 'held') return call.answeredAt ?? call.startedAt;
  return call.startedAt;
}

/** The number of the customer: who called us, or whom we called. */
export const customerNumber = (call: Pick<Call, 'direction' | 'from' | 'to'>): PhoneNumber =>
  call.direction === 'outbound' ? call.to : call.from;

/** The name to show for the other end, or null: then its number is shown. A name the network sent is never trusted as one. */
export function customerName(call: Call, card: CallCard | null): string | null {
  if (card?.contact) return card.contact.name;
  if (call.contactName) return call.contactName;
  if (call.direction === 'internal') return call.callerIdName;
  return call.organisationName;
}
