/**
 * The heart of the module: a call changed, so the debts of its customer may have. It looks at the call as it stands now,
 * not at the fact that told of it, so facts may come twice, late or out of order.
 */
import type { Tx } from '../../platform/database/database.ts';
import type { StoredCall } from '../calls/call-row.ts';
import { agentOfCall } from '../calls/last-agent.ts';
import { type Caller, callerOf, judgedOf } from './caller.ts';
import { type Debt, isOpen, release, reopen, withMisses } from './debt.ts';
import { bySystem, type DebtNews, type MissedCallDeps, saveDebt } from './debt-store.ts';
import { mergeDebts } from './merge-debts.ts';
import type { MissedCallSettings } from './missed-call-neighbours.ts';
import { type Judgement, judgeCall, resolveMissedCall } from './missed-call-rules.ts';
import type { MissedCallFacts } from './missed-calls.events.ts';
import {
  insertDebt,
  insertMiss,
  lockDebt,
  lockDebtPaidBy,
  lockDebtsOf,
  lockDebtsTrying,
  moveHistoryUntil,
  readAttempts,
  readMisses,
  writeAttempt,
} from './missed-calls.repository.ts';
import { attemptOf, closeBy, missOf, planNews, resolvedNews, takeMiss } from './open-debt.ts';
import { planned } from './plan-debt.ts';

interface CallNews {
  call: StoredCall;
  judgement: Exclude<Judgement, { kind: 'nothing' | 'not-callable' }>;
  caller: Caller;
  settings: MissedCallSettings;
  now: Date;
}

/** True when the debt's lock was taken for this call. */
const isLockOf = (debt: Debt, call: StoredCall) =>
  debt.state === 'trying' &&
  (debt.tryingCallId === call.id ||
    (debt.tryingCallId === null &&
      (call.missedCallId === debt.id ||
        (debt.tryingOriginateId !== null && debt.tryingOriginateId === call.originateId))));

/** Frees the debts that waited for a call or a click which came to nothing. */
export async function releaseTrying(
  deps: MissedCallDeps,
  tx: Tx,
  by: { callId: string | null; originateId: string | null },
): Promise<void> {
  for (const debt of await lockDebtsTrying(tx, by)) await releaseDebt(deps, tx, debt);
}

export async function releaseDebt(deps: MissedCallDeps, tx: Tx, debt: Debt): Promise<Debt> {
  const after = await planned(deps, tx, release(debt), debt.decidedAt);
  return saveDebt(deps, tx, bySystem, {
    before: debt,
    after,
    news: [['missed-call.released', {}], ...planNews(after)],
  });
}

async function recordAttempt(deps: MissedCallDeps, tx: Tx, debt: Debt, { call, judgement }: CallNews): Promise<void> {
  if (judgement.kind !== 'fruitless' && judgement.kind !== 'reached') return;
  await writeAttempt(tx, attemptOf(deps, debt, call, judgement));
}

async function countAttempt(deps: MissedCallDeps, tx: Tx, debt: Debt, news: CallNews): Promise<void> {
  if (news.judgement.kind !== 'fruitless') return;
  await recordAttempt(deps, tx, debt, news);
  const free = isLockOf(debt, news.call) ? release(debt) : debt;
  const after = await planned(deps, tx, free, news.now);
  const attempted: DebtNews = [
    'missed-call.attempted',
    {
      outcome: news.judgement.outcome,
      callId: news.call.id,
      agentId: agentOfCall(news.call),
      nextAttemptAt: after.nextAttemptAt?.toISOString() ?? null,
    },
  ];
  await saveDebt(deps, tx, bySystem, { before: debt, after, news: [attempted, ...planNews(after)] });
}

async function resolve(deps: MissedCallDeps, tx: Tx, debt: Debt, { call, judgement, now }: CallNews): Promise<void> {
  if (judgement.kind !== 'reached') return;
  if (judgement.how === 'our-call') await writeAttempt(tx, attemptOf(deps, debt, call, judgement));
  const after = closeBy(debt, { call, judgement }, now);
  await saveDebt(deps, tx, bySystem, { before: debt, after, news: [resolvedNews(after, agentOfCall(call))] });
}

