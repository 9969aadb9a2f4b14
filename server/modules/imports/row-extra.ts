/** Pure: fields that few files have. A row without them carries nothing of them (`extra` of `RowDraft` is null). */
import type { Address } from '../../contract/contacts.contract.ts';
import type { RowDraft } from './row-draft.ts';

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
}

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
]);

/** @param mapping keys of targets, null: left out */
export const hasExtra = (mapping: readonly (string | null)[]): boolean =>
  mapping.some((key) => key !== null && extraTargets.has(key));

export function extraOf(draft: RowDraft): RowExtra {
  draft.extra ??= {};
  return draft.extra;
}

const mostAddresses = 20;
const mostRoles = 20;

/**
 * Columns of an address follow each other: a part that the last address has already begins another one.
 * @returns the address that the part belongs to; null: there are too many
 */
export function addressFor(draft: RowDraft, part: 'text' | 'city' | 'country' | 'kind'): Address | null {
  const extra = extraOf(draft);
  extra.addresses ??= [];
  const { addresses } = extra;
  const last = addresses.at(-1);
  const isFree = part === 'kind' ? last?.kind === 'other' : last?.[part] === '';
  if (last && isFree) return last;
  if (addresses.length >= mostAddresses) return null;
  const next: Address = {
    kind: 'other',
    text: '',
    city: '',
    country: '',
    primary: addresses.length === 0,
    invalid: false,
  };
  addresses.push(next);
  return next;
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

/** A further organisation, and the role there, which follows it. */
export function addOtherRole(draft: RowDraft, said: { organisation: string } | { role: string }): void {
  const extra = extraOf(draft);
  extra.otherRoles ??= [];
  const { otherRoles } = extra;
  const last = otherRoles.at(-1);
  if ('organisation' in said) {
    const isKnown = otherRoles.some(
      ({ organisation }) => organisation.toLowerCase() === said.organisation.toLowerCase(),
    );
    if (!isKnown && otherRoles.length < mostRoles) otherRoles.push({ organisation: said.organisation, role: null });
  } else if (last) last.role ??= said.role;
  if (otherRoles.length === 0) delete extra.otherRoles;
}
