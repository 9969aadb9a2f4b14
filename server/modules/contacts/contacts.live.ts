/** Consoles that show a person read it again when it changed; only the id travels, the reading checks the access. */
import { rooms } from '../../contract/live-events.ts';
import type { Platform } from '../../platform/platform.ts';
import { liveMapping } from '../../platform/realtime/live.ts';
import type { ContactFacts } from './contacts.events.ts';

export const contactLive = (_platform: Platform) => ({
  mappings: [
    liveMapping<ContactFacts>({
      on: ['contact.created', 'contact.changed', 'contact.deleted', 'contact.restored', 'contact.noted'],
      toMessages: async ({ payload: { contactId, version } }) => [
        { rooms: [rooms.everybody], event: { name: 'contact.changed', payload: { contactId, version } } },
      ],
    }),
  ],
  snapshot: [],
  rooms: [],
});
