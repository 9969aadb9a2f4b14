/** Leads that come in are written down as such and given to whom the rules name. */

import type { Tx } from '../../platform/database/database.ts';
import { batchListener, listener } from '../../platform/outbox/fact.ts';
import type { Platform } from '../../platform/platform.ts';
import { systemPrincipal } from '../access/principal.ts';
import type { CallFacts } from '../calls/calls.events.ts';
import type { ContactFacts, ContactsImported } from '../contacts/contacts.events.ts';
import { readSettings } from '../settings/settings.usecases.ts';
import { fillOriginsOfCalls } from './fill-origins.usecases.ts';
import { giveLeads } from './give-leads.usecases.ts';
import { insertLeads, selectOwnerless } from './leads.repository.ts';

async function takeIn(platform: Platform, tx: Tx, contactIds: readonly string[], wereLeads: boolean): Promise<void> {
  await insertLeads(tx, contactIds, { wereLeads });
  if (!(await readSettings(platform, tx)).leads.on) return;
  const leads = (await selectOwnerless(tx, contactIds)).map((contactId) => ({ contactId, onlyOf: null }));
  await giveLeads(platform, tx, leads, { why: 'new', by: { principal: systemPrincipal } });
}

export const leadListeners = (platform: Platform) => [
  listener<Pick<ContactFacts, 'contact.created'>>({
    name: 'give-lead.on-contact-created',
    on: ['contact.created'],
    // A deal at once makes a client of a lead before this is heard: it came as a lead all the same.
    handle: ({ payload: { contactId, lifecycle } }, { tx }) => takeIn(platform, tx, [contactId], lifecycle === 'lead'),
  }),
  listener<ContactsImported>({
    name: 'give-leads.on-contacts-imported',
    on: ['contacts.imported'],
    handle: ({ payload: { contactIds } }, { tx }) => takeIn(platform, tx, contactIds, false),
  }),
  batchListener<Pick<CallFacts, 'call.ended' | 'call.worked'>>({
    name: 'fill-origin.on-call-ended',
    on: ['call.ended', 'call.worked'],
    async handleAll(facts, { tx }) {
      // Of what is said of a call only who it was matters here.
      const told = facts.filter(({ payload }) => !('changed' in payload) || payload.changed.includes('contactId'));
      await fillOriginsOfCalls(
        platform,
        tx,
        told.map(({ payload }) => payload.call),
      );
    },
  }),
  listener<Pick<ContactFacts, 'contact.changed'>>({
    name: 'write-down-lead.on-contact-changed',
    on: ['contact.changed'],
    // Somebody who was taken for something else and turned out to be a lead: counted, and left with whoever said so.
    handle: async ({ payload: { contactId, changed }, occurredAt }, { tx }) => {
      if (changed.includes('lifecycle')) await insertLeads(tx, [contactId], { at: occurredAt });
    },
  }),
];
