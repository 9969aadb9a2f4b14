import type { CustomField, CustomFieldType } from '../../server/contract/custom-fields.contract.ts';

/** A field of the firm's own on people, of that type; choices have `red`, `blue`, and `grey`, which is switched off. */
export const customField = (type: CustomFieldType, more: Partial<CustomField> = {}): CustomField => ({
  id: `fld_${type}`,
  record: 'contact',
  key: type.replace('-', '_'),
  label: type,
  hint: '',
  type,
  options: [
    { id: 'red', label: 'Red', active: true },
    { id: 'blue', label: 'Blue', active: true },
    { id: 'grey', label: 'Grey', active: false },
  ],
  active: true,
  onCard: false,
  position: 1,
  roles: {},
  version: 1,
  ...more,
});
