/** CTI over HTTP. */
import { ctiPushedSchema, ctiPushSchema } from '../../contract/cti.contract.ts';
import type { Platform } from '../../platform/platform.ts';
import { route } from '../access/route.ts';
import { pushCti } from './cti.usecases.ts';

export const ctiRoutes = (platform: Platform) => [
  route({
    method: 'post',
    path: '/api/cti',
    permission: 'contacts.write',
    summary: 'Tell that a number is calling, has called, or that a lead came; opens the card at an agent’s console',
    body: ctiPushSchema,
    response: ctiPushedSchema,
    handler: ({ principal, body, request: { ip } }) => pushCti(platform, { body, principal, ip }),
  }),
];
