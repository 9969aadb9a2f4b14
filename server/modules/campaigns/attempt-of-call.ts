/** Pure: what a call tells of the attempt that made it. */
import type { AttemptOutcome, AttemptState } from '../../contract/campaigns.contract.ts';
import type { StoredCall } from '../calls/call-row.ts';

/** The parts of a call that decide. */
export type CallOfAttempt = Pick<
  StoredCall,
  'id' | 'state' | 'outcome' | 'agents' | 'pickedUpBy' | 'pickedUpAt' | 'answeredAt' | 'endedAt' | 'talkSeconds'
>;

export interface AttemptNews {
  state: Exclude<AttemptState, 'claimed' | 'result-due'>;
  /** Only with `ended`. */
  outcome: AttemptOutcome | null;
  pickedUpAt: Date | null;
  connectedAt: Date | null;
  endedAt: Date | null;
  talkSeconds: number;
  /** Who talked with the customer, or is to. */
  agentId: string | null;
}

const date = (time: string | null): Date | null => (time === null ? null : new Date(time));

/**
 * An agent's telephone that is rung first and not picked up never made a call to the customer: `refused`. `isAgentFirst`: the
 * agent's telephone was rung first.
 */
function outcomeOf(call: CallOfAttempt, isAgentFirst: boolean): AttemptOutcome {
  if (call.outcome === 'answered') return 'answered';
  if (call.pickedUpBy === 'machine') return 'machine';
  if (call.pickedUpBy === 'person') return 'abandoned';
  if (isAgentFirst && !call.agents.some(({ tookPart }) => tookPart)) return 'refused';
  return call.outcome ?? 'lost';
}

/** @example attemptNews(rungOutCall, false).outcome // 'no-answer' */
export function attemptNews(call: CallOfAttempt, isAgentFirst: boolean): AttemptNews {
  const talked = call.agents.find(({ tookPart, agentId }) => tookPart && agentId !== null);
  const common = {
    pickedUpAt: date(call.pickedUpAt) ?? date(call.answeredAt),
    connectedAt: date(call.answeredAt),
    endedAt: date(call.endedAt),
    talkSeconds: call.talkSeconds,
    agentId: talked?.agentId ?? null,
  };
  if (call.state === 'ended') return { ...common, state: 'ended', outcome: outcomeOf(call, isAgentFirst) };
  const state = call.answeredAt !== null ? 'connected' : call.pickedUpBy === 'person' ? 'picked-up' : 'dialling';
  return { ...common, state, outcome: null };
}
