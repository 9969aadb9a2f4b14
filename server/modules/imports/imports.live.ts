/** How far an import is goes to whoever handed it in, and to the leaders of all teams; only figures travel. */
import { rooms } from '../../contract/live-events.ts';
import { liveMapping } from '../../platform/realtime/live.ts';
import type { ImportFacts } from './imports.events.ts';

export const importLive = () => ({
  mappings: [
    liveMapping<Pick<ImportFacts, 'import.changed'>>({
      on: ['import.changed'],
      toMessages: async ({ payload: { ownerAgentId, ...payload } }) => [
        {
          rooms: [rooms.board, ...(ownerAgentId === null ? [] : [rooms.agent(ownerAgentId)])],
          event: { name: 'import.changed', payload },
        },
      ],
    }),
  ],
});
