/** What people do with a debt: tell of an attempt, close it, open it again, give it to somebody. */
import type { AttemptOutcomeName } from '../../contract/missed-calls.contract.ts';
import type { Tx } from '../../platform/database/database.ts';
import { isUniqueViolation } from '../../platform/database/database-errors.ts';
import { canDo, canSee } from '../access/permissions.ts';
import { ownershipOf, refuseWhileTrying } from './claim-debt.ts';
import { type Attempt, close, type Debt, isOpen, release, reopen } from './debt.ts';
import { type Asker, assignedNews, type DebtNews, type MissedCallDeps, saveDebt } from './debt-store.ts';
import {
  agentUnknown,
  alreadyClosed,
  anotherOpen,
  assignRefused,
  missedCallNotFound,
  stillOpen,
} from './missed-calls.errors.ts';
import { lockDebt, readAttempts, writeAttempt } from './missed-calls.repository.ts';
import { planNews, resolvedNews } from './open-debt.ts';
import { planned } from './plan-debt.ts';

type Fruitless = Exclude<AttemptOutcomeName, 'reached'>;

/**
 * For this long after the PBX counted an attempt, pressing "no answer" (or another outcome) says how that one ended and
 * adds none: the button and the PBX must not both climb the ladder.
 */
const SAME_ATTEMPT_SECONDS = 600;

async function lockFor(tx: Tx, by: Asker, id: string): Promise<Debt> {
  const debt = await lockDebt(tx, id);
  if (!debt || !canSee(by.principal, 'missed-calls.work', ownershipOf(debt))) throw missedCallNotFound();
  return debt;
}

/** A lock of somebody else: only the one who is calling may say how it went. */
async function refuseForeignLock(deps: MissedCallDeps, tx: Tx, debt: Debt, by: Asker): Promise<void> {
  if (debt.state === 'trying' && debt.tryingAgentId !== by.principal.agentId) await refuseWhileTrying(deps, tx, debt);
}

interface Report {
  id: string;
  outcome: AttemptOutcomeName;
  note: string;
}

/** The attempt this report is about, if the PBX has seen it: the running call, or one that ended just now. */
function seenAttempt(debt: Debt, attempts: readonly Attempt[], by: Asker, now: Date): Attempt | null {
  const mine = attempts.filter((attempt) => attempt.callId !== null && attempt.agentId === by.principal.agentId);
  const last = mine[mine.length - 1];
  if (debt.state === 'trying' || !last || last.saidAt) return null;
  return now.getTime() - last.endedAt.getTime() <= SAME_ATTEMPT_SECONDS * 1000 ? last : null;
}

async function writeReport(deps: MissedCallDeps, tx: Tx, debt: Debt, by: Asker, report: Report): Promise<Attempt> {
  const now = deps.clock.now();
  const seen = seenAttempt(debt, await readAttempts(tx, [debt.id]), by, now);
  const attempt: Attempt = seen
    ? { ...seen, outcome: report.outcome, note: report.note, saidAt: now }
    : {
        id: deps.ids('mat'),
        missedCallId: debt.id,
        numberKey: debt.numberKey,
        callId: debt.state === 'trying' ? debt.tryingCallId : null,
        agentId: by.principal.agentId,
        outcome: report.outcome,
        startedAt: debt.tryingSince ?? now,
        endedAt: now,
        note: report.note,
        saidAt: now,
      };
  await writeAttempt(tx, attempt);
  return attempt;
}

async function reportReached(deps: MissedCallDeps, tx: Tx, debt: Debt, by: Asker, report: Report): Promise<Debt> {
  const { endedAt, callId } = await writeReport(deps, tx, debt, by, report);
  const after = close(debt, deps.clock.now(), { state: 'resolved', how: 'by-hand', callId, reachedAt: endedAt });
  const news = [resolvedNews(after, by.principal.agentId)];
  return saveDebt(deps, tx, by, { before: debt, after, news, note: report.note });
}

async function reportFruitless(deps: MissedCallDeps, tx: Tx, debt: Debt, by: Asker, report: Report): Promise<Debt> {
  const attempt = await writeReport(deps, tx, debt, by, report);
  const after = await planned(deps, tx, release(debt), deps.clock.now());
  const attempted: DebtNews = [
    'missed-call.attempted',
    {
      outcome: report.outcome as Fruitless,
      callId: attempt.callId,
      agentId: attempt.agentId,
      nextAttemptAt: after.nextAttemptAt?.toISOString() ?? null,
    },
  ];
  return saveDebt(deps, tx, by, { before: debt, after, news: [attempted, ...planNews(after)], note: report.note });
}

