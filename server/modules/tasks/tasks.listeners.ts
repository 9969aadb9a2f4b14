/** What tasks show of people follows the people. */
import { listener } from '../../platform/outbox/fact.ts';
import type { Platform } from '../../platform/platform.ts';
import type { ContactFacts, ContactsImported } from '../contacts/contacts.events.ts';
import { refreshTasksOf } from './tasks.usecases.ts';

/** What a task shows of a person, and who may know it. */
const shown = new Set(['name', 'owner']);

export const taskListeners = (platform: Pick<Platform, 'facts'>) => [
  listener<Pick<ContactFacts, 'contact.changed'>>({
    name: 'refresh-tasks.on-contact-changed',
    on: ['contact.changed'],
    handle: async ({ payload: { contactId, changed } }, { tx }) => {
      if (changed.some((key) => shown.has(key))) await refreshTasksOf(platform, tx, contactId);
    },
  }),
  listener<ContactsImported>({
    name: 'refresh-tasks.on-contacts-imported',
    on: ['contacts.imported'],
    handle: async ({ payload: { contactIds } }, { tx }) => {
      const rows = await tx<{ id: string }[]>`
        select distinct contact_id as id from tasks where contact_id = any(${contactIds}) and not done order by 1`;
      for (const { id } of rows) await refreshTasksOf(platform, tx, id);
    },
  }),
  listener<Pick<ContactFacts, 'contact.deleted' | 'contact.restored'>>({
    name: 'refresh-tasks.on-contact-deleted',
    on: ['contact.deleted', 'contact.restored'],
    handle: ({ payload: { contactId } }, { tx }) => refreshTasksOf(platform, tx, contactId),
  }),
];
