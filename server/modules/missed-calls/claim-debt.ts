/**
 * The right to call, given to one at a time. The database decides (`claim` is one atomic update), so two people who press
 * at once cannot both win, on however many servers.
 */
import type { PhoneNumber } from '../../contract/common.contract.ts';
import type { Tx } from '../../platform/database/database.ts';
import { canSee } from '../access/permissions.ts';
import type { Principal } from '../access/principal.ts';
import { type Debt, isOpen } from './debt.ts';
import { type Asker, type MissedCallDeps, tellChange } from './debt-store.ts';
import { numberKey } from './missed-call-rules.ts';
import { alreadyClosed, beingCalled, missedCallNotFound } from './missed-calls.errors.ts';
import { claim, lockDebt, lockDebtsOf } from './missed-calls.repository.ts';
import { releaseTrying } from './take-call.ts';

/** A click may stay this long without a call: ringing the agent (two minutes at most) and some slack. */
export const CLAIM_SECONDS = 150;

export const ownershipOf = (debt: Pick<Debt, 'assigneeAgentId' | 'teamId'>) => ({
  ownerAgentIds: [debt.assigneeAgentId],
  teamIds: [debt.teamId],
});

export interface BeginAttempt {
  principal: Principal;
  ip: string | null;
  missedCallId: string;
  /** Whose telephone will ring. */
  agentId: string | null;
  /** Id of the click: `originate.failed` of that id frees the lock. */
  originateId: string;
}

async function nameOf(deps: MissedCallDeps, tx: Tx, agentId: string | null): Promise<string | null> {
  if (agentId === null) return null;
  return (await deps.neighbours.agents(tx, [agentId])).get(agentId)?.name ?? null;
}

/** Refuses with who is calling and since when. */
export async function refuseWhileTrying(deps: MissedCallDeps, tx: Tx, debt: Debt): Promise<never> {
  throw beingCalled(await nameOf(deps, tx, debt.tryingAgentId), debt.tryingSince ?? debt.decidedAt);
}

async function claimDebt(deps: MissedCallDeps, tx: Tx, input: BeginAttempt, debt: Debt): Promise<Debt> {
  if (!isOpen(debt)) throw alreadyClosed();
  const now = deps.clock.now();
  const { agentId, originateId } = input;
  const until = new Date(now.getTime() + CLAIM_SECONDS * 1000);
  const won = await claim(tx, { missedCallId: debt.id, agentId, originateId, callId: null, until, now });
  const after = await lockDebt(tx, debt.id);
  if (!after) throw missedCallNotFound();
  if (!won) return refuseWhileTrying(deps, tx, after);
  const by: Asker = { principal: input.principal, ip: input.ip };
  await tellChange(deps, tx, by, { before: debt, after, news: [['missed-call.claimed', { agentId, callId: null }]] });
  return after;
}

/**
 * For a click to call that pays a debt: call it in the transaction of the click, before the PBX is asked. Throws 404, 409
 * `missed_calls.already_closed`, or 409 `missed_calls.being_called` naming who is faster. The lock is freed by the call's end, by
 * `originate.failed`, by `abandonAttempt`, or after `CLAIM_SECONDS` without a call.
 */
export async function beginAttempt(
  deps: MissedCallDeps,
  tx: Tx,
  input: BeginAttempt,
): Promise<{ missedCallId: string; number: PhoneNumber; contactId: string | null }> {
  const debt = await lockDebt(tx, input.missedCallId);
  if (!debt || !canSee(input.principal, 'missed-calls.work', ownershipOf(debt))) throw missedCallNotFound();
  const claimed = await claimDebt(deps, tx, input, debt);
  const number = { raw: claimed.numberRaw, e164: claimed.numberE164, withheld: false };
  return { missedCallId: claimed.id, number, contactId: claimed.contactId };
}

/**
 * For a click to call of any number: when a call is owed to this customer, the click is an attempt to pay it and gets the
 * lock, or is refused because somebody is calling right now. Null: nothing is owed. Whoever may dial the number may pay.
 */
export async function beginAttemptOnNumber(
  deps: MissedCallDeps,
  tx: Tx,
  input: Omit<BeginAttempt, 'missedCallId'> & { number: PhoneNumber; contactId: string | null },
): Promise<string | null> {
  const key = numberKey(input.number);
  const people = input.contactId ? await deps.neighbours.people(tx, [input.contactId]) : new Map();
  const numbers: string[] = people.get(input.contactId ?? '')?.numbers ?? [];
  const keys = key ? [key, ...numbers] : numbers;
  const [debt] = await lockDebtsOf(tx, { key, keys, contactId: input.contactId });
  if (!debt) return null;
  return (await claimDebt(deps, tx, { ...input, missedCallId: debt.id }, debt)).id;
}

/** The click came to nothing before there was a call: others may try. Harmless when the lock is gone already. */
export const abandonAttempt = (deps: MissedCallDeps, tx: Tx, originateId: string): Promise<void> =>
  releaseTrying(deps, tx, { callId: null, originateId });

/** Both of the above as the calls module asks for them, in one function. */
export const attemptsForCalls =
  (deps: MissedCallDeps) =>
  async (
    tx: Tx,
    attempt: Omit<BeginAttempt, 'missedCallId'> & {
      missedCallId: string | null;
      number: PhoneNumber;
      contactId: string | null;
    },
  ): Promise<string | null> => {
    const { missedCallId } = attempt;
    if (missedCallId === null) return beginAttemptOnNumber(deps, tx, attempt);
    return (await beginAttempt(deps, tx, { ...attempt, missedCallId })).missedCallId;
  };
