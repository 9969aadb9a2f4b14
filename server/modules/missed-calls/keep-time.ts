/**
 * What time alone changes: debts fall due, become overdue, are overtaken by the evening, and locks of clicks that came to
 * nothing run out. Looked at once a minute; each debt in a transaction of its own, so that one never holds up the rest.
 */
import type { CallingHours } from '../../contract/missed-calls.contract.ts';
import type { Sql, Tx } from '../../platform/database/database.ts';
import { assertNever } from '../../platform/errors/domain-error.ts';
import { nextAllowedMoment } from '../retry-rules/calling-hours.ts';
import { publicHolidays } from '../retry-rules/public-holidays.ts';
import { callingHoursInForce } from '../retry-rules/retry-rules.usecases.ts';
import type { Debt } from './debt.ts';
import { bySystem, type DebtNews, type MissedCallDeps, saveDebt } from './debt-store.ts';
import { debtSelect, lockDebts } from './missed-calls.repository.ts';
import { planNews } from './open-debt.ts';
import { planned } from './plan-debt.ts';
import { releaseDebt } from './take-call.ts';

/** Most urgent first; the rest a minute later. */
const AT_ONCE = 5_000;
/** A lock whose call should have ended long ago: it is asked whether there still is one. */
const LONG_CALL_MS = 4 * 3_600_000;

interface Rules {
  now: Date;
  escalateAfterSeconds: number;
  hours: CallingHours;
}

type TimeWork = 'free-lock' | 'tell-due' | 'escalate' | 'evening' | 'nothing';

const isLockOld = ({ tryingUntil, tryingSince }: Debt, now: Date) =>
  tryingUntil ? tryingUntil <= now : tryingSince !== null && tryingSince.getTime() + LONG_CALL_MS <= now.getTime();

/** What a debt needs at this moment. Pure. */
function timeWork(debt: Debt, { now, escalateAfterSeconds, hours }: Rules): TimeWork {
  if (debt.state === 'trying') return isLockOld(debt, now) ? 'free-lock' : 'nothing';
  if (debt.state !== 'open' || !debt.nextAttemptAt || debt.nextAttemptAt > now) return 'nothing';
  const allowed = nextAllowedMoment(now, hours, debt.timeZone, publicHolidays(hours.holidayRegion));
  if (allowed.at?.getTime() !== now.getTime()) return 'evening';
  const overdueMs = debt.nextAttemptAt.getTime() + escalateAfterSeconds * 1000;
  if (!debt.escalatedAt && overdueMs <= now.getTime()) return 'escalate';
  return debt.dueToldAt ? 'nothing' : 'tell-due';
}

async function rulesAt(deps: MissedCallDeps, sql: Sql): Promise<Rules> {
  const { missedCalls, defaultRegion } = await deps.neighbours.settings(sql);
  const hours = await callingHoursInForce(sql, defaultRegion);
  return { now: deps.clock.now(), escalateAfterSeconds: missedCalls.escalateAfterSeconds, hours };
}

/** The clock of "overdue" runs only while the customer may be called: in the evening the debt moves to the morning. */
async function moveToMorning(deps: MissedCallDeps, tx: Tx, debt: Debt, now: Date): Promise<void> {
  const after = await planned(deps, tx, debt, now);
  const news: DebtNews[] = after.nextAttemptAt
    ? [['missed-call.rescheduled', { nextAttemptAt: after.nextAttemptAt.toISOString() }]]
    : planNews(after);
  await saveDebt(deps, tx, bySystem, { before: debt, after, news });
}

/** A call that truly still goes on keeps its lock; one whose end was lost with its bridge does not. */
async function freeLock(deps: MissedCallDeps, tx: Tx, debt: Debt): Promise<void> {
  const call = debt.tryingUntil || !debt.tryingCallId ? null : await deps.neighbours.findCall(tx, debt.tryingCallId);
  if (call && !call.endedAt) return;
  await releaseDebt(deps, tx, debt);
}

async function keepTimeOf(deps: MissedCallDeps, tx: Tx, id: string, rules: Rules): Promise<void> {
  const [debt] = await lockDebts(tx, [id]);
  if (!debt) return;
  const { now } = rules;
  const work = timeWork(debt, rules);
  const save = (change: Partial<Debt>, news: DebtNews) =>
    saveDebt(deps, tx, bySystem, { before: debt, after: { ...debt, ...change }, news: [news] });
  switch (work) {
    case 'free-lock':
      return freeLock(deps, tx, debt);
    case 'evening':
      return moveToMorning(deps, tx, debt, now);
    case 'tell-due':
      await save({ dueToldAt: now }, ['missed-call.due', {}]);
      return;
    case 'escalate':
      await save({ dueToldAt: debt.dueToldAt ?? now, escalatedAt: now }, ['missed-call.escalated', {}]);
      return;
    case 'nothing':
      return;
    default:
      assertNever(work);
  }
}

/** Does all of it that is due now. Returns how many debts changed. */
export async function keepTime(deps: MissedCallDeps, signal?: AbortSignal): Promise<number> {
  const rules = await rulesAt(deps, deps.database.sql);
  const debts = await deps.database.sql<Debt[]>`
    select ${deps.database.sql.unsafe(debtSelect)} from missed_calls m
    where (state = 'open' and next_attempt_at <= ${rules.now}) or state = 'trying'
    order by next_attempt_at, id limit ${AT_ONCE}`;
  const waiting = debts.filter((debt) => timeWork(debt, rules) !== 'nothing');
  for (const { id } of waiting) {
    if (signal?.aborted) break;
    try {
      await deps.database.transaction((tx) => keepTimeOf(deps, tx, id, rules));
    } catch (error) {
      deps.logger.error({ err: error, missedCallId: id }, 'the time of a missed call could not be kept');
    }
  }
  return waiting.length;
}
