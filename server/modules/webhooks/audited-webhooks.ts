/** Web-hooks in the audit, and how old values come back. Their secrets are not kept. */
import { restorableKeys } from '../../contract/restorable-fields.ts';
import { webhookPatchSchema } from '../../contract/webhooks.contract.ts';
import { auditedFirmThing, foundIn } from '../audit/firm-thing.ts';
import { changeWebhook, listWebhooks } from './webhooks.usecases.ts';

export const auditedWebhooks = auditedFirmThing({
  kind: 'webhook',
  prefix: 'whk',
  rights: { read: 'webhooks.manage', write: 'webhooks.manage' },
  fields: restorableKeys('webhook.changed'),
  patch: webhookPatchSchema,
  find: async (sql, ids) => foundIn(await listWebhooks(sql), ids),
  change: (platform, by, webhookId, patch) => changeWebhook(platform, { webhookId, patch, ...by }),
});
