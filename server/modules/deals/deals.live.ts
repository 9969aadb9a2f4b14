/** Boards, lists and sheets read a deal again when it changed; only the id travels, the reading checks the access. */
import { rooms } from '../../contract/live-events.ts';
import { liveMapping } from '../../platform/realtime/live.ts';
import type { FileFacts } from '../files/files.events.ts';
import type { DealFacts } from './deals.events.ts';

const dealChanged = (dealId: string, version: number | null) => [
  { rooms: [rooms.everybody], event: { name: 'deal.changed' as const, payload: { dealId, version } } },
];
const settingsChanged = (what: string) => [
  { rooms: [rooms.everybody], event: { name: 'settings.changed' as const, payload: { what } } },
];

export const dealLive = () => ({
  mappings: [
    liveMapping<DealFacts>({
      on: ['deal.created', 'deal.changed', 'deal.moved', 'deal.deleted', 'deal.restored', 'deal.noted'],
      toMessages: async ({ payload }) => ('dealId' in payload ? dealChanged(payload.dealId, payload.version) : []),
    }),
    liveMapping<FileFacts>({
      on: ['file.added', 'file.deleted', 'file.restored'],
      toMessages: async ({ payload }) => (payload.recordKind === 'deal' ? dealChanged(payload.recordId, null) : []),
    }),
    liveMapping<DealFacts>({
      on: ['pipeline.changed', 'deals.moved'],
      toMessages: async () => settingsChanged('pipelines'),
    }),
    liveMapping<DealFacts>({ on: ['loss-reason.changed'], toMessages: async () => settingsChanged('loss-reasons') }),
  ],
});
