/** Rooms that follow from who somebody is. */
import { rooms } from '../../contract/live-events.ts';
import type { RoomRule } from '../../platform/realtime/live.ts';
import { scopeOf } from './permissions.ts';
import type { Principal } from './principal.ts';

/** Pure: own telephone, own team, the board for leaders of all teams, and what everybody may hear. */
export const roomsOfPrincipal: RoomRule<Principal> = (principal) => [
  rooms.everybody,
  ...(principal.agentId === null ? [] : [rooms.agent(principal.agentId)]),
  ...(principal.teamId === null ? [] : [rooms.team(principal.teamId)]),
  ...(scopeOf(principal, 'board.read') === 'all' ? [rooms.board] : []),
];
