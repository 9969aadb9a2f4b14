/** What can be taken back, over HTTP. */
import { z } from 'zod';
import { idSchema } from '../../contract/common.contract.ts';
import { actionsQuerySchema, actionsSchema, undoneSchema } from '../../contract/reversible-actions.contract.ts';
import type { Platform } from '../../platform/platform.ts';
import { route } from '../access/route.ts';
import { listActions, type Undoer, undoAction } from './reversible-actions.usecases.ts';

export const reversibleActionRoutes = (platform: Platform, undoers: readonly Undoer[]) => [
  route({
    method: 'get',
    path: '/api/reversible-actions',
    permission: 'contacts.merge',
    summary: 'Merges and hand-overs, newest first: one’s own, for leaders those of their people',
    query: actionsQuerySchema,
    response: actionsSchema,
    handler: ({ principal, query }) => listActions(platform, principal, query),
  }),
  route({
    method: 'post',
    path: '/api/reversible-actions/{id}/undo',
    permission: 'contacts.merge',
    summary: 'Take a merge or a hand-over back; what was changed since stays and is told',
    params: z.object({ id: idSchema }),
    response: undoneSchema,
    handler: ({ principal, params, request }) =>
      undoAction(platform, undoers, { actionId: params.id, principal, ip: request.ip }),
  }),
];
