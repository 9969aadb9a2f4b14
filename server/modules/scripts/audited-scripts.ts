/** Scripts in the audit, and how old texts come back. */
import { restorableKeys } from '../../contract/restorable-fields.ts';
import { scriptPatchSchema } from '../../contract/scripts.contract.ts';
import type { AuditedKind } from '../audit/audited-kinds.ts';
import { auditedFirmThing, byHand, foundIn } from '../audit/firm-thing.ts';
import { changeScript, listScriptsOf, restoreScript } from './scripts.usecases.ts';

const scripts = auditedFirmThing({
  kind: 'script',
  prefix: 'scr',
  rights: { read: 'scripts.read', write: 'scripts.manage' },
  fields: restorableKeys('script.changed'),
  patch: scriptPatchSchema,
  find: async (sql, ids) => foundIn(await listScriptsOf(sql, ids), ids),
  change: (platform, by, id, body) => changeScript(platform, { id, body, ...by }),
});

export const auditedScripts: AuditedKind = {
  ...scripts,
  ...(scripts.restorer && {
    restorer: {
      ...scripts.restorer,
      undelete: (platform, by, id) => restoreScript(platform, { id, ...byHand(by) }),
    },
  }),
};
