/** What changes around a debt: the caller becomes known or another one, ladders, hours and zones are edited, calls merge. */
import type { Sql, Tx } from '../../platform/database/database.ts';
import { close, type Debt, isOpen, withMisses } from './debt.ts';
import { assignedNews, bySystem, type DebtNews, type MissedCallDeps, saveDebt } from './debt-store.ts';
import { mergeDebts } from './merge-debts.ts';
import {
  debtIdOfMiss,
  deleteMiss,
  lockDebt,
  lockDebts,
  lockDebtsOf,
  readMisses,
  repointCall,
} from './missed-calls.repository.ts';
import { planNews } from './open-debt.ts';
import { planned } from './plan-debt.ts';
import { takeCall } from './take-call.ts';

/** Decides the next attempt again as of the old decision, in the zone in force now, and tells of it when it moved. */
async function replan(deps: MissedCallDeps, tx: Tx, debt: Debt, isShownAnew: boolean): Promise<void> {
  const { contactId, numberE164: e164 } = debt;
  const timeZone = await deps.neighbours.timeZoneOf(tx, { contactId, e164 });
  const after = await planned(deps, tx, { ...debt, timeZone }, debt.decidedAt);
  const isSame = after.nextAttemptAt?.getTime() === debt.nextAttemptAt?.getTime() && after.step === debt.step;
  if (isSame && timeZone === debt.timeZone && !isShownAnew) return;
  const news: DebtNews[] = after.nextAttemptAt
    ? [['missed-call.rescheduled', { nextAttemptAt: after.nextAttemptAt.toISOString() }]]
    : planNews(after);
  await saveDebt(deps, tx, bySystem, { before: debt, after, news });
}

/** Open debts, all of them or those that climb one ladder, follow changed rules. `isShownAnew`: tell also what did not move. */
export async function replanOpenDebts(
  deps: MissedCallDeps,
  tx: Tx,
  ladderId: string | null,
  isShownAnew = false,
): Promise<void> {
  const rows = await tx<{ id: string }[]>`
    select id from missed_calls
    where state in ('open', 'trying') and ${ladderId === null ? tx`true` : tx`ladder_id = ${ladderId}`} order by id`;
  for (const { id } of rows) {
    const [debt] = await lockDebts(tx, [id]);
    if (debt && isOpen(debt)) await replan(deps, tx, debt, isShownAnew);
  }
}

/** The debt is this person's, in this person's zone; the next attempt may move. */
async function linkTo(
  deps: MissedCallDeps,
  tx: Tx,
  debt: Debt,
  { contactId, isShownAnew }: { contactId: string; isShownAnew: boolean },
): Promise<void> {
  const timeZone = await deps.neighbours.timeZoneOf(tx, { contactId, e164: debt.numberE164 });
  if (debt.contactId === contactId && debt.timeZone === timeZone && !isShownAnew) return;
  const after = await planned(deps, tx, { ...debt, contactId, timeZone }, debt.decidedAt);
  const news: DebtNews[] = [['missed-call.relinked', { contactId }], ...planNews(after)];
  await saveDebt(deps, tx, bySystem, { before: debt, after, news });
}

/**
 * A person is known, or has other numbers or another zone than before: the debts of all these numbers become one, with
 * this person. A debt that belongs to somebody else stays that person's.
 * @param isShownAnew the name, or who may know it, changed: consoles get the debt again
 */
export async function personChanged(
  deps: MissedCallDeps,
  tx: Tx,
  contactId: string,
  isShownAnew = false,
): Promise<void> {
  const person = (await deps.neighbours.people(tx, [contactId])).get(contactId);
  if (!person) return;
  const found = await lockDebtsOf(tx, { key: null, keys: person.numbers, contactId });
  const debt = await mergeDebts(deps, tx, found, deps.clock.now());
  if (debt) await linkTo(deps, tx, debt, { contactId, isShownAnew });
}

/** Nobody's again: what is owed is owed to the number. */
async function unlink(deps: MissedCallDeps, tx: Tx, debt: Debt): Promise<Debt> {
  const timeZone = await deps.neighbours.timeZoneOf(tx, { contactId: null, e164: debt.numberE164 });
  const after = await planned(deps, tx, { ...debt, contactId: null, timeZone }, debt.decidedAt);
  const news: DebtNews[] = [['missed-call.relinked', { contactId: null }], ...planNews(after)];
  return saveDebt(deps, tx, bySystem, { before: debt, after, news });
}

/** Very many people at once: those whose numbers somebody owes a call, or who are owed one, are looked at one by one. */
export async function peopleImported(
  deps: MissedCallDeps,
  tx: Tx,
  { contactIds, removedNumbers }: { contactIds: string[]; removedNumbers: string[] },
): Promise<void> {
  const rows = await tx<{ id: string; gone: boolean }[]>`
    select c.id, c.deleted_at is not null as gone from contacts c where c.id in (
      select p.contact_id from phones p join missed_calls m on m.number_e164 = p.e164 and m.state in ('open', 'trying')
      where p.contact_id = any(${contactIds})
      union select m.contact_id from missed_calls m
      where m.state in ('open', 'trying') and (m.contact_id = any(${contactIds}) or m.number_e164 = any(${removedNumbers}))
    ) order by c.id`;
  for (const { id, gone } of rows) {
    if (gone) await personDeleted(deps, tx, id);
    else await personChanged(deps, tx, id, true);
  }
}

