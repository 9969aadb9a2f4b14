/** Tells desks and boards that a call changed, in the transaction that changed it. */
import type { Tx } from '../../platform/database/database.ts';
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

/** Appends the fact for the live link, and sets the clock for the end of every wrap-up that began. */
export async function tellChange(
  tx: Tx,
  { facts, jobs }: Pick<Platform, 'facts' | 'jobs'>,
  change: Change,
): Promise<void> {
  const described = describeChange(change);
  if (!described) return;
  await facts.append<CallFacts>(tx, { type: 'call.changed', subject: described.callId, payload: described });
  const { before, after, now } = change;
  for (const agent of after?.agents ?? []) {
    const known = before?.agents.find((one) => one.interface === agent.interface);
    if (!isInWrapUp(agent, now) || agent.wrapUpUntil === known?.wrapUpUntil) continue;
    const payload = { callId: described.callId, interface: agent.interface };
    const key = `${endWrapUpJob}:${described.callId}:${agent.interface}`;
    await jobs.add(tx, endWrapUpJob, payload, { runAt: new Date(agent.wrapUpUntil!), key });
  }
}
