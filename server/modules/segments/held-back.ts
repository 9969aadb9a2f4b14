/** Pure: fields that an own role hides cannot be filtered by either: whoever may ask "is it more than 5?" soon knows it. */
import type { FilterRecord } from '../../contract/filters.contract.ts';
import type { FilterField } from '../../platform/filters/filter-field.ts';
import { operatorsOf } from '../../platform/filters/read-filter.ts';
import { isHidden, seesNumbers } from '../access/field-rights.ts';
import type { Principal } from '../access/principal.ts';

type Held = Pick<Principal, 'rights' | 'ownFields'>;
type Right = readonly [kind: string, field: string];

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

const dealMoney: ReadonlySet<string> = new Set(['potential', 'expected-sum', 'sum-open', 'sum-won']);

/** Fields of other records that begin so, by the kind of those records. */
const kindsOfPrefixes: Readonly<Record<string, FilterRecord>> = {
  deals: 'deal',
  tasks: 'task',
  calls: 'call',
  organisation: 'organisation',
};

/** Whose organisation somebody's is, is told by what the organisation's calls are. */
const peopleOfOrganisation: Right = ['contact', 'organisation'];

function rightsOf(record: FilterRecord, key: string): Right[] {
  if (key.startsWith('custom.')) return [[record, key]];
  switch (record) {
    case 'deal':
      return dealMoney.has(key) ? [['deal', 'money']] : [];
    case 'task':
      return [];
    case 'call':
      return key === 'organisation' ? [peopleOfOrganisation] : [];
    case 'contact':
      return [[record, rightOf[key] ?? key]];
    case 'organisation':
      return [[record, rightOf[key] ?? key], ...(key === 'has-people' ? [peopleOfOrganisation] : [])];
  }
}

/** Rights that stand before anything that is asked of the other records. */
function rightsOnOthers(record: FilterRecord, other: FilterRecord): Right[] {
  // The organisation of people, hidden, hides whatever it would be known by.
  return other === 'organisation' || (record === 'organisation' && other === 'call') ? [peopleOfOrganisation] : [];
}

export function isHeldBack(reader: Held, record: FilterRecord, { key }: Pick<FilterField, 'key'>): boolean {
  const [prefix = '', ...rest] = key.split('.');
  const other = rest.length > 0 ? kindsOfPrefixes[prefix] : undefined;
  const rights = other ? rightsOnOthers(record, other) : rightsOf(record, key);
  if (rights.some((right) => isHidden(reader, ...right))) return true;
  return other !== undefined && isHeldBack(reader, other, { key: rest.join('.') });
}

/**
 * The field as this reader may ask for it: whoever sees masked numbers could spell one out digit by digit by what it begins
 * with. A whole number they know already may be asked for, as in the search box.
 */
export const forReader = (reader: Pick<Principal, 'role' | 'rights'>, field: FilterField): FilterField =>
  field.type === 'phone' && !seesNumbers(reader)
    ? { ...field, operators: operatorsOf(field).filter((one) => one !== 'begins') }
    : field;
