import type { Organisation } from '$contract/contacts.contract.ts';
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

export interface OrganisationDraft {
  name: string;
  parentId: string;
  lifecycle: string;
  ownerId: string;
  phones: PhoneDraft[];
  emails: string;
  website: string;
  addresses: AddressDraft[];
  sourceId: string;
  notes: string;
  timeZone: string;
}

export const organisationDraft = (known: Organisation): OrganisationDraft => ({
  name: known.name,
  parentId: known.parent?.id ?? '',
  lifecycle: known.lifecycle,
  ownerId: known.owner?.id ?? '',
  phones: phoneDrafts(known.phones),
  emails: known.emails.join('\n'),
  website: known.website,
  addresses: known.addresses.map((address) => ({ ...address })),
  sourceId: known.sourceId ?? '',
  notes: known.notes,
  timeZone: known.timeZone ?? '',
});

/** Only what was changed, with the version it was changed from; null when nothing was. */
export function organisationPatch(known: Organisation, draft: OrganisationDraft, custom: CustomValues | null = null) {
  const changed = changedFields(organisationDraft(known), draft);
  if (changed.length === 0 && custom === null) return null;
  const all = {
    name: draft.name.trim(),
    parentId: orNull(draft.parentId),
    lifecycle: draft.lifecycle,
    ownerId: orNull(draft.ownerId),
    phones: phonesToSend(draft.phones),
    emails: linesOf(draft.emails),
    website: draft.website.trim(),
    addresses: addressesToSend(draft.addresses),
    sourceId: orNull(draft.sourceId),
    notes: draft.notes,
    timeZone: orNull(draft.timeZone),
  };
  return { ...onlyChanged(all, changed), ...(custom && { custom }), version: known.version };
}
