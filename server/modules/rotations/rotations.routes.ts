/** Base rotation over HTTP. */
import { rotatedSchema, rotationBodySchema, rotationPreviewSchema } from '../../contract/rotations.contract.ts';
import { route } from '../access/route.ts';
import type { SegmentsPlatform } from '../segments/select-records.usecases.ts';
import { previewRotation, rotate } from './rotations.usecases.ts';

export const rotationRoutes = (platform: SegmentsPlatform) => [
  route({
    method: 'post',
    path: '/api/rotations/preview',
    permission: 'contacts.hand-over',
    summary: 'Who would call how many of these people, and who would be left out',
    body: rotationBodySchema,
    response: rotationPreviewSchema,
    handler: ({ principal, body }) => previewRotation(platform, principal, body),
  }),
  route({
    method: 'post',
    path: '/api/rotations',
    permission: 'contacts.hand-over',
    summary: 'Make a task to call of everybody a filter finds, shared out among colleagues; can be taken back',
    body: rotationBodySchema,
    response: rotatedSchema,
    status: 201,
    handler: ({ principal, body, request }) => rotate(platform, { body, principal, ip: request.ip }),
  }),
];
