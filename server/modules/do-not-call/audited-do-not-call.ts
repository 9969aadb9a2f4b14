/** The do-not-call list in the audit: numbers as names, and how one that was taken off comes back. */
import { doNotCallPatchSchema } from '../../contract/do-not-call.contract.ts';
import { restorableKeys } from '../../contract/restorable-fields.ts';
import type { AuditedKind } from '../audit/audited-kinds.ts';
import { auditedFirmThing, byHand } from '../audit/firm-thing.ts';
import { changeDoNotCall, readDoNotCall, restoreDoNotCall } from './do-not-call.usecases.ts';

const numbers = auditedFirmThing({
  kind: 'do-not-call',
  prefix: 'dnc',
  rights: { read: 'campaigns.manage', write: 'campaigns.manage' },
  fields: restorableKeys('do-not-call.changed'),
  patch: doNotCallPatchSchema,
  find: async (sql, ids) =>
    new Map([...(await readDoNotCall(sql, ids))].map(([id, item]) => [id, { ...item, name: item.number }])),
  change: (platform, by, id, patch) => changeDoNotCall(platform, { id, patch, ...by }),
});

export const auditedDoNotCall: AuditedKind = {
  ...numbers,
  ...(numbers.restorer && {
    restorer: {
      ...numbers.restorer,
      undelete: (platform, by, id) => restoreDoNotCall(platform, { id, ...byHand(by) }),
    },
  }),
};
