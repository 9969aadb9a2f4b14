/** The firm's own fields in the audit, for those who make them: not everybody is told of each. */
import { customFieldPatchSchema } from '../../contract/custom-fields.contract.ts';
import { restorableKeys } from '../../contract/restorable-fields.ts';
import { auditedFirmThing, foundIn } from '../audit/firm-thing.ts';
import { selectCustomFields } from './custom-fields.repository.ts';
import { changeCustomField } from './custom-fields.usecases.ts';

export const auditedCustomFields = auditedFirmThing({
  kind: 'custom-field',
  prefix: 'fld',
  rights: { read: 'custom-fields.manage', write: 'custom-fields.manage' },
  fields: restorableKeys('custom-field.changed'),
  patch: customFieldPatchSchema,
  find: async (sql, ids) => foundIn(await selectCustomFields(sql), ids),
  change: (platform, by, id, patch) => changeCustomField(platform, by, id, patch),
});
