/** Consoles that show an organisation read it again when it changed; only the id travels, the reading checks the access. */
import { rooms } from '../../contract/live-events.ts';
import { liveMapping } from '../../platform/realtime/live.ts';
import type { FileFacts } from '../files/files.events.ts';
import type { OrganisationFacts } from './organisations.events.ts';

const organisationChanged = (organisationId: string, version: number | null) => [
  { rooms: [rooms.everybody], event: { name: 'organisation.changed' as const, payload: { organisationId, version } } },
];

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
      toMessages: async ({ payload: { organisationId, version } }) => organisationChanged(organisationId, version),
    }),
    liveMapping<FileFacts>({
      on: ['file.added', 'file.deleted', 'file.restored'],
      toMessages: async ({ payload }) =>
        payload.recordKind === 'organisation' ? organisationChanged(payload.recordId, null) : [],
    }),
  ],
  snapshot: [],
  rooms: [],
});
