/** Pure: fields that few files have. A row without them carries nothing of them (`extra` of `RowDraft` is null). */
import type { Address } from '../../contract/contacts.contract.ts';
import type { DraftPhone, PhoneMarks, RowDraft } from './row-draft.ts';

export interface RowExtra {
  birthday?: string;
  /** Id of an entry of the directory `source`. */
  sourceId?: string;
  advertisingChannel?: string;
  mainNeed?: string;
  satisfaction?: number;
  /** The first is the primary one. */
  addresses?: Address[];
  /** Further organisations by name, found or made when the rows are written. */
  otherRoles?: { organisation: string; role: string | null }[];
  private?: boolean;
  website?: string;
  /** The holding of an organisation by name. */
  parent?: string;
  /** Marks of single numbers, by the number: the lists of numbers in a row have no place for them. */
  numberMarks?: (PhoneMarks & { e164: string; extension: string | null })[];
  /** Numbers that nobody could repair and that are kept all the same. */
  asWritten?: WrittenNumber[];
}

export type WrittenNumber = PhoneMarks & { raw: string; digits: string; kind: DraftPhone['kind'] };

/** Targets that are kept there: an import without any of them asks for none of it. */
const extraTargets = new Set([
  'birthday',
  'source',
  'advertisingChannel',
  'mainNeed',
  'satisfaction',
  'address',
  'city',
  'country',
  'addressKind',
  'otherOrganisation',
  'otherRole',
  'private',
  'website',
  'parent',
  'phoneMark',
  'addressMark',
  'morePhones',
  'moreAddresses',
  'moreOrganisations',
]);

/** @param mapping keys of targets, null: left out */
export const hasExtra = (mapping: readonly (string | null)[]): boolean =>
  mapping.some((key) => key !== null && extraTargets.has(key));

/** True: numbers of its rows may have marks. */
export const hasNumberMarks = (mapping: readonly (string | null)[]): boolean =>
  mapping.includes('phoneMark') || mapping.includes('morePhones');

export function extraOf(draft: RowDraft): RowExtra {
  draft.extra ??= {};
  return draft.extra;
}

const mostAddresses = 20;
const mostRoles = 20;

/** Another address behind the last one; null: there are too many. */
export function nextAddress(draft: RowDraft): Address | null {
  const extra = extraOf(draft);
  extra.addresses ??= [];
  const { addresses } = extra;
  if (addresses.length >= mostAddresses) return null;
  const primary = addresses.length === 0;
  const next: Address = { kind: 'other', text: '', city: '', country: '', primary, invalid: false };
  addresses.push(next);
  return next;
}

/**
 * Columns of an address follow each other: a part that the last address has already begins another one.
 * @returns the address that the part belongs to; null: there are too many
 */
export function addressFor(draft: RowDraft, part: 'text' | 'city' | 'country' | 'kind'): Address | null {
  const last = draft.extra?.addresses?.at(-1);
  const isFree = part === 'kind' ? last?.kind === 'other' : last?.[part] === '';
  return last && isFree ? last : nextAddress(draft);
}

/** A city or a country without a street is the address. Called once the row is read. */
export function completeAddresses({ extra }: RowDraft): void {
  if (!extra?.addresses) return;
  for (const address of extra.addresses)
    if (address.text === '') address.text = [address.city, address.country].filter((part) => part !== '').join(', ');
  const kept = extra.addresses.filter(({ text }) => text !== '');
  extra.addresses = kept.map((address, index) => ({ ...address, primary: index === 0 }));
  if (kept.length === 0) delete extra.addresses;
}

/** A further organisation, and the role there, which stands beside it or follows it. */
export function addOtherRole(
  draft: RowDraft,
  said: { organisation: string; role: string | null } | { role: string },
): void {
  const extra = extraOf(draft);
  extra.otherRoles ??= [];
  const { otherRoles } = extra;
  const last = otherRoles.at(-1);
  if ('organisation' in said) {
    const known = otherRoles.find(({ organisation }) => organisation.toLowerCase() === said.organisation.toLowerCase());
    if (known) known.role ??= said.role;
    else if (otherRoles.length < mostRoles) otherRoles.push({ organisation: said.organisation, role: said.role });
  } else if (last) last.role ??= said.role;
  if (otherRoles.length === 0) delete extra.otherRoles;
}
