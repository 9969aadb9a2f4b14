/** Two debts that turn out to be one person's become one: the older survives with the history of both. */
import type { Tx } from '../../platform/database/database.ts';
import { close, type Debt, withMisses } from './debt.ts';
import { bySystem, type MissedCallDeps, saveDebt } from './debt-store.ts';
import { moveHistory, readMisses } from './missed-calls.repository.ts';
import { planned } from './plan-debt.ts';

/** The lock goes along, unless the survivor is being called itself. */
const withLockOf = (survivor: Debt, other: Debt): Debt =>
  survivor.state === 'trying' || other.state !== 'trying'
    ? survivor
    : {
        ...survivor,
        state: 'trying',
        tryingAgentId: other.tryingAgentId,
        tryingSince: other.tryingSince,
        tryingOriginateId: other.tryingOriginateId,
        tryingCallId: other.tryingCallId,
        tryingUntil: other.tryingUntil,
      };

async function mergeInto(deps: MissedCallDeps, tx: Tx, survivor: Debt, other: Debt, now: Date): Promise<Debt> {
  await moveHistory(tx, other.id, survivor.id);
  const because = { key: 'missed-call.merged' as const, values: { missedCallId: survivor.id } };
  const gone = { ...close(other, now, { state: 'archived', because }), mergedInto: survivor.id };
  await saveDebt(deps, tx, bySystem, {
    before: other,
    after: gone,
    news: [['missed-call.merged', { into: survivor.id }]],
  });
  const misses = await readMisses(tx, [survivor.id]);
  const merged = withMisses(withLockOf(survivor, other), misses);
  return {
    ...merged,
    contactId: survivor.contactId ?? other.contactId,
    assigneeAgentId: survivor.assigneeAgentId ?? other.assigneeAgentId,
    teamId: survivor.teamId ?? other.teamId,
  };
}

/**
 * One debt out of several locked open ones, the oldest; null out of none. Debts of two different people stay apart: their
 * number is shared, and the first of the list is taken.
 */
export async function mergeDebts(
  deps: MissedCallDeps,
  tx: Tx,
  debts: readonly Debt[],
  now: Date,
): Promise<Debt | null> {
  const [oldest, ...others] = debts;
  if (!oldest) return null;
  let survivor = oldest;
  for (const other of others) {
    const isSamePerson = !survivor.contactId || !other.contactId || survivor.contactId === other.contactId;
    if (isSamePerson) survivor = await mergeInto(deps, tx, survivor, other, now);
  }
  if (survivor === oldest) return oldest;
  const after = await planned(deps, tx, survivor, now);
  const news = [['missed-call.relinked', { contactId: after.contactId }]] as const;
  return saveDebt(deps, tx, bySystem, { before: oldest, after, news: news.map((one) => [...one]) });
}