/**
 * A conversation between the tries of one debt, told to us late: it pays the tries before it, which become a debt of their
 * own; the later ones are still owed.
 */
async function payEarlierTries(deps: MissedCallDeps, tx: Tx, debt: Debt, news: CallNews): Promise<void> {
  const { call, judgement, now } = news;
  if (judgement.kind !== 'reached' || (await lockDebtPaidBy(tx, call.id))) return;
  const paid = { ...closeBy(debt, { call, judgement }, now), id: deps.ids('msd'), version: 1 };
  await insertDebt(tx, paid);
  await moveHistoryUntil(tx, debt.id, paid.id, judgement.at);
  if (judgement.how === 'our-call') await writeAttempt(tx, attemptOf(deps, paid, call, judgement));
  const [tries, rest] = [await readMisses(tx, [paid.id]), await readMisses(tx, [debt.id])];
  const opened: DebtNews = ['missed-call.opened', { callId: tries[0]?.callId ?? call.id }];
  const settled = withMisses(paid, tries);
  const told = [opened, resolvedNews(settled, agentOfCall(call))];
  await saveDebt(deps, tx, bySystem, { before: paid, after: settled, news: told });
  const after = await planned(deps, tx, withMisses(debt, rest), now);
  const again: DebtNews = ['missed-call.missed-again', { callId: rest.at(-1)?.callId ?? '', tries: after.tries }];
  await saveDebt(deps, tx, bySystem, { before: debt, after, news: [again, ...planNews(after)] });
}

/** Somebody is dialling the customer, from the console or from the desk phone: nobody else may. */
async function lockFor(
  deps: MissedCallDeps,
  tx: Tx,
  debt: Debt,
  { call, now }: Pick<CallNews, 'call' | 'now'>,
): Promise<void> {
  const isOurs = isLockOf(debt, call);
  if (debt.state === 'trying' && (!isOurs || debt.tryingCallId === call.id)) return;
  const agentId = debt.tryingAgentId ?? agentOfCall(call);
  const after: Debt = {
    ...debt,
    state: 'trying',
    tryingAgentId: agentId,
    tryingSince: debt.tryingSince ?? now,
    tryingCallId: call.id,
    tryingUntil: null,
  };
  await saveDebt(deps, tx, bySystem, {
    before: debt,
    after,
    news: [['missed-call.claimed', { agentId, callId: call.id }]],
  });
}

async function applyTo(deps: MissedCallDeps, tx: Tx, debt: Debt, news: CallNews): Promise<void> {
  const misses = await readMisses(tx, [debt.id]);
  const attempts = await readAttempts(tx, [debt.id]);
  const history = { isOpen: isOpen(debt), misses, attempts };
  const decision = resolveMissedCall(history, news.call.id, news.judgement);
  switch (decision.kind) {
    case 'count-miss':
      return takeMissed(deps, tx, news, debt);
    case 'count-attempt':
      return countAttempt(deps, tx, debt, news);
    case 'resolve':
      return resolve(deps, tx, debt, news);
    case 'pay-earlier':
      return payEarlierTries(deps, tx, debt, news);
    case 'leave':
      if (news.judgement.kind === 'dialling') return lockFor(deps, tx, debt, news);
      if (news.call.endedAt && isLockOf(debt, news.call)) await releaseDebt(deps, tx, debt);
  }
}

/** Open debts that this call may change; the one it was made for first. */
async function debtsFor(tx: Tx, { call, caller }: CallNews): Promise<Debt[]> {
  const asked = call.direction === 'outbound' && call.missedCallId ? await lockDebt(tx, call.missedCallId) : null;
  const found = await lockDebtsOf(tx, caller);
  const others = found.filter((debt) => debt.id !== asked?.id);
  return asked && isOpen(asked) ? [asked, ...others] : others;
}

