/** Facts of the module. Every fact of a debt has the debt's id as its subject. */
import type { FruitlessOutcome } from '../retry-rules/next-attempt.ts';

interface DebtFact {
  missedCallId: string;
}

export type MissedCallFacts = {
  'missed-call.opened': DebtFact & { callId: string };
  /** The caller tried again while we still owed a call. */
  'missed-call.missed-again': DebtFact & { callId: string; tries: number };
  /** Somebody is calling right now: nobody else may. */
  'missed-call.claimed': DebtFact & { agentId: string | null; callId: string | null };
  /** The call came to nothing; others may try. */
  'missed-call.released': DebtFact;
  'missed-call.attempted': DebtFact & {
    outcome: FruitlessOutcome;
    callId: string | null;
    agentId: string | null;
    nextAttemptAt: string | null;
  };
  /** A person corrected how an attempt ended ("answering machine"). */
  'missed-call.attempt-corrected': DebtFact & { outcome: FruitlessOutcome; callId: string | null };
  'missed-call.resolved': DebtFact & {
    how: 'our-call' | 'caller-got-through' | 'by-hand';
    callId: string | null;
    agentId: string | null;
    timeToCallbackSeconds: number | null;
  };
  'missed-call.archived': DebtFact & { because: string };
  'missed-call.reopened': DebtFact;
  'missed-call.assigned': DebtFact & {
    agentId: string | null;
    teamId: string | null;
    previousAgentId: string | null;
    previousTeamId: string | null;
  };
  /** The next attempt moved: other hours, another ladder, another zone, or the evening came first. */
  'missed-call.rescheduled': DebtFact & { nextAttemptAt: string };
  'missed-call.due': DebtFact;
  /** Due for longer than the escalation limit. */
  'missed-call.escalated': DebtFact;
  /** The caller turned out to be somebody else, or somebody at all. */
  'missed-call.relinked': DebtFact & { contactId: string | null };
  /** Two debts were one person's; `missedCallId` went into the other one. */
  'missed-call.merged': DebtFact & { into: string };
  /** Missed, but there is nobody to call back (withheld, or no number at all). Kept as a fact; no debt. */
  'missed-call.not-callable': { callId: string; because: 'withheld' | 'no-number' };
};

/** Facts after which the live link shows the debt anew. */
export const debtFactTypes = [
  'missed-call.opened',
  'missed-call.missed-again',
  'missed-call.claimed',
  'missed-call.released',
  'missed-call.attempted',
  'missed-call.attempt-corrected',
  'missed-call.resolved',
  'missed-call.archived',
  'missed-call.reopened',
  'missed-call.assigned',
  'missed-call.rescheduled',
  'missed-call.due',
  'missed-call.escalated',
  'missed-call.relinked',
  'missed-call.merged',
] as const satisfies readonly (keyof MissedCallFacts)[];
