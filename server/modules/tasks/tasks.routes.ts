/** Tasks over HTTP. */
import { z } from 'zod';
import {
  newTaskSchema,
  taskListQuerySchema,
  taskListSchema,
  taskPatchSchema,
  taskSchema,
} from '../../contract/calls.contract.ts';
import { idSchema } from '../../contract/common.contract.ts';
import type { Platform } from '../../platform/platform.ts';
import { route } from '../access/route.ts';
import { changeTask, createTask, listTasks } from './tasks.usecases.ts';

export const taskRoutes = (platform: Platform) => [
  route({
    method: 'get',
    path: '/api/tasks',
    permission: 'tasks.read',
    summary: 'List tasks, soonest first',
    query: taskListQuerySchema,
    response: taskListSchema,
    handler: ({ principal, query }) => listTasks(platform, principal, query),
  }),
  route({
    method: 'post',
    path: '/api/tasks',
    permission: 'tasks.write',
    summary: 'Create a task',
    body: newTaskSchema,
    response: taskSchema,
    status: 201,
    handler: ({ principal, body, request }) => createTask(platform, { body, principal, ip: request.ip }),
  }),
  route({
    method: 'patch',
    path: '/api/tasks/{id}',
    permission: 'tasks.write',
    summary: 'Change a task or say that it is done',
    params: z.object({ id: idSchema }),
    body: taskPatchSchema,
    response: taskSchema,
    handler: ({ principal, params: { id }, body, request }) =>
      changeTask(platform, { taskId: id, patch: body, principal, ip: request.ip }),
  }),
];
