/** Missed calls become debts: one try more of an open one, a new one, or one that was paid before we heard of it. */
import type { Sql, Tx } from '../../platform/database/database.ts';
import type { StoredCall } from '../calls/call-row.ts';
import { agentOfCall } from '../calls/last-agent.ts';
import { ladderInForce } from '../retry-rules/retry-rules.usecases.ts';
import { assignmentFor, type Caller, callsOf, judgedOf } from './caller.ts';
import { type Attempt, close, type Debt, type Miss, withMisses } from './debt.ts';
import { timeToCallbackSeconds } from './debt-plan.ts';
import { bySystem, type DebtNews, type MissedCallDeps, saveDebt, tellChange } from './debt-store.ts';
import type { MissedCallSettings } from './missed-call-neighbours.ts';
import { type Judgement, judgeCall } from './missed-call-rules.ts';
import {
  callsSaidFruitless,
  debtIdOfMiss,
  insertDebt,
  insertMiss,
  lockDebtPaidBy,
  readAttempts,
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
  waitSeconds: missed.waitSeconds,
  queue: call.queue,
  dialledNumber: call.dialled?.e164 ?? call.dialled?.raw ?? null,
});

export interface Since {
  call: StoredCall;
  judgement: Judgement;
}

const isReached = (one: Since): one is { call: StoredCall; judgement: Reached } => one.judgement.kind === 'reached';

/** What else happened between us and the caller since the miss began, oldest first. Most of the time: nothing. */
async function sinceThen(deps: MissedCallDeps, sql: Sql, news: MissedNews): Promise<Since[]> {
  const calls = await callsOf(deps, sql, news.caller, news.missed.startedAt);
  return calls
    .filter((other) => other.id !== news.call.id)
    .map((other) => ({ call: other, judgement: judgeCall(judgedOf(other), news.settings) }))
    .reverse();
}

/** The first conversation that pays the miss; not one of which a person said "answering machine". */
async function firstReached(sql: Sql, since: readonly Since[], missed: Missed) {
  const reached = since.filter(isReached).filter(({ judgement }) => judgement.at >= missed.startedAt);
  if (reached.length === 0) return null;
  const denied = await callsSaidFruitless(
    sql,
    reached.map(({ call }) => call.id),
  );
  return reached.find(({ call }) => !denied.has(call.id)) ?? null;
}

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
    longestWaitSeconds: missed.waitSeconds,
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

/** Our calls to the caller that we knew of before the miss: attempts of this debt from its first moment. */
async function countKnownAttempts(deps: MissedCallDeps, tx: Tx, debt: Debt, since: readonly Since[]): Promise<void> {
  const known = new Set((await readAttempts(tx, [debt.id])).map((attempt) => attempt.callId));
  for (const { call, judgement } of since) {
    const isOurs = judgement.kind === 'reached' && judgement.how === 'our-call';
    if (known.has(call.id) || (judgement.kind !== 'fruitless' && !isOurs)) continue;
    await writeAttempt(tx, attemptOf(deps, debt, call, judgement));
  }
}

/** A call of ours as an attempt of a debt. */
export const attemptOf = (
  deps: Pick<MissedCallDeps, 'ids'>,
  debt: Pick<Debt, 'id'>,
  call: StoredCall,
  judgement: Reached | Extract<Judgement, { kind: 'fruitless' }>,
): Attempt => ({
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

/**
 * The caller was reached after this miss, and we hear of the miss only now: one try more of the debt that this conversation
 * paid, or a debt that is born paid, so that it is seen and its time to callback counts.
 */
async function takePaidMiss(
  deps: MissedCallDeps,
  tx: Tx,
  news: MissedNews,
  paying: { reached: { call: StoredCall; judgement: Reached }; since: readonly Since[] },
): Promise<void> {
  const { reached, since } = paying;
  const until = since.slice(0, since.indexOf(reached) + 1);
  const known = await lockDebtPaidBy(tx, reached.call.id);
  const debt = known ?? closeBy(await newDebt(deps, tx, news), reached, news.now);
  if (!known) await insertDebt(tx, debt);
  await insertMiss(tx, missOf(news.call, news.missed, debt.id));
  await countKnownAttempts(deps, tx, debt, until);
  const after = withMisses(debt, await readMisses(tx, [debt.id]));
  const told: DebtNews[] = known
    ? [['missed-call.missed-again', { callId: news.call.id, tries: after.tries }]]
    : [['missed-call.opened', { callId: news.call.id }], resolvedNews(after, agentOfCall(reached.call))];
  await saveDebt(deps, tx, bySystem, { before: debt, after, news: told });
}

export const closeBy = (debt: Debt, { call, judgement }: { call: StoredCall; judgement: Reached }, now: Date): Debt =>
  close(debt, now, { state: 'resolved', how: judgement.how, callId: call.id, reachedAt: judgement.at });

/** One try more of an open debt. An early one that is told late brings the attempts since then with it. */
async function takeMissAgain(deps: MissedCallDeps, tx: Tx, news: MissedNews, debt: Debt, since: readonly Since[]) {
  await insertMiss(tx, missOf(news.call, news.missed, debt.id));
  await countKnownAttempts(deps, tx, debt, since);
  const linked = { ...debt, contactId: debt.contactId ?? news.caller.contactId };
  const after = await planned(deps, tx, withMisses(linked, await readMisses(tx, [debt.id])), news.now);
  const again: DebtNews = ['missed-call.missed-again', { callId: news.call.id, tries: after.tries }];
  await saveDebt(deps, tx, bySystem, { before: debt, after, news: [again, ...planNews(after)] });
}

/** Facts of a debt that was planned again: archived when its ladder has ended. */
export const planNews = (after: Debt): DebtNews[] =>
  after.state === 'archived' ? [['missed-call.archived', { because: after.because?.key ?? '' }]] : [];

/**
 * Takes a missed call that no debt knows yet: one try more of the open debt, a debt paid already, or a new one. False when
 * somebody else opened one at the same moment: look again.
 */
export async function takeMiss(deps: MissedCallDeps, tx: Tx, news: MissedNews, open: Debt | null): Promise<boolean> {
  if (await debtIdOfMiss(tx, news.call.id)) return true;
  const since = await sinceThen(deps, tx, news);
  const reached = await firstReached(tx, since, news.missed);
  if (reached) await takePaidMiss(deps, tx, news, { reached, since });
  else if (open) await takeMissAgain(deps, tx, news, open, since);
  else return openDebt(deps, tx, news, since);
  return true;
}

async function openDebt(deps: MissedCallDeps, tx: Tx, news: MissedNews, since: readonly Since[]): Promise<boolean> {
  const debt = await newDebt(deps, tx, news);
  if (!(await insertDebt(tx, debt))) return false;
  await insertMiss(tx, missOf(news.call, news.missed, debt.id));
  await countKnownAttempts(deps, tx, debt, since);
  const after = await planned(deps, tx, debt, news.now);
  await updateDebt(tx, after);
  const opened: DebtNews = ['missed-call.opened', { callId: news.call.id }];
  await tellChange(deps, tx, bySystem, { before: null, after, news: [opened, ...planNews(after)] });
  return true;
}
