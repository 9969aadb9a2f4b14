/** Pure: which of our people spoke with somebody. */
import type { StoredCall } from './call-row.ts';

/** Which of our people made the call or spoke in it: the one who took part, else the one whose device placed it. */
export const agentOfCall = (call: StoredCall): string | null =>
  (
    call.agents.find((agent) => agent.agentId !== null && agent.tookPart) ??
    call.agents.find((agent) => agent.agentId !== null)
  )?.agentId ?? null;

/** Who spoke last in these calls, newest first; null: nobody did. */
export function lastAgentOf(calls: readonly StoredCall[]): string | null {
  for (const call of calls) {
    const spoke = call.answeredAt && call.agents.find((agent) => agent.role === 'answered' && agent.agentId !== null);
    if (spoke) return spoke.agentId;
    if (call.answeredAt && call.direction === 'outbound' && agentOfCall(call)) return agentOfCall(call);
  }
  return null;
}
