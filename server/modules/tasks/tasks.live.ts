/** Tasks on the live link: to whose they are, and nobody's tasks to everybody. Leaders read the others in the list. */
import type { LiveEvent } from '../../contract/live-events.ts';
import { rooms } from '../../contract/live-events.ts';
import type { Sql } from '../../platform/database/database.ts';
import type { Platform } from '../../platform/platform.ts';
import { type LiveMessage, liveMapping, type SnapshotPart } from '../../platform/realtime/live.ts';
import type { Principal } from '../access/principal.ts';
import { readersOfAgents } from '../agents/agents.usecases.ts';
import type { TaskFacts } from './tasks.events.ts';
import { selectTasks, type TaskRow, toTask } from './tasks.repository.ts';
import { listOpenTasksOf } from './tasks.usecases.ts';

/** The task of one agent goes to that agent alone: colleagues of the team may not read it. */
const roomOf = (agentId: string | null) => (agentId === null ? rooms.everybody : rooms.agent(agentId));

const changed = (row: TaskRow, reader: Parameters<typeof toTask>[1]): LiveEvent => ({
  name: 'task.changed',
  payload: { task: toTask(row, reader) },
});

/** Reads nothing but what is anybody's. */
const stranger = { role: 'operator', userId: null, agentId: null, teamId: null } as const;

/**
 * Of a task that is nobody's, the view with the customer's name goes first to those who may know it, the one without to
 * all: of two with the same version a console keeps the first.
 */
async function messagesOf(sql: Sql, row: TaskRow): Promise<LiveMessage[]> {
  const to = [roomOf(row.agent_id)];
  if (row.agent_id !== null) {
    const reader = (await readersOfAgents(sql, [row.agent_id])).get(row.agent_id);
    return [{ rooms: to, event: changed(row, reader ?? stranger) }];
  }
  const { contact_owner_agent_id: owner, contact_team_id: team } = row;
  const named = [rooms.board, ...(owner ? [rooms.agent(owner)] : []), ...(team ? [rooms.team(team)] : [])];
  return [
    { rooms: named, event: changed(row, null) },
    { rooms: to, event: changed(row, stranger) },
  ];
}

const mapping = liveMapping<TaskFacts>({
  on: ['task.changed'],
  async toMessages({ payload: { task, previousAgentId } }, { database: { sql } }) {
    const [row] = await selectTasks(sql, [task.id]);
    if (!row) return [];
    const hasLeft = previousAgentId !== undefined && previousAgentId !== row.agent_id;
    const gone: LiveEvent = { name: 'task.removed', payload: { taskId: row.id, version: row.version } };
    // Whoever had it sees it go; those who keep it get it again right after.
    const left = hasLeft && row.agent_id !== null ? [{ rooms: [roomOf(previousAgentId)], event: gone }] : [];
    return [...left, ...(await messagesOf(sql, row))];
  },
});

/** One's own tasks and nobody's: those that the events above reach. */
const snapshot: SnapshotPart<Principal> = {
  key: 'tasks',
  read: async (principal, { database: { sql } }) => {
    const tasks = await listOpenTasksOf(sql, principal);
    return Object.fromEntries(tasks.map((task) => [task.id, task]));
  },
};

export const taskLive = (_platform: Platform) => ({ mappings: [mapping], snapshot: [snapshot], rooms: [] });