/** The PBX took back what it said of a call that had paid a debt: the debt is owed again. */
async function reopenPaidBy(deps: MissedCallDeps, tx: Tx, news: CallNews): Promise<boolean> {
  if (news.judgement.kind !== 'fruitless' && news.judgement.kind !== 'missed') return false;
  const paid = await lockDebtPaidBy(tx, news.call.id);
  if (!paid || (await lockDebtsOf(tx, { ...news.caller, contactId: paid.contactId })).length > 0) return false;
  await recordAttempt(deps, tx, paid, news);
  if (news.judgement.kind === 'missed') await insertMiss(tx, missOf(news.call, news.judgement, paid.id));
  const opened = withMisses(reopen(paid, news.now, paid.reopenedAt), await readMisses(tx, [paid.id]));
  const after = await planned(deps, tx, opened, news.now);
  await saveDebt(deps, tx, bySystem, { before: paid, after, news: [['missed-call.reopened', {}], ...planNews(after)] });
  return true;
}

async function applyNews(deps: MissedCallDeps, tx: Tx, news: CallNews): Promise<void> {
  const debts = await debtsFor(tx, news);
  const debt = await mergeDebts(deps, tx, debts, news.now);
  if (debt) return applyTo(deps, tx, debt, news);
  if (await reopenPaidBy(deps, tx, news)) return;
  if (news.judgement.kind === 'missed') await takeMissed(deps, tx, news, null);
}

async function takeMissed(deps: MissedCallDeps, tx: Tx, news: CallNews, open: Debt | null): Promise<void> {
  const { judgement, ...rest } = news;
  if (judgement.kind !== 'missed' || (await takeMiss(deps, tx, { ...rest, missed: judgement }, open))) return;
  // Somebody opened one at the same moment: the call is one try more of it.
  const [other] = await lockDebtsOf(tx, news.caller);
  if (other) await takeMiss(deps, tx, { ...rest, missed: judgement }, other);
}

/**
 * The same for a call as a fact tells of it. One that only begins says nothing of a debt unless it was dialled for one: for
 * those nothing is read. What becomes of it later has facts of its own.
 */
export async function takeTold(deps: MissedCallDeps, tx: Tx, call: StoredCall): Promise<void> {
  const { missedCalls: settings } = await deps.neighbours.settings(tx);
  const saysNothing = judgeCall(judgedOf(call), settings).kind === 'nothing' || !call.customer;
  if (saysNothing && call.endedAt === null && call.originateId === null) return;
  await takeCall(deps, tx, call.id);
}

/** Takes the news of a call: opens, raises, pays, locks or frees the debt of its customer. */
export async function takeCall(deps: MissedCallDeps, tx: Tx, callId: string): Promise<void> {
  const call = await deps.neighbours.findCall(tx, callId);
  if (!call) return;
  const { missedCalls: settings } = await deps.neighbours.settings(tx);
  const judgement = judgeCall(judgedOf(call), settings);
  if (judgement.kind === 'not-callable') return tellNotCallable(deps, tx, call.id, judgement.because);
  if (judgement.kind === 'nothing' || !call.customer) return takeUntellingCall(deps, tx, call);
  const from = { key: judgement.key, number: call.customer, contactId: call.contactId };
  const caller = await callerOf(deps.neighbours, tx, from);
  await applyNews(deps, tx, { call, judgement, caller, settings, now: deps.clock.now() });
}

/** A call that says nothing of the customer may still be the one a lock waits for: it keeps it, or frees it by its end. */
async function takeUntellingCall(deps: MissedCallDeps, tx: Tx, call: StoredCall): Promise<void> {
  const by = { callId: call.id, originateId: call.originateId };
  if (call.endedAt) return releaseTrying(deps, tx, by);
  if (call.originateId === null) return;
  for (const debt of await lockDebtsTrying(tx, by)) await lockFor(deps, tx, debt, { call, now: deps.clock.now() });
}

/** Kept as a fact, so that reports can count it; told once. */
async function tellNotCallable(
  deps: MissedCallDeps,
  tx: Tx,
  callId: string,
  because: 'withheld' | 'no-number',
): Promise<void> {
  await deps.facts.append<MissedCallFacts>(tx, {
    type: 'missed-call.not-callable',
    id: `missed-call.not-callable:${callId}`,
    subject: callId,
    payload: { callId, because },
  });
}
