import { z } from 'zod';
import { idSchema, listQuerySchema } from '../../contract/common.contract.ts';
import { auditListSchema } from '../../contract/settings.contract.ts';
import type { Platform } from '../../platform/platform.ts';
import { route } from '../access/route.ts';
import { listAudit } from './audit.usecases.ts';

export const auditListQuerySchema = listQuerySchema.extend({
  record: z.string().max(200).optional(),
  userId: idSchema.optional(),
  action: z.string().max(80).optional(),
});

export const auditRoutes = ({ database }: Platform) => [
  route({
    method: 'get',
    path: '/api/audit',
    permission: 'audit.read',
    summary: 'Who did what, newest first',
    query: auditListQuerySchema,
    response: auditListSchema,
    handler: ({ query }) => listAudit(database, query),
  }),
];
