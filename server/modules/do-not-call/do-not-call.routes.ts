/** The do-not-call list over HTTP. */
import { z } from 'zod';
import { idSchema } from '../../contract/common.contract.ts';
import {
  addDoNotCallSchema,
  doNotCallAddedSchema,
  doNotCallListQuerySchema,
  doNotCallListSchema,
  doNotCallPatchSchema,
  doNotCallSchema,
} from '../../contract/do-not-call.contract.ts';
import type { Platform } from '../../platform/platform.ts';
import { route } from '../access/route.ts';
import {
  addDoNotCall,
  changeDoNotCall,
  deleteDoNotCall,
  listDoNotCall,
  restoreDoNotCall,
} from './do-not-call.usecases.ts';

const params = z.object({ id: idSchema });

export const doNotCallRoutes = (platform: Platform) => [
  route({
    method: 'get',
    path: '/api/do-not-call',
    permission: 'campaigns.manage',
    summary: 'Numbers that must not be called, the newest first',
    query: doNotCallListQuerySchema,
    response: doNotCallListSchema,
    handler: ({ query }) => listDoNotCall(platform, query),
  }),
  route({
    method: 'post',
    path: '/api/do-not-call',
    permission: 'campaigns.manage',
    summary: 'Add one or many numbers, as pasted text; tells which lines held none',
    body: addDoNotCallSchema,
    response: doNotCallAddedSchema,
    // Letters of other alphabets take several bytes.
    maxBodyBytes: 4_000_000,
    handler: ({ principal, body, request }) => addDoNotCall(platform, { body, principal, ip: request.ip }),
  }),
  route({
    method: 'patch',
    path: '/api/do-not-call/{id}',
    permission: 'campaigns.manage',
    summary: 'Say why a number is on the list',
    params,
    body: doNotCallPatchSchema,
    response: doNotCallSchema,
    handler: ({ principal, params: { id }, body: patch, request }) =>
      changeDoNotCall(platform, { id, patch, principal, ip: request.ip }),
  }),
  route({
    method: 'delete',
    path: '/api/do-not-call/{id}',
    permission: 'campaigns.manage',
    summary: 'Take a number off the list; can be taken back',
    params,
    handler: ({ principal, params: { id }, request }) => deleteDoNotCall(platform, { id, principal, ip: request.ip }),
  }),
  route({
    method: 'post',
    path: '/api/do-not-call/{id}/restore',
    permission: 'campaigns.manage',
    summary: 'Put a number back that was taken off the list',
    params,
    response: doNotCallSchema,
    handler: ({ principal, params: { id }, request }) => restoreDoNotCall(platform, { id, principal, ip: request.ip }),
  }),
];
