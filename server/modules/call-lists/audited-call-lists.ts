/** Call lists in the audit: names, and how old settings come back. */
import { callListPatchSchema } from '../../contract/call-lists.contract.ts';
import { restorableKeys } from '../../contract/restorable-fields.ts';
import { auditedFirmThing } from '../audit/firm-thing.ts';
import { changeCallList, readCallLists } from './call-lists.usecases.ts';

export const auditedCallLists = auditedFirmThing({
  kind: 'call-list',
  prefix: 'cls',
  rights: { read: 'campaigns.manage', write: 'campaigns.manage' },
  fields: restorableKeys('call-list.changed'),
  patch: callListPatchSchema,
  find: readCallLists,
  change: (platform, by, id, patch) => changeCallList(platform, { id, patch, ...by }),
});
