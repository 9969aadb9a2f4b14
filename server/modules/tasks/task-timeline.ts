/** Tasks as a part of the time-line of a person or an organisation. */
import type { Task } from '../../contract/tasks.contract.ts';
import type { TimelineItem, TimelineSource } from '../contacts/timeline.usecases.ts';
import type { OrganisationTimelineSource } from '../organisations/organisation-timeline.usecases.ts';
import { listTasksAbout } from './list-tasks.usecases.ts';

const toEntry = (task: Task): { id: string; item: TimelineItem } => ({
  id: task.id,
  item: { kind: 'task', at: task.createdAt, task },
});

export const taskTimeline: TimelineSource = {
  async read(sql, { reader, contactId, before, limit }) {
    return (await listTasksAbout(sql, reader, { contactIds: [contactId] }, { before, limit })).map(toEntry);
  },
};

export const organisationTaskTimeline: OrganisationTimelineSource = {
  async read(sql, { reader, contactIds, organisationId, before, limit }) {
    return (await listTasksAbout(sql, reader, { contactIds, organisationId }, { before, limit })).map(toEntry);
  },
};
