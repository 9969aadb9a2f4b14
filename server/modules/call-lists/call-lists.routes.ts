/** Call lists over HTTP. */
import { z } from 'zod';
import {
  appendToCallListSchema,
  callListPatchSchema,
  callListPreviewSchema,
  callListSchema,
  callListsQuerySchema,
  callListsSchema,
  newCallListSchema,
  previewCallListSchema,
  removalListQuerySchema,
  removalListSchema,
  splitCallListSchema,
} from '../../contract/call-lists.contract.ts';
import { idSchema } from '../../contract/common.contract.ts';
import { cursorOf, pageOf } from '../../platform/http/cursor.ts';
import { route } from '../access/route.ts';
import { selectRemovals } from './call-lists.repository.ts';
import {
  appendToCallList,
  changeCallList,
  createCallList,
  deleteCallList,
  listCallLists,
  readCallList,
  shuffleCallList,
  splitCallList,
} from './call-lists.usecases.ts';
import { type FillPlatform, previewList } from './fill-list.usecases.ts';

const params = z.object({ id: idSchema });

const reading = (platform: FillPlatform) => [
  route({
    method: 'get',
    path: '/api/call-lists',
    permission: 'campaigns.manage',
    summary: 'Call lists, of a campaign or all',
    query: callListsQuerySchema,
    response: callListsSchema,
    handler: async ({ query }) => ({ items: await listCallLists(platform, query) }),
  }),
  route({
    method: 'get',
    path: '/api/call-lists/{id}',
    permission: 'campaigns.manage',
    summary: 'One call list',
    params,
    response: callListSchema,
    handler: ({ params: { id } }) => readCallList(platform, id),
  }),
  route({
    method: 'get',
    path: '/api/call-lists/{id}/removals',
    permission: 'campaigns.manage',
    summary: 'Who was left out of a list, and why',
    params,
    query: removalListQuerySchema,
    response: removalListSchema,
    handler: async ({ principal, params: { id }, query: { reason, cursor, limit } }) => {
      await readCallList(platform, id);
      const after = cursorOf(cursor, 1)?.[0] ?? null;
      const rows = await selectRemovals(platform.database.sql, principal, { callListId: id, reason, after, limit });
      return pageOf(
        rows,
        limit,
        (row) => [row.contact_id],
        (row) => ({
          contactId: row.contact_id,
          contactName: row.name,
          reason: row.reason,
          removedAt: row.removed_at.toISOString(),
        }),
      );
    },
  }),
  route({
    method: 'post',
    path: '/api/call-lists/preview',
    permission: 'campaigns.manage',
    summary: 'Who would be in a list, and how many would be left out for which reason; nothing is written',
    body: previewCallListSchema,
    response: callListPreviewSchema,
    handler: ({ principal, body }) => previewList(platform, principal, body),
  }),
];

export const callListRoutes = (platform: FillPlatform) => [
  ...reading(platform),
  route({
    method: 'post',
    path: '/api/call-lists',
    permission: 'campaigns.manage',
    summary: 'Make a call list; it is filled in the background',
    body: newCallListSchema,
    response: callListSchema,
    status: 201,
    handler: ({ principal, body, request }) => createCallList(platform, { body, principal, ip: request.ip }),
  }),
  route({
    method: 'patch',
    path: '/api/call-lists/{id}',
    permission: 'campaigns.manage',
    summary: 'Rename a list, give it to a campaign, switch it on or off, change its priority',
    params,
    body: callListPatchSchema,
    response: callListSchema,
    handler: ({ principal, params: { id }, body, request }) =>
      changeCallList(platform, { id, patch: body, principal, ip: request.ip }),
  }),
  route({
    method: 'delete',
    path: '/api/call-lists/{id}',
    permission: 'campaigns.manage',
    summary: 'Delete a list: nobody of it is called any more',
    params,
    handler: ({ principal, params: { id }, request }) => deleteCallList(platform, { id, principal, ip: request.ip }),
  }),
  route({
    method: 'post',
    path: '/api/call-lists/{id}/append',
    permission: 'campaigns.manage',
    summary: 'Add people from another source',
    params,
    body: appendToCallListSchema,
    response: callListSchema,
    handler: ({ principal, params: { id }, body, request }) =>
      appendToCallList(platform, { id, ...body, principal, ip: request.ip }),
  }),
  route({
    method: 'post',
    path: '/api/call-lists/{id}/shuffle',
    permission: 'campaigns.manage',
    summary: 'Mix the order of those who were never called',
    params,
    response: callListSchema,
    handler: ({ principal, params: { id }, request }) => shuffleCallList(platform, { id, principal, ip: request.ip }),
  }),
  route({
    method: 'post',
    path: '/api/call-lists/{id}/split',
    permission: 'campaigns.manage',
    summary: 'Move a part of those who were never called to a new list',
    params,
    body: splitCallListSchema,
    response: callListSchema,
    status: 201,
    handler: ({ principal, params: { id }, body, request }) =>
      splitCallList(platform, { id, ...body, principal, ip: request.ip }),
  }),
];
