/** Hand-overs over HTTP. */
import { handedOverSchema, handOverBodySchema, handOverPreviewSchema } from '../../contract/hand-overs.contract.ts';
import { route } from '../access/route.ts';
import { type HandOverDeps, handOver, previewHandOver } from './hand-overs.usecases.ts';

export const handOverRoutes = (deps: HandOverDeps) => [
  route({
    method: 'post',
    path: '/api/hand-overs/preview',
    permission: 'contacts.hand-over',
    summary: 'How much of a colleague’s would change hands',
    body: handOverBodySchema,
    response: handOverPreviewSchema,
    handler: ({ principal, body }) => previewHandOver(deps, principal, body),
  }),
  route({
    method: 'post',
    path: '/api/hand-overs',
    permission: 'contacts.hand-over',
    summary: 'Give a colleague’s clients, tasks and callbacks to others in one step; can be taken back',
    body: handOverBodySchema,
    response: handedOverSchema,
    status: 201,
    handler: ({ principal, body, request }) => handOver(deps, { body, principal, ip: request.ip }),
  }),
];
