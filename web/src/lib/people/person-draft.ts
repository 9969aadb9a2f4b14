import type { Contact } from '$contract/contacts.contract.ts';
import type { CustomValues } from '$contract/custom-fields.contract.ts';
import {
  type AddressDraft,
  addressesToSend,
  changedFields,
  linesOf,
  onlyChanged,
  orNull,
  type PhoneDraft,
  phoneDrafts,
  phonesToSend,
} from './record-draft.ts';

export interface RoleDraft {
  organisationId: string;
  organisationName: string;
  role: string;
}
export interface PersonDraft {
  name: string;
  role: string;
  organisationName: string;
  otherRoles: RoleDraft[];
  lifecycle: Contact['lifecycle'];
  ownerId: string;
  phones: PhoneDraft[];
  emails: string;
  addresses: AddressDraft[];
  notes: string;
  vip: boolean;
  private: boolean;
  /** `YYYY-MM-DD` or empty. */
  birthday: string;
  mainNeed: string;
  /** `1` to `5` or empty. */
  satisfaction: string;
  sourceId: string;
  advertisingChannel: string;
  timeZone: string;
}

/** A person as the form holds it. A number is shown in the form in which it is dialled, with its extension as written. */
export function personDraft(contact: Contact): PersonDraft {
  return {
    name: contact.name,
    role: contact.role ?? '',
    organisationName: contact.organisationName ?? '',
    otherRoles: contact.otherRoles.map((one) => ({ ...one, role: one.role ?? '' })),
    lifecycle: contact.lifecycle,
    ownerId: contact.owner?.id ?? '',
    phones: phoneDrafts(contact.phones),
    emails: contact.emails.join('\n'),
    addresses: contact.addresses.map((address) => ({ ...address })),
    notes: contact.notes,
    vip: contact.vip,
    private: contact.private,
    birthday: contact.birthday ?? '',
    mainNeed: contact.mainNeed,
    satisfaction: contact.satisfaction === null ? '' : String(contact.satisfaction),
    sourceId: contact.sourceId ?? '',
    advertisingChannel: contact.advertisingChannel,
    timeZone: contact.timeZone ?? '',
  };
}

/**
 * Only what was changed, with the version it was changed from; null when nothing was.
 * @param custom changed values of the firm's own fields; null: none
 */
export function personPatch(contact: Contact, draft: PersonDraft, custom: CustomValues | null = null) {
  const changed = changedFields(personDraft(contact), draft);
  if (changed.length === 0 && custom === null) return null;
  const all = {
    name: draft.name.trim(),
    role: orNull(draft.role),
    // The organisation is found or made by its name; an empty name takes the person out of it.
    organisationName: orNull(draft.organisationName),
    otherRoles: draft.otherRoles
      .filter(({ organisationId }) => organisationId !== '')
      .map(({ organisationId, role }) => ({ organisationId, role: orNull(role) })),
    lifecycle: draft.lifecycle,
    ownerId: orNull(draft.ownerId),
    phones: phonesToSend(draft.phones),
    emails: linesOf(draft.emails),
    addresses: addressesToSend(draft.addresses),
    notes: draft.notes,
    vip: draft.vip,
    private: draft.private,
    birthday: orNull(draft.birthday),
    mainNeed: draft.mainNeed,
    satisfaction: draft.satisfaction === '' ? null : Number(draft.satisfaction),
    sourceId: orNull(draft.sourceId),
    advertisingChannel: draft.advertisingChannel,
    timeZone: orNull(draft.timeZone),
  };
  const body = onlyChanged(all, changed);
  const leaves = changed.includes('organisationName') && all.organisationName === null ? { organisationId: null } : {};
  return { ...body, ...leaves, ...(custom && { custom }), version: contact.version };
}
