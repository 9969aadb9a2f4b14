/** Whoever has the list of forms open reads it again when something came in. */
import { rooms } from '../../contract/live-events.ts';
import { liveMapping } from '../../platform/realtime/live.ts';
import type { WebFormFacts } from './web-forms.events.ts';

export const webFormLive = () => ({
  mappings: [
    liveMapping<WebFormFacts>({
      on: ['web-form.submitted', 'web-form.put-aside', 'web-form.settled'],
      toMessages: async () => [
        { rooms: [rooms.everybody], event: { name: 'settings.changed', payload: { what: 'web-forms' } } },
      ],
    }),
  ],
  snapshot: [],
  rooms: [],
});
