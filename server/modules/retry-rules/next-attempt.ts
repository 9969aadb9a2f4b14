/** The retry ladder: when to call again after an attempt that did not reach the customer, or that it is enough. */
import type { Ladder } from '../../contract/missed-calls.contract.ts';
import type { Because } from './because.ts';
import { type HolidayOn, nextAllowedMoment, type OpeningRule } from './calling-hours.ts';
import { localReading } from './local-time.ts';

const DAY_MS = 86_400_000;

/** Ways of not reaching somebody. What the PBX says besides (declined, cancelled) is put into one of these by the caller. */
export const fruitlessOutcomes = ['no-answer', 'busy', 'machine', 'failed'] as const;
export type FruitlessOutcome = (typeof fruitlessOutcomes)[number];

export interface PastAttempt {
  /** When it ended: delays count from here. */
  endedAt: Date;
  outcome: FruitlessOutcome;
}

export interface AttemptLimits {
  /** Calls to this customer allowed in any 24 hours. */
  maxPerDay: number;
  /** When this customer was called, by anybody and for any reason; older than 24 hours does no harm. */
  callsAt: readonly Date[];
}

export interface AttemptQuestion {
  /** The answer is never before this. */
  now: Date;
  /** Outcome of the attempt that just ended (the last of `attempts`). */
  outcome: FruitlessOutcome;
  /** Fruitless attempts since the ladder began, in order of time, the last one included. */
  attempts: readonly PastAttempt[];
  ladder: Pick<Ladder, 'steps'>;
  limits: AttemptLimits;
  callingHours: OpeningRule;
  /** IANA zone of the customer. */
  zone: string;
  holidays: HolidayOn;
}

export type AttemptDecision =
  | { kind: 'retry'; at: Date; step: number; because: Because }
  | { kind: 'finish'; outcome: FruitlessOutcome; because: Because };

const stepNames = {
  'no-answer': 'noAnswer',
  busy: 'busy',
  machine: 'machine',
  failed: 'failed',
} as const satisfies Record<FruitlessOutcome, keyof Ladder['steps']>;

/** The name of the step list that counts for an outcome: its own, or "no answer" where the ladder has none. */
function listFor(outcome: FruitlessOutcome, steps: Ladder['steps']): keyof Ladder['steps'] {
  return steps[stepNames[outcome]] ? stepNames[outcome] : 'noAnswer';
}

/**
 * First moment not before `from` at which one call more still respects the rolling limit: when the limit is used up,
 * 24 hours after the call that has to drop out of the window.
 */
export function respectDailyLimit(from: Date, limits: AttemptLimits): Date {
  const newestFirst = limits.callsAt.map((at) => at.getTime()).sort((a, b) => b - a);
  const blocking = newestFirst[limits.maxPerDay - 1];
  return blocking === undefined ? from : new Date(Math.max(from.getTime(), blocking + DAY_MS));
}

/** The rules that hold for any attempt, the first one as well: the rolling limit, then the customer's calling hours. */
export function placeAttempt(
  from: Date,
  rules: Pick<AttemptQuestion, 'limits' | 'callingHours' | 'zone' | 'holidays'>,
): { at: Date; because: Because | null } | { at: null; because: Because } {
  const limited = respectDailyLimit(from, rules.limits);
  const allowed = nextAllowedMoment(limited, rules.callingHours, rules.zone, rules.holidays);
  if (allowed.at === null || limited.getTime() === from.getTime()) return allowed;
  const { date, clock } = localReading(allowed.at, rules.zone);
  const values = { moved: 'daily-limit', zone: rules.zone, localDate: date, localTime: clock };
  return {
    at: allowed.at,
    because: { key: 'retry.moved', values: { ...values, limit: String(rules.limits.maxPerDay) } },
  };
}

/**
 * Decides what follows a fruitless attempt. The n-th attempt of a kind waits for the n-th delay of that kind's ladder,
 * counted from the end of the attempt; then the rolling 24-hour limit, then the calling hours may move it later, never
 * earlier. When the delays run out, or no hour is open in 400 days, it is finished.
 * @example after the second "no answer" of 5 min, 30 min, 3 h, 1 day at 19:58 in Samara: tomorrow 09:00 in Samara
 */
export function decideNextAttempt(question: AttemptQuestion): AttemptDecision {
  const { now, outcome, attempts, ladder } = question;
  const list = listFor(outcome, ladder.steps);
  const steps = ladder.steps[list] ?? [];
  const made = attempts.filter((attempt) => listFor(attempt.outcome, ladder.steps) === list).length;
  const step = steps[made - 1];
  const last = attempts[attempts.length - 1];
  if (!step || !last) {
    const values = { outcome, attempts: String(attempts.length) };
    return { kind: 'finish', outcome, because: { key: 'retry.ladder-ended', values } };
  }
  const ladderMs = Math.max(now.getTime(), last.endedAt.getTime() + step.afterSeconds * 1000);
  const placed = placeAttempt(new Date(ladderMs), question);
  if (placed.at === null) return { kind: 'finish', outcome, because: placed.because };
  const values = {
    outcome,
    step: String(made),
    steps: String(steps.length),
    delaySeconds: String(step.afterSeconds),
  };
  const because: Because = placed.because
    ? { key: 'retry.step-moved', values: { ...values, ...placed.because.values } }
    : { key: 'retry.step', values };
  return { kind: 'retry', at: placed.at, step: made, because };
}
