/** Tasks on the live link: to whose they are, and nobody's tasks to everybody. Leaders read the others in the list. */
import { rooms } from '../../contract/live-events.ts';
import type { Platform } from '../../platform/platform.ts';
import { liveMapping, type SnapshotPart } from '../../platform/realtime/live.ts';
import type { Principal } from '../access/principal.ts';
import type { TaskFacts } from './tasks.events.ts';
import { listOpenTasksOf } from './tasks.usecases.ts';

const mapping = liveMapping<TaskFacts>({
  on: ['task.changed'],
  toMessages: async ({ payload: { task } }) => [
    {
      // The task of one agent goes to that agent alone: colleagues of the team may not read it.
      rooms: task.agent === null ? [rooms.everybody] : [rooms.agent(task.agent.id)],
      event: { name: 'task.changed', payload: { task } },
    },
  ],
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
