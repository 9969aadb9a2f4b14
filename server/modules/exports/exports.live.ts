/** The state of an export goes to whoever asked for it. */
import { rooms } from '../../contract/live-events.ts';
import { liveMapping } from '../../platform/realtime/live.ts';
import type { ExportFacts } from './exports.events.ts';

export const exportLive = () => ({
  mappings: [
    liveMapping<ExportFacts>({
      on: ['export.changed'],
      toMessages: async ({ payload: { ownerAgentId, ...payload } }) =>
        ownerAgentId === null
          ? []
          : [{ rooms: [rooms.agent(ownerAgentId)], event: { name: 'export.changed', payload } }],
    }),
  ],
});
