/** Presence on the live link: to the leaders' board, to the agent and to the agent's team. */
import { rooms } from '../../contract/live-events.ts';
import type { Platform } from '../../platform/platform.ts';
import { liveMapping, type SnapshotPart } from '../../platform/realtime/live.ts';
import { scopeOf } from '../access/permissions.ts';
import type { Principal } from '../access/principal.ts';
import type { AgentFacts } from './agents.events.ts';
import { listPresence } from './presence.usecases.ts';

const mapping = liveMapping<Pick<AgentFacts, 'agent.changed'>>({
  on: ['agent.changed'],
  toMessages: async ({ payload: { presence } }) => [
    {
      rooms: [
        rooms.board,
        rooms.agent(presence.agentId),
        ...(presence.teamId === null ? [] : [rooms.team(presence.teamId)]),
      ],
      event: { name: 'agent.changed', payload: { presence } },
    },
  ],
});

/** The same agents as the rooms above reach. */
const snapshot: SnapshotPart<Principal> = {
  key: 'presence',
  read: async (principal, { database: { sql } }) => {
    const all = scopeOf(principal, 'board.read') === 'all';
    const presence = await listPresence(sql, all ? null : principal);
    return Object.fromEntries(presence.map((one) => [one.agentId, one]));
  },
};

export const agentLive = (_platform: Platform) => ({ mappings: [mapping], snapshot: [snapshot], rooms: [] });
