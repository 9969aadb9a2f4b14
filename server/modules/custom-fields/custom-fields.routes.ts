/** Custom fields over HTTP. */
import { z } from 'zod';
import { idSchema } from '../../contract/common.contract.ts';
import {
  customFieldListSchema,
  customFieldPatchSchema,
  customRecordSchema,
  newCustomFieldSchema,
  shownFieldSchema,
} from '../../contract/custom-fields.contract.ts';
import type { Platform } from '../../platform/platform.ts';
import { route } from '../access/route.ts';
import { changeCustomField, createCustomField, listCustomFields } from './custom-fields.usecases.ts';

export const customFieldRoutes = (platform: Pick<Platform, 'clock' | 'ids' | 'database' | 'facts'>) => [
  route({
    method: 'get',
    path: '/api/custom-fields',
    permission: 'custom-fields.read',
    summary: 'Fields that the firm added and the reader may know, in their order, switched-off ones included',
    query: z.object({ record: customRecordSchema.optional() }),
    response: customFieldListSchema,
    handler: async ({ principal, query }) => ({
      items: await listCustomFields(platform.database.sql, principal, query.record),
    }),
  }),
  route({
    method: 'post',
    path: '/api/custom-fields',
    permission: 'custom-fields.manage',
    summary: 'Add a field to a kind of record; it can be used at once',
    body: newCustomFieldSchema,
    response: shownFieldSchema,
    status: 201,
    handler: ({ principal, body, request }) => createCustomField(platform, { principal, ip: request.ip }, body),
  }),
  route({
    method: 'patch',
    path: '/api/custom-fields/{id}',
    permission: 'custom-fields.manage',
    summary: 'Change a field; `active: false` takes it from every form and keeps its values',
    params: z.object({ id: idSchema }),
    body: customFieldPatchSchema,
    response: shownFieldSchema,
    handler: ({ principal, params: { id }, body, request }) =>
      changeCustomField(platform, { principal, ip: request.ip }, id, body),
  }),
];
