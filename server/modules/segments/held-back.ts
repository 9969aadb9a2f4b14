/** Pure: fields that an own role hides cannot be filtered by either: whoever may ask "is it more than 5?" soon knows it. */
import type { FilterField } from '../../platform/filters/filter-field.ts';
import { isHidden, seesNumbers } from '../access/field-rights.ts';
import type { Principal } from '../access/principal.ts';

/** Name of the field right (contract/record-fields.ts) by the key of the field, where they differ. */
const rightOf: Readonly<Record<string, string>> = {
  team: 'owner',
  phone: 'phones',
  'do-not-call': 'phones',
  city: 'addresses',
  'main-need': 'mainNeed',
  'advertising-channel': 'source',
  'has-people': 'contacts',
  'open-complaint': 'notes',
};

/** Fields of other records that a person or an organisation is filtered by. */
const ofOthers: Readonly<Record<string, readonly [kind: string, field: string]>> = {
  'deals.potential': ['deal', 'money'],
};

/** @param record `contact`, as the field rights call it */
export const isHeldBack = (
  reader: Pick<Principal, 'rights' | 'ownFields'>,
  record: string,
  { key }: Pick<FilterField, 'key'>,
): boolean => {
  const other = ofOthers[key];
  if (other) return isHidden(reader, ...other);
  return isHidden(reader, record, rightOf[key] ?? key);
};

/**
 * The field as this reader may ask for it: whoever sees masked numbers could spell one out digit by digit by what it begins
 * with. A whole number they know already may be asked for, as in the search box.
 */
export const forReader = (reader: Pick<Principal, 'role' | 'rights'>, field: FilterField): FilterField =>
  field.type === 'phone' && !seesNumbers(reader)
    ? { ...field, operators: ['is', 'country', 'empty', 'not-empty'] }
    : field;
