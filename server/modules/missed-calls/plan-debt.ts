/** Works out when a debt is due, from everything that is known of it, and puts the answer into it. */
import type { Sql } from '../../platform/database/database.ts';
import type { StoredCall } from '../calls/call-row.ts';
import { publicHolidays } from '../retry-rules/public-holidays.ts';
import { callingHoursInForce, ladderInForce } from '../retry-rules/retry-rules.usecases.ts';
import { type Attempt, close, type Debt, isFruitless, type Miss } from './debt.ts';
import { planDebt } from './debt-plan.ts';
import type { MissedCallDeps } from './debt-store.ts';
import { MIN_RING_SECONDS } from './missed-call-rules.ts';
import { readAttempts, readAttemptsTo, readMisses } from './missed-calls.repository.ts';

const DAY_MS = 86_400_000;

/** True when a call of ours truly disturbed the customer: these fill the rolling limit. */
const disturbed = (call: Pick<StoredCall, 'direction' | 'outcome' | 'ringSeconds'>) =>
  call.direction === 'outbound' &&
  call.outcome !== 'failed' &&
  !(call.outcome === 'cancelled' && call.ringSeconds < MIN_RING_SECONDS);

/** When we called this customer: what the PBX saw, and what people told of other telephones. */
export function callMoments(calls: readonly StoredCall[], attempts: readonly Attempt[]): Date[] {
  const seen = new Set(calls.map((call) => call.id));
  const told = attempts.filter((attempt) => attempt.callId === null || !seen.has(attempt.callId));
  return [
    ...calls.filter(disturbed).map((call) => new Date(call.startedAt)),
    ...told.filter((attempt) => attempt.outcome !== 'failed').map((attempt) => attempt.startedAt),
  ];
}

async function callsInTheLastDay(deps: MissedCallDeps, sql: Sql, debt: Debt, now: Date): Promise<Date[]> {
  const people = debt.contactId ? await deps.neighbours.people(sql, [debt.contactId]) : new Map();
  const numbers: string[] = people.get(debt.contactId ?? '')?.numbers ?? [];
  const keys = [...new Set([debt.numberKey, ...numbers])];
  const since = new Date(now.getTime() - DAY_MS);
  const e164 = keys.filter((key) => key.startsWith('+'));
  const calls = e164.length > 0 ? await deps.neighbours.callsWith(sql, e164, since) : [];
  return callMoments(calls, await readAttemptsTo(sql, keys, since));
}

/**
 * The debt with its next attempt decided as of `now`. Nothing is written. A debt that somebody is calling right now is not
 * archived: it is planned again when that call ends.
 */
export async function planned(deps: MissedCallDeps, sql: Sql, debt: Debt, now: Date): Promise<Debt> {
  const { defaultRegion } = await deps.neighbours.settings(sql);
  const hours = await callingHoursInForce(sql, defaultRegion);
  const misses: Miss[] = await readMisses(sql, [debt.id]);
  const attempts = await readAttempts(sql, [debt.id]);
  const plan = planDebt({
    now,
    misses,
    attempts: attempts.filter(isFruitless),
    reopenedAt: debt.reopenedAt,
    ladder: await ladderInForce(sql, debt.ladderId),
    callsAt: await callsInTheLastDay(deps, sql, debt, now),
    callingHours: hours,
    zone: debt.timeZone,
    holidays: publicHolidays(hours.holidayRegion),
  });
  if (plan.kind === 'archive') {
    return debt.state === 'trying'
      ? debt
      : close({ ...debt, step: plan.step }, now, { state: 'archived', because: plan.because });
  }
  const isMoved = plan.at.getTime() !== debt.nextAttemptAt?.getTime();
  return {
    ...debt,
    step: plan.step,
    nextAttemptAt: plan.at,
    because: plan.because,
    decidedAt: now,
    dueToldAt: isMoved ? null : debt.dueToldAt,
    escalatedAt: isMoved ? null : debt.escalatedAt,
  };
}
