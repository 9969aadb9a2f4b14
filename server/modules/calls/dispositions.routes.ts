/** HTTP of dispositions. */
import { z } from 'zod';
import {
  dispositionListSchema,
  dispositionPatchSchema,
  dispositionSchema,
  newDispositionSchema,
} from '../../contract/calls.contract.ts';
import { idSchema } from '../../contract/common.contract.ts';
import type { Platform } from '../../platform/platform.ts';
import { route } from '../access/route.ts';
import { changeDisposition, createDisposition, listDispositions } from './dispositions.usecases.ts';

export const dispositionRoutes = (platform: Pick<Platform, 'clock' | 'ids' | 'database' | 'facts'>) => [
  route({
    method: 'get',
    path: '/api/dispositions',
    permission: 'dispositions.read',
    summary: 'Results to choose from, in their order',
    response: dispositionListSchema,
    handler: async () => ({ items: await listDispositions(platform) }),
  }),
  route({
    method: 'post',
    path: '/api/dispositions',
    permission: 'dispositions.manage',
    summary: 'Add a result',
    body: newDispositionSchema,
    response: dispositionSchema,
    status: 201,
    handler: ({ principal, body, request }) => createDisposition(platform, { principal, ip: request.ip }, body),
  }),
  route({
    method: 'patch',
    path: '/api/dispositions/{id}',
    permission: 'dispositions.manage',
    summary: 'Change a result; `active: false` takes it from the list and keeps it in the log',
    params: z.object({ id: idSchema }),
    body: dispositionPatchSchema,
    response: dispositionSchema,
    handler: ({ principal, params: { id }, body, request }) =>
      changeDisposition(platform, { principal, ip: request.ip }, id, body),
  }),
];
