/** The console of the agent opens the card; only the id travels, the reading checks the access. */
import { rooms } from '../../contract/live-events.ts';
import { liveMapping } from '../../platform/realtime/live.ts';
import type { CtiFacts } from './cti.events.ts';

export const ctiLive = () => ({
  mappings: [
    liveMapping<CtiFacts>({
      on: ['contact.offered'],
      toMessages: async ({ payload: { contactId, agentId, event } }) => [
        { rooms: [rooms.agent(agentId)], event: { name: 'contact.offered', payload: { contactId, event } } },
      ],
    }),
  ],
  snapshot: [],
  rooms: [],
});
