/** Tasks over HTTP. */
import { z } from 'zod';
import { idSchema } from '../../contract/common.contract.ts';
import {
  bulkTasksResultSchema,
  bulkTasksSchema,
  newTaskSchema,
  newTaskStepSchema,
  reminderAnswerSchema,
  taskCalendarQuerySchema,
  taskCalendarSchema,
  taskDetailSchema,
  taskListQuerySchema,
  taskListSchema,
  taskPatchSchema,
  taskProgressQuerySchema,
  taskProgressSchema,
  taskSchema,
} from '../../contract/tasks.contract.ts';
import type { RequestInfo } from '../../platform/http/route.ts';
import type { Platform } from '../../platform/platform.ts';
import type { Principal } from '../access/principal.ts';
import { route } from '../access/route.ts';
import { changeTasksAtOnce } from './bulk-tasks.usecases.ts';
import { type CalendarSource, readCalendar } from './calendar.usecases.ts';
import { deleteTask, restoreTask } from './delete-task.usecases.ts';
import { listTasks, readTask } from './list-tasks.usecases.ts';
import { readProgress } from './progress.usecases.ts';
import { answerReminder } from './reminders.usecases.ts';
import { stepTask } from './task-steps.usecases.ts';
import { changeTask, createTask } from './tasks.usecases.ts';

const params = z.object({ id: idSchema });
const by = ({ principal, request }: { principal: Principal; request: RequestInfo }) => ({ principal, ip: request.ip });

export const taskRoutes = (
  platform: Platform,
  {
    calendarSources,
  }: {
    /** What other modules have in a calendar: callbacks. */
    calendarSources: readonly CalendarSource[];
  },
) => [...readingRoutes(platform, calendarSources), ...changingRoutes(platform)];

const readingRoutes = (platform: Platform, calendarSources: readonly CalendarSource[]) => [
  route({
    method: 'get',
    path: '/api/tasks',
    permission: 'tasks.read',
    summary: 'List tasks: open ones soonest due first, done ones last done first',
    query: taskListQuerySchema,
    response: taskListSchema,
    handler: ({ principal, query }) => listTasks(platform, principal, query),
  }),
  route({
    method: 'get',
    path: '/api/tasks/calendar',
    permission: 'tasks.read',
    summary: 'Tasks and callbacks of a range of days, across people',
    query: taskCalendarQuerySchema,
    response: taskCalendarSchema,
    handler: ({ principal, query }) => readCalendar(platform.database.sql, calendarSources, principal, query),
  }),
  route({
    method: 'get',
    path: '/api/tasks/progress',
    permission: 'tasks.read',
    summary: 'Plan against fact per person: done, done late, overdue and open of what was due in a range',
    query: taskProgressQuerySchema,
    response: taskProgressSchema,
    handler: ({ principal, query }) => readProgress(platform, principal, query),
  }),
  route({
    method: 'get',
    path: '/api/tasks/{id}',
    permission: 'tasks.read',
    summary: 'One task with its description, its history and what may be done with it now',
    params,
    response: taskDetailSchema,
    handler: ({ principal, params: { id } }) => readTask(platform.database.sql, principal, id),
  }),
];

const changingRoutes = (platform: Platform) => [
  route({
    method: 'post',
    path: '/api/tasks',
    permission: 'tasks.write',
    summary: 'Create a task',
    body: newTaskSchema,
    response: taskSchema,
    status: 201,
    handler: (asked) => createTask(platform, { body: asked.body, ...by(asked) }),
  }),
  route({
    method: 'patch',
    path: '/api/tasks/{id}',
    permission: 'tasks.write',
    summary: 'Change a task or say that it is done',
    params,
    body: taskPatchSchema,
    response: taskSchema,
    handler: (asked) => changeTask(platform, { taskId: asked.params.id, patch: asked.body, ...by(asked) }),
  }),
  route({
    method: 'delete',
    path: '/api/tasks/{id}',
    permission: 'tasks.write',
    summary: 'Delete a task; can be taken back. One that a stage of a deal asks for is done, not deleted',
    params,
    handler: async (asked) => void (await deleteTask(platform, { taskId: asked.params.id, ...by(asked) })),
  }),
  route({
    method: 'post',
    path: '/api/tasks/{id}/restore',
    permission: 'tasks.write',
    summary: 'Take back that a task was deleted',
    params,
    response: taskSchema,
    handler: (asked) => restoreTask(platform, { taskId: asked.params.id, ...by(asked) }),
  }),
  route({
    method: 'post',
    path: '/api/tasks/{id}/steps',
    permission: 'tasks.write',
    summary: 'Accept, execute, verify, return with a comment, or open again',
    params,
    body: newTaskStepSchema,
    response: taskDetailSchema,
    handler: (asked) => stepTask(platform, { taskId: asked.params.id, body: asked.body, ...by(asked) }),
  }),
  route({
    method: 'post',
    path: '/api/tasks/bulk',
    permission: 'tasks.write',
    summary: 'Change several tasks at once: done, times, whose; each with its own values',
    body: bulkTasksSchema,
    response: bulkTasksResultSchema,
    handler: (asked) => changeTasksAtOnce(platform, { changes: asked.body.changes, ...by(asked) }),
  }),
  route({
    method: 'post',
    path: '/api/tasks/reminders/{id}/answer',
    permission: 'tasks.read',
    summary: 'Say that a reminder was seen, or put it off',
    params,
    body: reminderAnswerSchema,
    handler: ({ principal, params: { id }, body }) => answerReminder(platform, { principal, id, until: body.until }),
  }),
];
