/** Queues and PBXs on the live link. Everybody may know how many wait and whether the telephone works. */
import { rooms } from '../../contract/live-events.ts';
import type { Platform } from '../../platform/platform.ts';
import { liveMapping, type SnapshotPart } from '../../platform/realtime/live.ts';
import type { Principal } from '../access/principal.ts';
import { listPbxs } from './pbx-endpoints.usecases.ts';
import type { QueueFacts } from './queues.events.ts';
import { listQueues } from './queues.usecases.ts';

const mappings = [
  liveMapping<Pick<QueueFacts, 'queue.changed'>>({
    on: ['queue.changed'],
    toMessages: async ({ payload }) => [{ rooms: [rooms.everybody], event: { name: 'queue.changed', payload } }],
  }),
  liveMapping<Pick<QueueFacts, 'pbx.changed'>>({
    on: ['pbx.changed'],
    toMessages: async ({ payload }) => [{ rooms: [rooms.everybody], event: { name: 'pbx.changed', payload } }],
  }),
];

const snapshot: SnapshotPart<Principal>[] = [
  {
    key: 'queues',
    read: async (_principal, { database: { sql } }) =>
      Object.fromEntries((await listQueues(sql)).map((queue) => [queue.name, queue])),
  },
  {
    key: 'pbxs',
    read: async (_principal, { database: { sql } }) =>
      Object.fromEntries((await listPbxs(sql)).map((pbx) => [pbx.bridgeId, pbx])),
  },
];

export const queueLive = (_platform: Platform) => ({ mappings, snapshot, rooms: [] });
