/** Settings pages read a list again when it changed. */
import { rooms } from '../../contract/live-events.ts';
import { liveMapping } from '../../platform/realtime/live.ts';
import type { RetryRuleFacts } from './retry-rules.events.ts';

const settingsChanged = (what: string) => [
  { rooms: [rooms.everybody], event: { name: 'settings.changed' as const, payload: { what } } },
];

export const retryRuleLive = () => ({
  mappings: [
    liveMapping<RetryRuleFacts>({
      on: ['retry-ladder.changed', 'retry-ladder.deleted'],
      toMessages: async () => settingsChanged('retry-ladders'),
    }),
    liveMapping<RetryRuleFacts>({
      on: ['calling-hours.changed'],
      toMessages: async () => settingsChanged('calling-hours'),
    }),
  ],
});
