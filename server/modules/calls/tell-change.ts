/** Tells desks and boards that a call changed, in the transaction that changed it. */
import type { Tx } from '../../platform/database/database.ts';
import type { NewFact } from '../../platform/outbox/fact.ts';
import type { Platform } from '../../platform/platform.ts';
import { boardsOf } from './boards.ts';
import type { StoredCall } from './call-row.ts';
import type { CallChanged, CallFacts } from './calls.events.ts';
import { deskChanges } from './live-changes.ts';
import { isInWrapUp } from './wrap-up.ts';

export const endWrapUpJob = 'calls.end-wrap-up';

export interface Change {
  before: StoredCall | null;
  /** Null: the call was merged into another one. */
  after: StoredCall | null;
  now: Date;
  /** When `before` was true, if only time has passed since. */
  beforeAt?: Date;
  /** True when the card changed as well: who it is, or something of that person. */
  card?: boolean;
}

/** What the live link is told of a change; pure. */
export function describeChange({ before, after, now, beforeAt = now, card = false }: Change): CallChanged | null {
  const call = after ?? before;
  if (!call) return null;
  const gone = { agents: [], state: 'ended' as const };
  const boards = after ? boardsOf(after, now) : [];
  const desks = deskChanges(before, after ?? gone, now, beforeAt);
  const hadWrapUp = call.agents.some((agent) => agent.wrapUpUntil !== null);
  return {
    callId: call.id,
    version: after?.version ?? call.version + 1,
    desks: after
      ? desks
      : desks.map(({ agentId }) => ({ kind: 'removed', agentId, because: 'merged', byAgentId: null })),
    boards,
    leftBoards: before ? boardsOf(before, beforeAt).filter((board) => !boards.includes(board)) : [],
    because: after ? (hadWrapUp ? 'wrap-up-done' : 'ended') : 'merged',
    card,
  };
}

/** The fact for the live link; none when there is nothing to tell. */
export function changeFacts(change: Change): NewFact<CallFacts>[] {
  const payload = describeChange(change);
  return payload ? [{ type: 'call.changed', subject: payload.callId, payload }] : [];
}

/** Sets the clock for the end of every wrap-up that began. */
export async function planWrapUpEnds(
  tx: Tx,
  { jobs }: Pick<Platform, 'jobs'>,
  { before, after, now }: Change,
): Promise<void> {
  for (const agent of after?.agents ?? []) {
    const known = before?.agents.find((one) => one.interface === agent.interface);
    if (!isInWrapUp(agent, now) || agent.wrapUpUntil === known?.wrapUpUntil) continue;
    const callId = after!.id;
    const payload = { callId, interface: agent.interface };
    const key = `${endWrapUpJob}:${callId}:${agent.interface}`;
    await jobs.add(tx, endWrapUpJob, payload, { runAt: new Date(agent.wrapUpUntil!), key });
  }
}

/** Tells of one change, and sets the clocks that it starts. */
export async function tellChange(tx: Tx, platform: Pick<Platform, 'facts' | 'jobs'>, change: Change): Promise<void> {
  await platform.facts.appendAll<CallFacts>(tx, changeFacts(change));
  await planWrapUpEnds(tx, platform, change);
}
