/** Pure: how long a call stays on an agent's desk after it ended for that agent. */
import type { CallRecord } from '../../../pbx-bridge/contract/call-record.ts';
import type { CallAgentRow } from './call-row.ts';

/** Written over `wrapUpUntil` when the agent has finished; a later fact of the same call does not start it again. */
export const wrapUpFinished = '1970-01-01T00:00:00.000Z';

/**
 * Until when the after-call work of one agent lasts. It begins when the agent's last leg of the call ended (a transfer
 * ends it for the one who transferred, though the call goes on), only for those who took part, and only once; an agent
 * who comes back into the call begins anew. Null: no wrap-up (yet).
 */
export function decideWrapUp(
  before: CallAgentRow | null,
  next: Omit<CallAgentRow, 'wrapUpUntil'>,
  call: Pick<CallRecord, 'legs' | 'endedAt' | 'direction' | 'answeredAt' | 'variables'>,
  { wrapUpSeconds: usual, now }: { wrapUpSeconds: number; now: Date },
): string | null {
  if (next.live) return null;
  const wrapUpSeconds = wrapUpOfCampaign(call) ?? usual;
  if (!hasAfterCallWork(next, call.direction) || wrapUpSeconds === 0) return null;
  if (before && !before.live && before.wrapUpUntil !== null) return before.wrapUpUntil;
  const ends = call.legs.filter((leg) => leg.interface === next.interface).map((leg) => leg.endedAt ?? call.endedAt);
  const last = Math.max(...ends.map((at) => (at === null ? Number.NEGATIVE_INFINITY : Date.parse(at))));
  // A PBX whose clock is ahead must not keep the call on the desk for longer than was set.
  const from = Math.min(Number.isFinite(last) ? last : now.getTime(), now.getTime());
  return new Date(from + wrapUpSeconds * 1_000).toISOString();
}

/** A campaign says itself how long its result may take; of a call in which nobody was reached there is nothing to say. */
function wrapUpOfCampaign({ variables, answeredAt }: Pick<CallRecord, 'answeredAt' | 'variables'>): number | null {
  if (variables.ATTEMPT === undefined) return null;
  if (answeredAt === null) return 0;
  const seconds = Number(variables.WRAP_UP);
  return Number.isInteger(seconds) && seconds > 0 && seconds <= 86_400 ? seconds : null;
}

/** Colleagues who talk among themselves, are asked for advice or listen in have nothing to write down. */
function hasAfterCallWork(agent: Omit<CallAgentRow, 'wrapUpUntil'>, direction: CallRecord['direction']): boolean {
  if (direction === 'internal' || agent.role === 'consulted' || agent.role === 'monitored') return false;
  return agent.tookPart && agent.agentId !== null;
}

/** True while the call is still on the agent's desk for after-call work. */
export function isInWrapUp(agent: Pick<CallAgentRow, 'live' | 'wrapUpUntil'>, now: Date): boolean {
  return !agent.live && agent.wrapUpUntil !== null && Date.parse(agent.wrapUpUntil) > now.getTime();
}
