import { z } from 'zod';
import {
  eventListQuerySchema,
  eventListSchema,
  restoreChangeSchema,
  restoredChangeSchema,
} from '../../contract/audit.contract.ts';
import { idSchema, listQuerySchema } from '../../contract/common.contract.ts';
import { auditListSchema } from '../../contract/settings.contract.ts';
import type { Platform } from '../../platform/platform.ts';
import { withoutHidden } from '../access/field-rights.ts';
import type { Principal } from '../access/principal.ts';
import { route } from '../access/route.ts';
import { listAudit } from './audit.usecases.ts';
import type { AuditedKind } from './audited-kinds.ts';
import { listEvents } from './events.usecases.ts';
import { restoreChange } from './restore-change.usecases.ts';

export const auditListQuerySchema = listQuerySchema.extend({
  record: z.string().max(200).optional(),
  userId: idSchema.optional(),
  action: z.string().max(80).optional(),
});

export const auditRoutes = (platform: Platform, kinds: readonly AuditedKind[]) => [
  route({
    method: 'get',
    path: '/api/audit',
    permission: 'audit.read',
    summary: 'Who did what, newest first',
    query: auditListQuerySchema,
    response: auditListSchema,
    handler: async ({ principal, query }) => withoutHiddenOf(principal, await listAudit(platform.database, query)),
  }),
  route({
    method: 'get',
    path: '/api/audit/events',
    permission: 'events.read',
    summary: 'Events of the last day, newest first, counted by person and by kind',
    query: eventListQuerySchema,
    response: eventListSchema,
    handler: ({ principal, query }) => listEvents(platform, kinds, principal, query),
  }),
  route({
    method: 'post',
    path: '/api/audit/{id}/restore',
    permission: 'events.restore',
    summary: 'Put the old values of a change back; refused when the same fields have changed since',
    params: z.object({ id: idSchema }),
    body: restoreChangeSchema,
    response: restoredChangeSchema,
    handler: ({ principal, params, body: { fields }, request: { ip } }) =>
      restoreChange(platform, kinds, { entryId: params.id, fields, principal, ip }),
  }),
];

/** Whoever reads the whole audit may have an own role that holds fields back. */
function withoutHiddenOf(reader: Principal, page: Awaited<ReturnType<typeof listAudit>>) {
  const trimmed = (action: string, values: unknown) => withoutHidden(reader, action.split('.')[0] ?? '', values);
  return {
    ...page,
    items: page.items.map((item) => ({
      ...item,
      before: trimmed(item.action, item.before),
      after: trimmed(item.action, item.after),
    })),
  };
}
