/** Whoever got a lead, and whose it was, are told at once; only the id travels, the reading checks the access. */
import { rooms } from '../../contract/live-events.ts';
import { liveMapping } from '../../platform/realtime/live.ts';
import type { LeadFacts } from './leads.events.ts';

export const leadLive = () => ({
  mappings: [
    liveMapping<LeadFacts>({
      on: ['lead.given'],
      toMessages: async ({ payload }) => [
        {
          rooms: [payload.agentId, ...(payload.fromAgentId ? [payload.fromAgentId] : [])].map(rooms.agent),
          event: { name: 'lead.given', payload },
        },
      ],
    }),
  ],
  snapshot: [],
  rooms: [],
});
