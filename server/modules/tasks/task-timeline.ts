/** Tasks as a part of a person's time-line. */
import type { TimelineSource } from '../contacts/timeline.usecases.ts';
import { listTasksOfContact } from './list-tasks.usecases.ts';

export const taskTimeline: TimelineSource = {
  async read(sql, { reader, contactId, before, limit }) {
    const tasks = await listTasksOfContact(sql, reader, contactId, { before, limit });
    return tasks.map((task) => ({ id: task.id, item: { kind: 'task', at: task.createdAt, task } }));
  },
};