/** "That was an answering machine": the PBX took it for an answer and the debt was closed. It is owed again. */
async function correctAnswered(deps: MissedCallDeps, tx: Tx, debt: Debt, by: Asker, report: Report): Promise<Debt> {
  const attempts = await readAttempts(tx, [debt.id]);
  const paid = attempts.find((attempt) => attempt.callId !== null && attempt.callId === debt.resolvedByCallId);
  if (debt.resolvedHow !== 'our-call' || !paid) throw alreadyClosed();
  const now = deps.clock.now();
  const outcome = report.outcome as Fruitless;
  await writeAttempt(tx, { ...paid, outcome, note: report.note, saidAt: now });
  const after = await planned(deps, tx, reopen(debt, now, debt.reopenedAt), now);
  const corrected: DebtNews = ['missed-call.attempt-corrected', { outcome, callId: paid.callId }];
  return save(() =>
    saveDebt(deps, tx, by, { before: debt, after, news: [corrected, ...planNews(after)], note: report.note }),
  );
}

/** Opening a debt while the caller has a newer one is refused by the database; said in words here. */
async function save(work: () => Promise<Debt>): Promise<Debt> {
  try {
    return await work();
  } catch (error) {
    if (isUniqueViolation(error)) throw anotherOpen();
    throw error;
  }
}

/** A person tells how an attempt ended: one the PBX did not see, one it has just counted, or one it took for an answer. */
export function reportAttempt(deps: MissedCallDeps, by: Asker, report: Report): Promise<Debt> {
  return deps.database.transaction(async (tx) => {
    const debt = await lockFor(tx, by, report.id);
    if (isOpen(debt)) {
      await refuseForeignLock(deps, tx, debt, by);
      return report.outcome === 'reached'
        ? reportReached(deps, tx, debt, by, report)
        : reportFruitless(deps, tx, debt, by, report);
    }
    if (report.outcome === 'reached') throw alreadyClosed();
    return correctAnswered(deps, tx, debt, by, report);
  });
}

/** Settled in another way (an e-mail, a visit): nothing is owed any more. */
export function resolveByHand(deps: MissedCallDeps, by: Asker, input: { id: string; note: string }): Promise<Debt> {
  return deps.database.transaction(async (tx) => {
    const debt = await lockFor(tx, by, input.id);
    if (!isOpen(debt)) throw alreadyClosed();
    const how = { state: 'resolved', how: 'by-hand', callId: null, reachedAt: null } as const;
    const after = { ...close(debt, deps.clock.now(), how), closeNote: input.note };
    const news = [resolvedNews(after, by.principal.agentId)];
    return saveDebt(deps, tx, by, { before: debt, after, news, note: input.note });
  });
}

/** Given up by hand. */
export function archiveByHand(deps: MissedCallDeps, by: Asker, input: { id: string; note: string }): Promise<Debt> {
  return deps.database.transaction(async (tx) => {
    const debt = await lockFor(tx, by, input.id);
    if (!isOpen(debt)) throw alreadyClosed();
    const because = { key: 'missed-call.by-hand' as const, values: {} };
    const after = { ...close(debt, deps.clock.now(), { state: 'archived', because }), closeNote: input.note };
    const news: DebtNews[] = [['missed-call.archived', { because: because.key }]];
    return saveDebt(deps, tx, by, { before: debt, after, news, note: input.note });
  });
}

/** Owed again after all: due at once, the ladder begins anew. */
export function reopenByHand(deps: MissedCallDeps, by: Asker, id: string): Promise<Debt> {
  return deps.database.transaction(async (tx) => {
    const debt = await lockFor(tx, by, id);
    if (isOpen(debt)) throw stillOpen();
    const now = deps.clock.now();
    const after = await planned(deps, tx, reopen(debt, now, now), now);
    return save(() =>
      saveDebt(deps, tx, by, { before: debt, after, news: [['missed-call.reopened', {}], ...planNews(after)] }),
    );
  });
}

/** Taking a debt, or putting one's own back, is part of the work; giving it to others is a right of its own. */
function mayAssign(by: Asker, debt: Debt, agentId: string | null): boolean {
  const { principal } = by;
  const isOwnAffair =
    principal.agentId !== null &&
    (agentId === principal.agentId || (agentId === null && debt.assigneeAgentId === principal.agentId));
  return (
    isOwnAffair ||
    (canDo(principal, 'missed-calls.assign') && canSee(principal, 'missed-calls.assign', ownershipOf(debt)))
  );
}

export function assignByHand(
  deps: MissedCallDeps,
  by: Asker,
  input: { id: string; agentId: string | null },
): Promise<Debt> {
  return deps.database.transaction(async (tx) => {
    const debt = await lockFor(tx, by, input.id);
    if (!isOpen(debt)) throw alreadyClosed();
    if (!mayAssign(by, debt, input.agentId)) throw assignRefused();
    const agent = input.agentId ? (await deps.neighbours.agents(tx, [input.agentId])).get(input.agentId) : null;
    if (input.agentId && !agent?.active) throw agentUnknown();
    const after = { ...debt, assigneeAgentId: input.agentId, teamId: agent?.teamId ?? debt.teamId };
    return saveDebt(deps, tx, by, { before: debt, after, news: [assignedNews(debt, after)] });
  });
}
