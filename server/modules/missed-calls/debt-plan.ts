/**
 * When a debt is due next, worked out from its whole history, so that it can be worked out again after a ladder, the
 * calling hours or the customer's zone was changed, after two debts became one, or after a person corrected an outcome. Pure.
 */
import type { Ladder, MissedCall } from '../../contract/missed-calls.contract.ts';
import type { Because } from '../retry-rules/because.ts';
import type { HolidayOn, OpeningRule } from '../retry-rules/calling-hours.ts';
import { decideNextAttempt, type FruitlessOutcome, placeAttempt } from '../retry-rules/next-attempt.ts';

export interface PlannedAttempt {
  startedAt: Date;
  endedAt: Date;
  outcome: FruitlessOutcome;
}

export interface DebtPlanQuestion {
  /** Moment of the decision; when an old decision is worked out again, the moment of the old one. */
  now: Date;
  misses: readonly { startedAt: Date; endedAt: Date }[];
  /** Fruitless ones, in any order. */
  attempts: readonly PlannedAttempt[];
  /** When a person opened a closed debt again: the ladder begins anew from here. */
  reopenedAt: Date | null;
  ladder: Pick<Ladder, 'steps' | 'maxPerDay'>;
  /** Every call of ours to this customer in the last 24 hours. */
  callsAt: readonly Date[];
  callingHours: OpeningRule;
  zone: string;
  holidays: HolidayOn;
}

export type DebtPlan =
  | { kind: 'due'; at: Date; step: number; because: Because }
  | { kind: 'archive'; step: number; because: Because };

const latest = (dates: readonly Date[]) => Math.max(...dates.map((date) => date.getTime()));

/**
 * The ladder begins again with each new try of the caller: somebody who has just called can be reached now. Until our
 * first attempt the debt is due at once, inside limit and hours; afterwards the ladder decides.
 */
export function planDebt(question: DebtPlanQuestion): DebtPlan {
  const { now, misses, attempts, reopenedAt, ladder } = question;
  const beganMs = Math.max(latest(misses.map((miss) => miss.startedAt)), reopenedAt?.getTime() ?? 0);
  const climbed = attempts
    .filter((attempt) => attempt.startedAt.getTime() >= beganMs)
    .sort((a, b) => a.endedAt.getTime() - b.endedAt.getTime());
  const limits = { maxPerDay: ladder.maxPerDay, callsAt: question.callsAt };
  const last = climbed[climbed.length - 1];
  if (last) {
    const decision = decideNextAttempt({ ...question, outcome: last.outcome, attempts: climbed, limits });
    return decision.kind === 'retry'
      ? { kind: 'due', at: decision.at, step: decision.step, because: decision.because }
      : { kind: 'archive', step: climbed.length, because: decision.because };
  }
  const from = new Date(Math.max(now.getTime(), latest(misses.map((miss) => miss.endedAt))));
  const placed = placeAttempt(from, { ...question, limits });
  if (placed.at === null) return { kind: 'archive', step: 0, because: placed.because };
  const because: Because = placed.because
    ? { key: 'missed-call.call-back-moved', values: placed.because.values }
    : { key: 'missed-call.call-back', values: {} };
  return { kind: 'due', at: placed.at, step: 0, because };
}

/** overdue: due for longer than the escalation limit · due: now or earlier · later · closed: nothing is owed any more. */
export function urgencyOf(
  debt: { state: MissedCall['state']; nextAttemptAt: Date | null },
  now: Date,
  escalateAfterSeconds: number,
): MissedCall['urgency'] {
  if (debt.state === 'resolved' || debt.state === 'archived') return 'closed';
  if (!debt.nextAttemptAt || debt.nextAttemptAt > now) return 'later';
  const overdueMs = debt.nextAttemptAt.getTime() + escalateAfterSeconds * 1000;
  return overdueMs <= now.getTime() ? 'overdue' : 'due';
}

/** First miss until somebody spoke with the caller; null while nobody has. */
export function timeToCallbackSeconds(firstMissedAt: Date, reachedAt: Date | null): number | null {
  return reachedAt ? Math.max(0, Math.round((reachedAt.getTime() - firstMissedAt.getTime()) / 1000)) : null;
}
