/** Pure: which live boards show a call. Rooms of leaders only; a leader of a team sees the team's calls and nobody's. */
import { rooms } from '../../contract/live-events.ts';
import type { StoredCall } from './call-row.ts';
import { isShown } from './live-changes.ts';

/** Calls without an owner and a team, for leaders of any team. */
export const nobodysBoard = 'board:nobodys';
export const boardOfTeam = (teamId: string) => `board:${teamId}`;

/** The boards that show this call now; none once it has ended and every wrap-up is over. */
export function boardsOf(call: Pick<StoredCall, 'agents' | 'state' | 'agentIds' | 'teamIds'>, now: Date): string[] {
  if (!isShown(call, now)) return [];
  const nobodys = call.agentIds.length === 0 && call.teamIds.length === 0;
  return [rooms.board, ...call.teamIds.map(boardOfTeam), ...(nobodys ? [nobodysBoard] : [])];
}
