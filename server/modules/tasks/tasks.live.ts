/** Tasks on the live link: to whose they are, and nobody's tasks to everybody. Leaders read the others in the list. */
import type { LiveEvent } from '../../contract/live-events.ts';
import { rooms } from '../../contract/live-events.ts';
import type { Platform } from '../../platform/platform.ts';
import { type LiveMessage, liveMapping, type SnapshotPart } from '../../platform/realtime/live.ts';
import { canSee } from '../access/permissions.ts';
import type { Principal } from '../access/principal.ts';
import type { TaskFacts } from './tasks.events.ts';
import { selectTasks, type TaskRow, toTask } from './tasks.repository.ts';
import { listOpenTasksOf } from './tasks.usecases.ts';

/** The task of one agent goes to that agent alone: colleagues of the team may not read it. */
const roomOf = (agentId: string | null) => (agentId === null ? rooms.everybody : rooms.agent(agentId));

/** As each reader may know it: whose client it is about is left out when that is a colleague's. */
const messageOf = (row: TaskRow): LiveMessage => ({
  rooms: [roomOf(row.agent_id)],
  event: (reader: Principal): LiveEvent | null =>
    canSee(reader, 'tasks.read', { ownerAgentIds: [row.agent_id], teamIds: [row.team_id] })
      ? { name: 'task.changed', payload: { task: toTask(row, reader) } }
      : null,
});

const mapping = liveMapping<TaskFacts>({
  on: ['task.changed'],
  async toMessages({ payload: { task, previousAgentId } }, { database: { sql } }) {
    const [row] = await selectTasks(sql, [task.id]);
    if (!row) return [];
    const hasLeft = previousAgentId !== undefined && previousAgentId !== row.agent_id;
    const gone: LiveEvent = { name: 'task.removed', payload: { taskId: row.id, version: row.version } };
    // Whoever had it sees it go; those who keep it get it again right after.
    const left = hasLeft && row.agent_id !== null ? [{ rooms: [roomOf(previousAgentId)], event: gone }] : [];
    return [...left, messageOf(row)];
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