/** A person was deleted: what is owed is still owed to the number. */
export async function personDeleted(deps: MissedCallDeps, tx: Tx, contactId: string): Promise<void> {
  for (const debt of await lockDebtsOf(tx, { key: null, keys: [], contactId })) await unlink(deps, tx, debt);
}

/**
 * A number is not this person's any more (it was written down wrong, or another has it now): a debt to that number goes with
 * it, to whoever has it or to nobody. A debt for which the person called from other numbers as well stays theirs.
 */
export async function numberLost(deps: MissedCallDeps, tx: Tx, e164: string, contactId: string): Promise<void> {
  const next = await deps.neighbours.contactOf(tx, e164);
  if (next === contactId) return;
  const found = await lockDebtsOf(tx, { key: e164, keys: [], contactId: null });
  const debt = found.find((one) => one.contactId === contactId && one.numberE164 === e164);
  const misses = debt ? await readMisses(tx, [debt.id]) : [];
  if (!debt || misses.some((miss) => miss.numberKey !== e164)) return;
  await unlink(deps, tx, debt);
  if (next !== null) await personChanged(deps, tx, next);
}

/** A person said who called: the debt that this call opened is that person's. */
export async function callerPicked(deps: MissedCallDeps, tx: Tx, callId: string, contactId: string): Promise<void> {
  const debtId = await debtIdOfMiss(tx, callId);
  const debt = debtId ? await lockDebt(tx, debtId) : null;
  if (!debt || !isOpen(debt) || debt.contactId === contactId) return;
  const others = await lockDebtsOf(tx, { key: null, keys: [], contactId });
  const [first = debt] = others;
  const one =
    others.length > 0 ? await mergeDebts(deps, tx, [first, { ...debt, contactId: null }], deps.clock.now()) : debt;
  if (one) await linkTo(deps, tx, one, { contactId, isShownAnew: false });
}

/** `callId` was part of `into` all along: what was counted of it is counted of the whole, once. */
export async function callMerged(deps: MissedCallDeps, tx: Tx, callId: string, into: string): Promise<void> {
  const debtId = await deleteMiss(tx, callId);
  await repointCall(tx, callId, into);
  await takeCall(deps, tx, into);
  const debt = debtId ? await lockDebt(tx, debtId) : null;
  if (!debt || !isOpen(debt)) return;
  const misses = await readMisses(tx, [debt.id]);
  if (misses.length > 0) {
    const after = await planned(deps, tx, withMisses(debt, misses), debt.decidedAt);
    const news: DebtNews[] = [['missed-call.missed-again', { callId: into, tries: after.tries }], ...planNews(after)];
    await saveDebt(deps, tx, bySystem, { before: debt, after, news });
    return;
  }
  const because = { key: 'missed-call.merged' as const, values: { callId: into } };
  const after = close(debt, deps.clock.now(), { state: 'archived', because });
  await saveDebt(deps, tx, bySystem, { before: debt, after, news: planNews(after) });
}

/** Somebody left or changed teams: the debts stay with the team, or follow to the new one. */
export async function agentChanged(deps: MissedCallDeps, tx: Tx, agentId: string): Promise<void> {
  const agent = (await deps.neighbours.agents(tx, [agentId])).get(agentId);
  const rows = await tx<{ id: string }[]>`
    select id from missed_calls where state in ('open', 'trying') and assignee_agent_id = ${agentId} order by id`;
  const debts = await lockDebts(
    tx,
    rows.map(({ id }) => id),
  );
  for (const debt of debts.filter(isOpen)) {
    const after = agent?.active ? { ...debt, teamId: agent.teamId ?? debt.teamId } : { ...debt, assigneeAgentId: null };
    if (after.assigneeAgentId === debt.assigneeAgentId && after.teamId === debt.teamId) continue;
    await saveDebt(deps, tx, bySystem, { before: debt, after, news: [assignedNews(debt, after)] });
  }
}

/** For the deletion of a ladder. */
export const ladderUser = {
  async usesOf(sql: Sql, ladderId: string): Promise<string | null> {
    const [row] = await sql<{ count: number }[]>`
      select count(*)::int as count from missed_calls where ladder_id = ${ladderId} and state in ('open', 'trying')`;
    return row && row.count > 0 ? `${row.count} open missed calls` : null;
  },
  async replace(tx: Tx, ladderId: string, substituteId: string): Promise<void> {
    await tx`
      update missed_calls set ladder_id = ${substituteId}, version = version + 1
      where ladder_id = ${ladderId} and state in ('open', 'trying')`;
  },
};
