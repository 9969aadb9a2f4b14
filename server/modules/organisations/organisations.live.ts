/** Consoles that show an organisation read it again when it changed; only the id travels, the reading checks the access. */
import { rooms } from '../../contract/live-events.ts';
import { liveMapping } from '../../platform/realtime/live.ts';
import type { OrganisationFacts } from './organisations.events.ts';

export const organisationLive = () => ({
  mappings: [
    liveMapping<OrganisationFacts>({
      on: [
        'organisation.created',
        'organisation.changed',
        'organisation.deleted',
        'organisation.restored',
        'organisation.noted',
      ],
      toMessages: async ({ payload: { organisationId, version } }) => [
        { rooms: [rooms.everybody], event: { name: 'organisation.changed', payload: { organisationId, version } } },
      ],
    }),
  ],
  snapshot: [],
  rooms: [],
});
