/** Results of calls in the audit, and how old values come back. */
import { dispositionPatchSchema } from '../../contract/calls.contract.ts';
import { restorableKeys } from '../../contract/restorable-fields.ts';
import { auditedFirmThing, foundIn } from '../audit/firm-thing.ts';
import { readDispositions } from './dispositions.repository.ts';
import { changeDisposition } from './dispositions.usecases.ts';

export const auditedDispositions = auditedFirmThing({
  kind: 'disposition',
  prefix: 'dsp',
  rights: { read: 'dispositions.read', write: 'dispositions.manage' },
  fields: restorableKeys('disposition.changed'),
  patch: dispositionPatchSchema,
  find: async (sql, ids) => foundIn(await readDispositions(sql), ids),
  change: (platform, by, id, patch) => changeDisposition(platform, by, id, patch),
});
