/** Reactions of the calls module to facts of people and numbers. */
import { listener } from '../../platform/outbox/fact.ts';
import type { ContactFacts } from '../contacts/contacts.events.ts';
import type { OrganisationFacts } from '../organisations/organisations.events.ts';
import type { PhoneFacts } from '../phones/phones.events.ts';
import type { CallsDeps } from './calls.usecases.ts';
import { attachContact, refreshContact, refreshOrganisation, relinkNumber } from './relink.ts';

export const callListeners = (deps: CallsDeps) => [
  listener<PhoneFacts>({
    name: 'relink-calls.on-number-changed',
    on: ['number.saved', 'number.removed'],
    handle: async ({ payload }, { tx }) => {
      await relinkNumber(tx, deps, payload.e164);
    },
  }),
  listener<Pick<ContactFacts, 'contact.created'>>({
    name: 'attach-call.on-contact-created',
    on: ['contact.created'],
    handle: async ({ payload: { contactId, callId } }, { tx }) => {
      if (callId !== null) await attachContact(tx, deps, callId, contactId);
    },
  }),
  listener<Omit<ContactFacts, 'contact.created'>>({
    name: 'refresh-live-calls.on-contact-changed',
    on: ['contact.changed', 'contact.deleted', 'contact.restored'],
    handle: ({ payload: { contactId } }, { tx }) => refreshContact(tx, deps, contactId),
  }),
  listener<OrganisationFacts>({
    name: 'refresh-live-calls.on-organisation-changed',
    on: ['organisation.changed', 'organisation.deleted', 'organisation.restored'],
    handle: ({ payload: { organisationId } }, { tx }) => refreshOrganisation(tx, deps, organisationId),
  }),
];
