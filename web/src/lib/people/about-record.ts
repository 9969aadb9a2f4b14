import type { Contact, Organisation } from '$contract/contacts.contract.ts';
import type { Lead } from '$contract/leads.contract.ts';

type Named = { id: string; name: string };
export interface About {
  contact: Named | null;
  organisation: Named | null;
  sourceId: string | null;
}

/** What a new task or deal from a person takes along: the person, the organisation, how they came. */
export const aboutPerson = ({ id, name, organisationId, organisationName, sourceId }: Contact): About => ({
  contact: { id, name },
  organisation: organisationId ? { id: organisationId, name: organisationName ?? '' } : null,
  sourceId: sourceId ?? null,
});

export const aboutOrganisation = ({ id, name, sourceId }: Organisation): About => ({
  contact: null,
  organisation: { id, name },
  sourceId: sourceId ?? null,
});

export const aboutLead = ({ contactId, name, organisationId, organisationName, sourceId }: Lead): About => ({
  contact: { id: contactId, name },
  organisation: organisationId ? { id: organisationId, name: organisationName ?? '' } : null,
  sourceId: sourceId ?? null,
});
