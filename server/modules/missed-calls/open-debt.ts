/** A new debt, or none when the caller was reached in the meantime. */
import type { Sql, Tx } from '../../platform/database/database.ts';
import type { StoredCall } from '../calls/call-row.ts';
import { ladderInForce } from '../retry-rules/retry-rules.usecases.ts';
import { agentOfCall, assignmentFor, type Caller, callsOf, judgedOf } from './caller.ts';
import { close, type Debt, type Miss, withMisses } from './debt.ts';
import { timeToCallbackSeconds } from './debt-plan.ts';
import { bySystem, type DebtNews, type MissedCallDeps, saveDebt, tellChange } from './debt-store.ts';
import type { MissedCallSettings } from './missed-call-neighbours.ts';
import { type Judgement, judgeCall } from './missed-call-rules.ts';
import {
  insertDebt,
  insertMiss,
  lockDebtPaidBy,
  readMisses,
  updateDebt,
  writeAttempt,
} from './missed-calls.repository.ts';
import { planned } from './plan-debt.ts';

type Missed = Extract<Judgement, { kind: 'missed' }>;
type Reached = Extract<Judgement, { kind: 'reached' }>;

export interface MissedNews {
  call: StoredCall;
  missed: Missed;
  caller: Caller;
  settings: MissedCallSettings;
  now: Date;
}

export const missOf = (call: StoredCall, missed: Missed, missedCallId: string): Miss => ({
  callId: call.id,
  missedCallId,
  numberKey: missed.key,
  startedAt: missed.startedAt,
  endedAt: missed.endedAt,
  waitSeconds: call.waitSeconds,
  queue: call.queue,
  dialledNumber: call.dialled?.e164 ?? call.dialled?.raw ?? null,
});

/** What else happened between us and the caller since the miss began, told to us before the miss was. Oldest first. */
async function sinceThen(deps: MissedCallDeps, sql: Sql, { caller, missed, call, settings }: MissedNews) {
  const calls = await callsOf(deps, sql, caller, missed.startedAt);
  return calls
    .filter((other) => other.id !== call.id)
    .map((other) => ({ call: other, judgement: judgeCall(judgedOf(other), settings) }))
    .reverse();
}
type Since = Awaited<ReturnType<typeof sinceThen>>;

const firstReached = (since: Since, missed: Missed) =>
  since.find(
    (one): one is { call: StoredCall; judgement: Reached } =>
      one.judgement.kind === 'reached' && one.judgement.at >= missed.startedAt,
  );

async function newDebt(deps: MissedCallDeps, tx: Tx, news: MissedNews): Promise<Debt> {
  const { call, missed, caller, now } = news;
  const queue =
    call.queue === null ? null : await deps.neighbours.queue(tx, { bridgeId: call.bridgeId, name: call.queue });
  const ladder = await ladderInForce(tx, queue?.ladderId ?? null);
  const assignment = await assignmentFor(deps, tx, caller, {
    settings: news.settings,
    queueTeamId: queue?.teamId ?? null,
    now,
  });
  const timeZone = await deps.neighbours.timeZoneOf(tx, { contactId: caller.contactId, e164: caller.number.e164 });
  const id = deps.ids('msd');
  return {
    id,
    state: 'open',
    numberKey: caller.key,
    numberRaw: caller.number.raw,
    numberE164: caller.number.e164,
    contactId: caller.contactId,
    timeZone,
    queue: call.queue,
    dialledNumber: missOf(call, missed, id).dialledNumber,
    tries: 1,
    firstMissedAt: missed.endedAt,
    lastMissedAt: missed.endedAt,
    longestWaitSeconds: call.waitSeconds,
    ladderId: ladder.id,
    step: 0,
    nextAttemptAt: missed.endedAt,
    because: null,
    decidedAt: now,
    reopenedAt: null,
    assigneeAgentId: assignment.agentId,
    teamId: assignment.teamId,
    tryingAgentId: null,
    tryingSince: null,
    tryingOriginateId: null,
    tryingCallId: null,
    tryingUntil: null,
    dueToldAt: null,
    escalatedAt: null,
    closedAt: null,
    resolvedHow: null,
    resolvedByCallId: null,
    reachedAt: null,
    closeNote: '',
    mergedInto: null,
    version: 1,
  };
}

/** A debt that the call which reached the caller has paid already takes the late news as one try more. */
async function addToPaid(deps: MissedCallDeps, tx: Tx, news: MissedNews, reachedBy: string): Promise<boolean> {
  const paid = await lockDebtPaidBy(tx, reachedBy);
  if (!paid) return false;
  await insertMiss(tx, missOf(news.call, news.missed, paid.id));
  const after = withMisses(paid, await readMisses(tx, [paid.id]));
  await saveDebt(deps, tx, bySystem, {
    before: paid,
    after,
    news: [['missed-call.missed-again', { callId: news.call.id, tries: after.tries }]],
  });
  return true;
}

export function resolvedNews(debt: Debt, agentId: string | null): DebtNews {
  return [
    'missed-call.resolved',
    {
      how: debt.resolvedHow ?? 'by-hand',
      callId: debt.resolvedByCallId,
      agentId,
      timeToCallbackSeconds: timeToCallbackSeconds(debt.firstMissedAt, debt.reachedAt),
    },
  ];
}

/** Our calls since the miss that are known already: attempts of this debt from its first moment. */
async function countEarlierAttempts(deps: MissedCallDeps, tx: Tx, debt: Debt, since: Since): Promise<void> {
  for (const { call, judgement } of since) {
    const isOurs = judgement.kind === 'reached' && judgement.how === 'our-call';
    if (judgement.kind !== 'fruitless' && !isOurs) continue;
    await writeAttempt(tx, {
      id: deps.ids('mat'),
      missedCallId: debt.id,
      numberKey: judgement.key,
      callId: call.id,
      agentId: agentOfCall(call),
      outcome: judgement.kind === 'fruitless' ? judgement.outcome : 'reached',
      startedAt: new Date(call.startedAt),
      endedAt: judgement.kind === 'fruitless' ? judgement.endedAt : judgement.at,
      note: '',
      saidAt: null,
    });
  }
}

/**
 * Opens a debt for a missed call. When the facts come out of order and the caller was reached since, the debt is born paid,
 * so that it is seen and its time to callback counts. Null when somebody else opened one at the same moment: look again.
 */
export async function openDebt(deps: MissedCallDeps, tx: Tx, news: MissedNews): Promise<Debt | null> {
  const since = await sinceThen(deps, tx, news);
  const reached = firstReached(since, news.missed);
  if (reached && (await addToPaid(deps, tx, news, reached.call.id))) return null;
  const debt = await newDebt(deps, tx, news);
  if (!(await insertDebt(tx, debt))) return null;
  await insertMiss(tx, missOf(news.call, news.missed, debt.id));
  await countEarlierAttempts(deps, tx, debt, since);
  const opened: DebtNews = ['missed-call.opened', { callId: news.call.id }];
  const { call, judgement } = reached ?? {};
  const after =
    call && judgement
      ? close(debt, news.now, { state: 'resolved', how: judgement.how, callId: call.id, reachedAt: judgement.at })
      : await planned(deps, tx, debt, news.now);
  const saved = await updateDebt(tx, after);
  const closed: DebtNews[] =
    after.state === 'resolved'
      ? [resolvedNews(after, call ? agentOfCall(call) : null)]
      : after.state === 'archived'
        ? [['missed-call.archived', { because: after.because?.key ?? '' }]]
        : [];
  await tellChange(deps, tx, bySystem, { before: null, after, news: [opened, ...closed] });
  return saved;
}
