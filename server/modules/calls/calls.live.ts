/** Calls on the live link: the pop on the desk of who rings, the board, and both parts of the snapshot. */
import type { LiveEvent } from '../../contract/live-events.ts';
import { rooms } from '../../contract/live-events.ts';
import type { Sql } from '../../platform/database/database.ts';
import { type LiveContext, type LiveMessage, liveMapping } from '../../platform/realtime/live.ts';
import { scopeOf } from '../access/permissions.ts';
import type { Principal } from '../access/principal.ts';
import type { MatchReader } from '../contacts/rank-matches.ts';
import { boardOfTeam, nobodysBoard } from './boards.ts';
import type { CallNeighbours } from './call-neighbours.ts';
import { cardFor, readCardMaterial, readCards, readNames, viewCalls } from './call-reading.ts';
import type { StoredCall } from './call-row.ts';
import { type CallNames, callView } from './call-view.ts';
import type { CallChanged, CallFacts } from './calls.events.ts';
import { readCalls, selectDeskCalls, selectShownCalls } from './calls.repository.ts';
import { type CallsDeps, visibleCalls } from './calls.usecases.ts';

/** Who reads a board: leaders see what their right reaches. */
function boardReader(board: string): MatchReader {
  const nobody = { userId: null, agentId: null };
  if (board === rooms.board) return { ...nobody, role: 'manager', teamId: null };
  return { ...nobody, role: 'supervisor', teamId: board === nobodysBoard ? null : board.slice('board:'.length) };
}

function boardMessages(change: CallChanged, call: StoredCall | undefined, names: CallNames): LiveMessage[] {
  const { callId, version, because } = change;
  const gone: LiveEvent = { name: 'call.removed', payload: { callId, because, byName: null, version } };
  const left = change.leftBoards.length === 0 ? [] : [{ rooms: change.leftBoards, event: gone }];
  if (!call) return left;
  const shown = change.boards.map((board): LiveMessage => {
    const view = callView(call, names, boardReader(board));
    return { rooms: [board], event: { name: 'call.changed', payload: { call: view } } };
  });
  return [...left, ...shown];
}

async function deskMessages(
  sql: Sql,
  neighbours: CallNeighbours,
  { desks, callId, version }: CallChanged,
  call: StoredCall | undefined,
  names: CallNames,
): Promise<LiveMessage[]> {
  if (desks.length === 0) return [];
  const isOffered = call !== undefined && desks.some((desk) => desk.kind === 'offered');
  const material = isOffered ? await readCardMaterial(sql, neighbours, call, names) : null;
  const readers = await neighbours.readersOfAgents(
    sql,
    desks.map((desk) => desk.agentId),
  );
  return desks.flatMap((desk): LiveMessage[] => {
    const room = [rooms.agent(desk.agentId)];
    if (desk.kind === 'removed') {
      const byName = desk.byAgentId === null ? null : (names.agents.get(desk.byAgentId) ?? null);
      const payload = { callId, because: desk.because, byName, version };
      return [{ rooms: room, event: { name: 'call.removed', payload } }];
    }
    const reader = readers.get(desk.agentId);
    if (!call || !reader) return [];
    const view = callView(call, names, reader);
    if (desk.kind === 'changed' || !material) {
      return [{ rooms: room, event: { name: 'call.changed', payload: { call: view } } }];
    }
    return [
      { rooms: room, event: { name: 'call.offered', payload: { call: view, card: cardFor(material, names, reader) } } },
    ];
  });
}

/** Live events of one change; the call is read as it is now, so a burst of changes never shows an older one. */
export async function messagesOf(
  { database }: LiveContext,
  neighbours: CallNeighbours,
  change: CallChanged,
): Promise<LiveMessage[]> {
  const { sql } = database;
  const [call] = await readCalls(sql, [change.callId]);
  const names = await readNames(sql, neighbours, call ? [call] : []);
  return [
    // What leaves goes first: a leader who also sits at a telephone keeps the call on the board.
    ...(await deskMessages(sql, neighbours, change, call, names)),
    ...boardMessages(change, call, names),
  ];
}

async function snapshotCalls(deps: CallsDeps, principal: Principal): Promise<StoredCall[]> {
  const { sql } = deps.database;
  const now = deps.clock.now();
  const desk = principal.agentId === null ? [] : await selectDeskCalls(sql, principal.agentId, now);
  if (scopeOf(principal, 'board.read') === null) return desk;
  const board = await selectShownCalls(sql, visibleCalls(sql, principal, 'board.read'), now);
  return [...new Map([...board, ...desk].map((call) => [call.id, call])).values()];
}

export const callsLive = (deps: CallsDeps) => ({
  mappings: [
    liveMapping<Pick<CallFacts, 'call.changed'>>({
      on: ['call.changed'],
      toMessages: ({ payload }, context) => messagesOf(context, deps.neighbours, payload),
    }),
    liveMapping<Pick<CallFacts, 'originate.failed'>>({
      on: ['originate.failed'],
      toMessages: async ({ payload: { agentId, originateId, because } }) =>
        agentId === null
          ? []
          : [{ rooms: [rooms.agent(agentId)], event: { name: 'call.failed', payload: { originateId, because } } }],
    }),
  ],
  snapshot: [
    {
      key: 'calls' as const,
      read: async (principal: Principal, { database }: LiveContext) => {
        const calls = await snapshotCalls(deps, principal);
        const views = await viewCalls(database.sql, deps.neighbours, calls, principal);
        return Object.fromEntries(views.map((call) => [call.id, call]));
      },
    },
    {
      key: 'cards' as const,
      read: async (principal: Principal, { database }: LiveContext) => {
        if (principal.agentId === null) return {};
        const calls = await selectDeskCalls(database.sql, principal.agentId, deps.clock.now());
        const cards = await readCards(database.sql, deps.neighbours, calls, principal);
        return Object.fromEntries(cards.map((card) => [card.callId, card]));
      },
    },
  ],
  rooms: [
    (principal: Principal): string[] =>
      scopeOf(principal, 'board.read') === 'team'
        ? [nobodysBoard, ...(principal.teamId === null ? [] : [boardOfTeam(principal.teamId)])]
        : [],
  ],
});
