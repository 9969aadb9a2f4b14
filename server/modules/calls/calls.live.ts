/** Calls on the live link: the pop on the desk of who rings, the board, and both parts of the snapshot. */
import type { LiveEvent } from '../../contract/live-events.ts';
import { rooms } from '../../contract/live-events.ts';
import type { Sql } from '../../platform/database/database.ts';
import { type LiveContext, type LiveMessage, liveMapping } from '../../platform/realtime/live.ts';
import { canSee, scopeOf } from '../access/permissions.ts';
import type { Principal } from '../access/principal.ts';
import { boardOfTeam, boardsOf, nobodysBoard } from './boards.ts';
import type { CallNeighbours } from './call-neighbours.ts';
import { type CardMaterial, cardFor, readCardMaterial, readCards, readNames, viewCalls } from './call-reading.ts';
import type { StoredCall } from './call-row.ts';
import { type CallNames, callView } from './call-view.ts';
import type { CallChanged, CallFacts } from './calls.events.ts';
import { readCalls, selectDeskCalls, selectShownCalls } from './calls.repository.ts';
import { type CallsDeps, visibleCalls } from './calls.usecases.ts';
import { cardMapping, type PerCall } from './cards.live.ts';
import { desksOf } from './live-changes.ts';

function boardMessages({ change, call, names, now }: Shown): LiveMessage[] {
  const { callId, because } = change;
  const boards = new Set(call ? boardsOf(call, now) : []);
  const left = change.leftBoards.filter((board) => !boards.has(board));
  const version = call?.version ?? change.version;
  const gone: LiveEvent = { name: 'call.removed', payload: { callId, because, byName: null, version } };
  const removed: LiveMessage[] = left.length === 0 ? [] : [{ rooms: left, event: gone }];
  if (!call) return removed;
  const whose = { ownerAgentIds: call.agentIds, teamIds: call.teamIds };
  // Each leader's right reaches other records: the room brings the call near, the view is the reader's own.
  const event = (reader: Principal): LiveEvent | null =>
    canSee(reader, 'board.read', whose)
      ? { name: 'call.changed', payload: { call: callView(call, names, reader) } }
      : null;
  const told = change.boards.filter((board) => boards.has(board));
  return told.length === 0 ? removed : [...removed, { rooms: told, event }];
}

interface Shown {
  change: CallChanged;
  call: StoredCall | undefined;
  names: CallNames;
  now: Date;
}

type Readers = Awaited<ReturnType<CallNeighbours['readersOfAgents']>>;

function deskMessages({ change, call, names, now }: Shown, material: CardMaterial | null, readers: Readers) {
  const onDesk = new Set(call ? desksOf(call, now) : []);
  return change.desks.flatMap((desk): LiveMessage[] => {
    const room = [rooms.agent(desk.agentId)];
    const told = (event: LiveEvent): LiveMessage => ({ rooms: room, event });
    // The call is read as it is now: a desk that lost or regained it meanwhile hears of that by the next change.
    if (desk.kind === 'removed') {
      if (onDesk.has(desk.agentId)) return [];
      const byName = desk.byAgentId === null ? null : (names.agents.get(desk.byAgentId) ?? null);
      const version = call?.version ?? change.version;
      return [
        told({ name: 'call.removed', payload: { callId: change.callId, because: desk.because, byName, version } }),
      ];
    }
    const reader = readers.get(desk.agentId);
    if (!call || !reader || !onDesk.has(desk.agentId)) return [];
    const view = callView(call, names, reader);
    if (desk.kind === 'offered' && material) {
      return [told({ name: 'call.offered', payload: { call: view, card: cardFor(material, names, reader) } })];
    }
    const changed = told({ name: 'call.changed', payload: { call: view } });
    if (!material) return [changed];
    return [changed, told({ name: 'card.changed', payload: { card: cardFor(material, names, reader) } })];
  });
}

/**
 * Live events of one change; the call is read as it is now, so a burst of changes never shows an older one. Everything
 * that the events need besides is asked for at once.
 */
