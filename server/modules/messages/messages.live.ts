/** Consoles that show a record read its time-line again; whoever wrote a message that did not go out is told. Only ids travel. */
import { type LiveEvent, rooms } from '../../contract/live-events.ts';
import { liveMapping } from '../../platform/realtime/live.ts';
import type { MessageFacts } from './messages.events.ts';

type Records = Pick<MessageFacts['message.changed'], 'contactId' | 'organisationId' | 'dealId'>;

const recordsChanged = ({ contactId, organisationId, dealId }: Records): LiveEvent[] => [
  ...(contactId === null ? [] : [{ name: 'contact.changed' as const, payload: { contactId, version: null } }]),
  ...(organisationId === null
    ? []
    : [{ name: 'organisation.changed' as const, payload: { organisationId, version: null } }]),
  ...(dealId === null ? [] : [{ name: 'deal.changed' as const, payload: { dealId, version: null } }]),
];

const toEverybody = (event: LiveEvent) => ({ rooms: [rooms.everybody], event });

export const messageLive = () => ({
  mappings: [
    liveMapping<MessageFacts>({
      on: ['message.changed', 'message.received', 'message.sent', 'message.failed'],
      toMessages: async ({ payload }) => recordsChanged(payload).map(toEverybody),
    }),
    liveMapping<Pick<MessageFacts, 'message.failed'>>({
      on: ['message.failed'],
      toMessages: async ({ payload: { messageId, byId, ...records } }) =>
        byId === null
          ? []
          : [toEverybody({ name: 'message.failed', payload: { messageId, byUserId: byId, ...records } })],
    }),
  ],
  snapshot: [],
  rooms: [],
});
