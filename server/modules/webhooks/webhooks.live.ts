/** The settings page reads web-hooks again when one changed or was paused. */
import { rooms } from '../../contract/live-events.ts';
import { liveMapping } from '../../platform/realtime/live.ts';
import type { WebhookFacts } from './webhooks.events.ts';

export const webhookLive = () => ({
  mappings: [
    liveMapping<WebhookFacts>({
      on: ['webhook.changed'],
      toMessages: async () => [
        { rooms: [rooms.everybody], event: { name: 'settings.changed', payload: { what: 'webhooks' } } },
      ],
    }),
  ],
});
