/** Consoles that show a person read it again when it changed; only the id travels, the reading checks the access. */
import { rooms } from '../../contract/live-events.ts';
import type { Platform } from '../../platform/platform.ts';
import { liveMapping } from '../../platform/realtime/live.ts';
import type { FileFacts } from '../files/files.events.ts';
import type { ContactFacts } from './contacts.events.ts';

const contactChanged = (contactId: string, version: number | null) => [
  { rooms: [rooms.everybody], event: { name: 'contact.changed' as const, payload: { contactId, version } } },
];

export const contactLive = (_platform: Platform) => ({
  mappings: [
    liveMapping<ContactFacts>({
      on: ['contact.created', 'contact.changed', 'contact.deleted', 'contact.restored', 'contact.noted'],
      toMessages: async ({ payload: { contactId, version } }) => contactChanged(contactId, version),
    }),
    liveMapping<FileFacts>({
      on: ['file.added', 'file.deleted', 'file.restored'],
      toMessages: async ({ payload }) =>
        payload.recordKind === 'contact' ? contactChanged(payload.recordId, null) : [],
    }),
  ],
  snapshot: [],
  rooms: [],
});
