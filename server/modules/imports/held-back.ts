/** Pure: what an own role holds back of an import: what somebody may not write on a form, no file writes for them either. */
import { fieldRightOf } from '../access/field-rights.ts';
import type { Principal } from '../access/principal.ts';

type Importer = Pick<Principal, 'rights' | 'ownFields'>;
type List = 'contacts' | 'organisations';

/** Target or default of an import → field of the record. The name is no such field: without it there is no new record (`keepsName`). */
const fieldOfKey: Readonly<Record<string, string>> = {
  role: 'role',
  organisation: 'organisation',
  phone: 'phones',
  mobile: 'phones',
  workPhone: 'phones',
  homePhone: 'phones',
  doNotCall: 'phones',
  email: 'emails',
  owner: 'owner',
  ownerId: 'owner',
  ownerIds: 'owner',
  sourceId: 'source',
  lifecycle: 'lifecycle',
  notes: 'notes',
  vip: 'vip',
  timeZone: 'timeZone',
  extension: 'phones',
  phoneKind: 'phones',
  phoneMark: 'phones',
  morePhones: 'phones',
  birthday: 'birthday',
  source: 'source',
  advertisingChannel: 'source',
  mainNeed: 'mainNeed',
  satisfaction: 'satisfaction',
  address: 'addresses',
  city: 'addresses',
  country: 'addresses',
  addressKind: 'addresses',
  addressMark: 'addresses',
  moreAddresses: 'addresses',
  otherOrganisation: 'organisation',
  otherRole: 'organisation',
  moreOrganisations: 'organisation',
  private: 'private',
  parent: 'parent',
  website: 'website',
};

const kindOf = (list: List) => (list === 'contacts' ? 'contact' : 'organisation');

/** @param key of a target, such as `email` or `custom.budget`, or of a default, such as `ownerId` */
export function isHeldBack(importer: Importer, list: List, key: string): boolean {
  const field = key.startsWith('custom.') ? key : fieldOfKey[key];
  return field !== undefined && fieldRightOf(importer, kindOf(list), field) !== null;
}

/** True: names of records that are there already stay as they are, whatever the file says; new records get theirs. */
export const keepsName = (importer: Importer, list: List): boolean =>
  fieldRightOf(importer, kindOf(list), 'name') !== null;

/** Those of an import's choices that its importer may not write. */
export function heldBackOf(
  importer: Importer,
  list: List,
  { mapping, defaults }: { mapping: readonly (string | null)[]; defaults: object },
): string[] {
  const filled = Object.entries(defaults).flatMap(([key, value]) =>
    value === null || (Array.isArray(value) && value.length === 0) ? [] : [key],
  );
  const keys = [...mapping.filter((key) => key !== null), ...filled];
  return [...new Set(keys)].filter((key) => isHeldBack(importer, list, key));
}
