/** Hand-overs over HTTP. */
import { z } from 'zod';
import { idSchema } from '../../contract/common.contract.ts';
import {
  handedOverSchema,
  handOverBodySchema,
  handOverPreviewSchema,
  holdingsSchema,
} from '../../contract/hand-overs.contract.ts';
import { route } from '../access/route.ts';
import { type HandOverDeps, handOver, previewHandOver, readHoldings } from './hand-overs.usecases.ts';

export const handOverRoutes = (deps: HandOverDeps) => [
  route({
    method: 'get',
    path: '/api/hand-overs/holdings',
    permission: 'contacts.hand-over',
    summary: 'What a colleague has that would be left lying when they go',
    query: z.object({ agentId: idSchema }),
    response: holdingsSchema,
    handler: ({ principal, query }) => readHoldings(deps, principal, query.agentId),
  }),
  route({
    method: 'post',
    path: '/api/hand-overs/preview',
    permission: 'contacts.hand-over',
    summary: 'How much of a colleague’s, or of what is nobody’s, would change hands',
    body: handOverBodySchema,
    response: handOverPreviewSchema,
    handler: ({ principal, body }) => previewHandOver(deps, principal, body),
  }),
  route({
    method: 'post',
    path: '/api/hand-overs',
    permission: 'contacts.hand-over',
    summary:
      'Give a colleague’s clients, deals, tasks and callbacks, or nobody’s, to others in one step; can be taken back',
    body: handOverBodySchema,
    response: handedOverSchema,
    status: 201,
    handler: ({ principal, body, request }) => handOver(deps, { body, principal, ip: request.ip }),
  }),
];
