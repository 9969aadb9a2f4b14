/** Forms of web sites in the audit, and how old values come back. */
import { restorableKeys } from '../../contract/restorable-fields.ts';
import { webFormPatchSchema } from '../../contract/web-forms.contract.ts';
import { auditedFirmThing, foundIn } from '../audit/firm-thing.ts';
import { selectForms, toForm } from './web-forms.repository.ts';
import { changeForm } from './web-forms.usecases.ts';

export const auditedWebForms = auditedFirmThing({
  kind: 'web-form',
  prefix: 'wfm',
  rights: { read: 'settings.manage', write: 'settings.manage' },
  fields: restorableKeys('web-form.changed'),
  patch: webFormPatchSchema,
  find: async (sql, ids) => foundIn((await selectForms(sql)).map(toForm), ids),
  change: (platform, by, formId, patch) => changeForm(platform, { formId, patch, ...by }),
});
