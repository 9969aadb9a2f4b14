/** Pure: from a call before and after a change, who must be told what. Rooms and views are the shell's business. */
import type { CallAgentRow, CallRow } from './call-row.ts';
import { isInWrapUp } from './wrap-up.ts';

export type RemovalReason = 'answered-elsewhere' | 'not-answered' | 'transferred' | 'merged' | 'wrap-up-done' | 'ended';

/** What one agent's desk must do with a call. */
export type DeskChange =
  | { kind: 'offered'; agentId: string }
  | { kind: 'changed'; agentId: string }
  | { kind: 'removed'; agentId: string; because: RemovalReason; byAgentId: string | null };

type Desk = Pick<CallRow, 'agents' | 'state'>;

const isOnDesk = (agent: CallAgentRow, now: Date) => agent.live || isInWrapUp(agent, now);

/** Ids of the agents on whose desk the call lies now: their device is in it, or their wrap-up runs. */
export function desksOf(call: Desk, now: Date): string[] {
  const ids = call.agents.filter((agent) => agent.agentId !== null && isOnDesk(agent, now)).map((a) => a.agentId!);
  return [...new Set(ids)];
}

/** True while the call is shown anywhere: it lives, or somebody's wrap-up runs. */
export function isShown(call: Desk, now: Date): boolean {
  return call.state !== 'ended' || call.agents.some((agent) => agent.agentId !== null && isInWrapUp(agent, now));
}

/** Why a call leaves the desk of one who has no part in it any more. */
function removalReason(call: Desk, agentId: string): { because: RemovalReason; byAgentId: string | null } {
  const mine = call.agents.filter((agent) => agent.agentId === agentId);
  if (mine.some((agent) => agent.tookPart)) {
    if (call.state !== 'ended') return { because: 'transferred', byAgentId: null };
    return { because: mine.some((agent) => agent.wrapUpUntil !== null) ? 'wrap-up-done' : 'ended', byAgentId: null };
  }
  const winner = call.agents.find((agent) => agent.agentId !== agentId && agent.tookPart);
  if (winner) return { because: 'answered-elsewhere', byAgentId: winner.agentId };
  const onlyRang = mine.every((agent) => agent.role === 'rang');
  return { because: onlyRang ? 'not-answered' : 'ended', byAgentId: null };
}

/**
 * What each desk must do after a change. A desk that gets the call for the first time (or again) is offered it with its
 * card; a desk that keeps it gets the change; a desk that loses it is told why.
 * `beforeAt` is the moment at which `before` was true, when only time has passed since (a wrap-up ran out).
 * @example deskChanges(ringing, answeredByAnna, now) // [{kind:'changed', agentId:'anna'}, {kind:'removed', agentId:'boris', …}]
 */
export function deskChanges(before: Desk | null, after: Desk, now: Date, beforeAt: Date = now): DeskChange[] {
  const had = new Set(before ? desksOf(before, beforeAt) : []);
  const has = new Set(desksOf(after, now));
  const told: DeskChange[] = [...has].map((agentId) => ({
    kind: had.has(agentId) ? 'changed' : 'offered',
    agentId,
  }));
  for (const agentId of had) {
    if (!has.has(agentId)) told.push({ kind: 'removed', agentId, ...removalReason(after, agentId) });
  }
  return told;
}
