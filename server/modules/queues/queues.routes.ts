/** PBXs, what was found on them, and queues over HTTP. */
import { z } from 'zod';
import {
  endpointListSchema,
  pbxListSchema,
  queueListSchema,
  queuePatchSchema,
  queueSchema,
} from '../../contract/agents.contract.ts';
import type { Platform } from '../../platform/platform.ts';
import { route } from '../access/route.ts';
import { listEndpoints, listPbxs } from './pbx-endpoints.usecases.ts';
import { changeQueue, type Ladders, listQueues } from './queues.usecases.ts';

export const queueRoutes = (platform: Platform, ladders: Ladders) => {
  const { sql } = platform.database;
  return [
    route({
      method: 'get',
      path: '/api/pbx',
      permission: 'pbx.read',
      summary: 'List the PBXs and how the link to each is',
      response: pbxListSchema,
      handler: async () => ({ items: await listPbxs(sql) }),
    }),
    route({
      method: 'get',
      path: '/api/pbx/endpoints',
      permission: 'pbx.read',
      summary: 'List devices and trunks found on the PBXs, mapped to an agent or not',
      response: endpointListSchema,
      handler: async () => ({ items: await listEndpoints(sql) }),
    }),
    route({
      method: 'get',
      path: '/api/queues',
      permission: 'queues.read',
      summary: 'List queues with their members and waiting callers now',
      response: queueListSchema,
      handler: async () => ({ items: await listQueues(sql) }),
    }),
    route({
      method: 'patch',
      path: '/api/queues/{name}',
      permission: 'queues.manage',
      summary: 'Set title, team, recording and retry ladder of a queue',
      params: z.object({ name: z.string().min(1).max(80) }),
      body: queuePatchSchema,
      response: queueSchema,
      handler: ({ principal, params: { name }, body, request }) =>
        changeQueue(platform, ladders, { name, patch: body, principal, ip: request.ip }),
    }),
  ];
};