async function messagesOf(deps: CallsDeps, { database }: LiveContext, change: CallChanged): Promise<LiveMessage[]> {
  const { sql } = database;
  const { neighbours } = deps;
  const call = deps.recent?.atLeast(change.callId, change.version) ?? (await readCalls(sql, [change.callId]))[0];
  const shownTo = change.desks.filter((desk) => desk.kind !== 'removed').map((desk) => desk.agentId);
  const [{ names, material }, readers] = await Promise.all([
    readFor(deps, sql, call, change),
    neighbours.readersOfAgents(sql, shownTo),
  ]);
  const shown = { change, call, names, now: deps.clock.now() };
  // What leaves goes first: a leader who also sits at a telephone keeps the call on the board.
  return [...deskMessages(shown, material, readers), ...boardMessages(shown)];
}

/** Names, and the card when somebody is to see it: read early if that is still true. */
async function readFor(
  deps: CallsDeps,
  sql: Sql,
  call: StoredCall | undefined,
  { desks, card }: CallChanged,
): Promise<{ names: CallNames; material: CardMaterial | null }> {
  const { neighbours } = deps;
  const winners = desks.flatMap((desk) => (desk.kind === 'removed' && desk.byAgentId !== null ? [desk.byAgentId] : []));
  const isOffered = desks.some((desk) => desk.kind === 'offered');
  const early = call && isOffered && winners.length === 0 ? deps.early?.take(call) : null;
  const taken = await early?.catch(() => null);
  if (taken) return taken;
  const [names, material] = await Promise.all([
    readNames(sql, neighbours, call ? [call] : [], winners),
    call && (card || isOffered) ? readCardMaterial(sql, neighbours, call) : null,
  ]);
  return { names, material };
}

/**
 * Changes of one call become messages one after the other: a pop that is still being read must not arrive behind the
 * removal that followed it.
 */
function inOrder(): PerCall {
  const last = new Map<string, Promise<unknown>>();
  return (key, work) => {
    const mine = (last.get(key) ?? Promise.resolve()).then(work, work);
    last.set(key, mine);
    const forget = () => {
      if (last.get(key) === mine) last.delete(key);
    };
    mine.then(forget, forget);
    return mine;
  };
}

/** Who gave the customer away whom nobody took; null: a supervisor or the PBX, or a telephone that is nobody's. */
function passedOnBy({ transfers, agents, strandedAt }: StoredCall): string | null {
  // The telephone they were given to may have diverted them further by itself.
  const device = transfers.find(({ at, kind }) => at === strandedAt && kind !== 'forward')?.by ?? null;
  return agents.find((agent) => agent.interface === device)?.agentId ?? null;
}

async function snapshotCalls(deps: CallsDeps, principal: Principal): Promise<StoredCall[]> {
  const { sql } = deps.database;
  const now = deps.clock.now();
  const desk = principal.agentId === null ? [] : await selectDeskCalls(sql, principal.agentId, now);
  if (scopeOf(principal, 'board.read') === null) return desk;
  const board = await selectShownCalls(sql, visibleCalls(sql, principal, 'board.read'), now);
  return [...new Map([...board, ...desk].map((call) => [call.id, call])).values()];
}

export const callsLive = (deps: CallsDeps, perCall = inOrder()) => ({
  mappings: [
    liveMapping<Pick<CallFacts, 'call.changed'>>({
      on: ['call.changed'],
      toMessages: ({ payload }, context) => perCall(payload.callId, () => messagesOf(deps, context, payload)),
    }),
    cardMapping(deps, perCall),
    liveMapping<Pick<CallFacts, 'call.ended'>>({
      on: ['call.ended'],
      toMessages: async ({ payload: { call } }) => {
        const agentId = call.strandedAt === null ? null : passedOnBy(call);
        if (agentId === null) return [];
        return [{ rooms: [rooms.agent(agentId)], event: { name: 'call.stranded', payload: { callId: call.id } } }];
      },
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
