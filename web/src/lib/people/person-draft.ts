import type { Contact, Phone } from '$contract/contacts.contract.ts';

export interface PhoneDraft {
  /** Of a number that is there already: with it a hidden one stays what it is. */
  id?: string;
  raw: string;
  kind: Phone['kind'];
  primary: boolean;
  doNotCall: boolean;
}
export interface PersonDraft {
  name: string;
  role: string;
  organisationName: string;
  lifecycle: Contact['lifecycle'];
  ownerId: string;
  phones: PhoneDraft[];
  emails: string;
  notes: string;
  vip: boolean;
  private: boolean;
  timeZone: string;
}

/** A person as the form holds it. A number is shown in the form in which it is dialled, with its extension as written. */
export function personDraft(contact: Contact): PersonDraft {
  return {
    name: contact.name,
    role: contact.role ?? '',
    organisationName: contact.organisationName ?? '',
    lifecycle: contact.lifecycle,
    ownerId: contact.owner?.id ?? '',
    phones: contact.phones.map(({ id, raw, kind, primary, doNotCall }) => ({ id, raw, kind, primary, doNotCall })),
    emails: contact.emails.join('\n'),
    notes: contact.notes,
    vip: contact.vip,
    private: contact.private,
    timeZone: contact.timeZone ?? '',
  };
}

const orNull = (text: string) => (text.trim() === '' ? null : text.trim());

/** Only what was changed, with the version it was changed from; null when nothing was. */
export function personPatch(contact: Contact, draft: PersonDraft) {
  const was = personDraft(contact);
  const changed = (Object.keys(was) as (keyof PersonDraft)[]).filter(
    (field) => JSON.stringify(was[field]) !== JSON.stringify(draft[field]),
  );
  if (changed.length === 0) return null;
  const emails = draft.emails.split('\n').map((line) => line.trim());
  const all = {
    name: draft.name.trim(),
    role: orNull(draft.role),
    // The organisation is found or made by its name; an empty name takes the person out of it.
    organisationName: orNull(draft.organisationName),
    lifecycle: draft.lifecycle,
    ownerId: orNull(draft.ownerId),
    phones: draft.phones.filter(({ raw }) => raw.trim() !== '').map((phone) => ({ ...phone, raw: phone.raw.trim() })),
    emails: emails.filter((email) => email !== ''),
    notes: draft.notes,
    vip: draft.vip,
    private: draft.private,
    timeZone: orNull(draft.timeZone),
  };
  const body: Partial<typeof all> = Object.fromEntries(changed.map((field) => [field, all[field]]));
  const leaves = changed.includes('organisationName') && all.organisationName === null ? { organisationId: null } : {};
  return { ...body, ...leaves, version: contact.version };
}
