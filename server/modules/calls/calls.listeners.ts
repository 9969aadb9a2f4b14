/** Reactions of the calls module to facts of people and numbers. */
import { batchListener, listener } from '../../platform/outbox/fact.ts';
import type { ContactFacts, ContactsImported } from '../contacts/contacts.events.ts';
import type { OrganisationFacts, OrganisationsImported } from '../organisations/organisations.events.ts';
import type { PhoneFacts } from '../phones/phones.events.ts';
import type { CallFacts } from './calls.events.ts';
import type { CallsDeps } from './calls.usecases.ts';
import { countCalls, peopleOf } from './count-calls.ts';
import { readDevices } from './devices.repository.ts';
import {
  attachContact,
  refreshContact,
  refreshContacts,
  refreshOrganisation,
  relinkNumber,
  relinkNumbersOf,
} from './relink.ts';

export const callListeners = (deps: CallsDeps) => [
  // After the commit of the change, so that a telephone that rings does not wait for it. Calls are read as they are now: of
  // several changes the last one counts, whichever of them is told last.
  batchListener<Pick<CallFacts, 'call.changed'>>({
    name: 'follow-calls.on-call-changed',
    on: ['call.changed'],
    async handleAll(facts, { tx }) {
      const ids = [...new Set(facts.map(({ payload }) => payload.callId))];
      const at = new Date(Math.max(...facts.map(({ recordedAt }) => recordedAt.getTime())));
      await deps.neighbours.callsChanged(tx, await readDevices(tx, ids), at);
    },
  }),
  batchListener<Pick<CallFacts, 'call.ended' | 'call.corrected' | 'call.worked' | 'call.relinked'>>({
    name: 'count-calls.on-call-ended',
    on: ['call.ended', 'call.corrected', 'call.worked', 'call.relinked'],
    async handleAll(facts, { tx }) {
      const people = facts.flatMap(({ payload }) => peopleOf(payload));
      // In one order, as every other who holds several calls: lockShown takes them by person.
      for (const contactId of (await countCalls(tx, deps, people)).sort()) await refreshContact(tx, deps, contactId);
    },
  }),
  listener<PhoneFacts>({
    name: 'relink-calls.on-number-changed',
    on: ['number.saved', 'number.removed'],
    handle: async ({ payload }, { tx }) => {
      await relinkNumber(tx, deps, payload.e164);
    },
  }),
  listener<ContactsImported>({
    name: 'relink-calls.on-contacts-imported',
    on: ['contacts.imported'],
    handle: async ({ payload: { contactIds, removedNumbers } }, { tx }) => {
      await relinkNumbersOf(tx, deps, { contactIds, organisationIds: [], numbers: removedNumbers });
      await refreshContacts(tx, deps, contactIds);
    },
  }),
  listener<OrganisationsImported>({
    name: 'relink-calls.on-organisations-imported',
    on: ['organisations.imported'],
    handle: ({ payload: { organisationIds, removedNumbers } }, { tx }) =>
      relinkNumbersOf(tx, deps, { contactIds: [], organisationIds, numbers: removedNumbers }),
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
