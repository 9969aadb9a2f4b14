/** A live link alone, with readers, rooms and state that the test decides: for tests of the link itself. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { LiveEvent, LiveState } from '../../server/contract/live-events.ts';
import { systemClock } from '../../server/platform/clock/clock.ts';
import type { Database } from '../../server/platform/database/database.ts';
import { silentLogger } from '../../server/platform/logger/logger.ts';
import { createLiveServer, type LiveServer } from '../../server/platform/realtime/live-server.ts';
import { connectLive, type LiveClient } from './live-client.ts';

export interface LiveTestServer {
  live: LiveServer;
  connect(headers: Record<string, string>): Promise<LiveClient>;
  /** Publishes a fact that becomes this event for these rooms. */
  tell(rooms: string[], event: LiveEvent): void;
  changeRole(id: string, role: string): void;
  forget(id: string): void;
  stop(): Promise<void>;
}

interface Options {
  /** Readers by their key, with their rooms. */
  roomsOf?: Record<string, string[]>;
  readTasks?: () => Promise<LiveState['tasks']>;
}

export async function startLiveTestServer(database: Database, options: Options): Promise<LiveTestServer> {
  const { roomsOf = {}, readTasks = async () => ({}) } = options;
  const roles = new Map(Object.keys(roomsOf).map((id) => [id, 'first']));
  const http = createServer((_request, response) => response.end());
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  let facts = 0;
  const live = createLiveServer<{ id: string; role: string }>({
    http,
    database,
    clock: systemClock,
    logger: silentLogger,
    publicOrigin: null,
    authenticate: async (headers) => {
      const id = headers.get('authorization')?.replace('Bearer ', '') ?? '';
      const role = roles.get(id);
      return role === undefined ? null : { id, role };
    },
    rooms: [({ id }) => roomsOf[id] ?? []],
    snapshot: [{ key: 'tasks', read: readTasks }],
    mappings: [
      {
        on: ['test.told'],
        toMessages: async ({ payload }) => [payload as { rooms: string[]; event: LiveEvent }],
      },
    ],
  });
  const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  return {
    live,
    connect: (headers) => connectLive(url, headers),
    tell(rooms, event) {
      facts += 1;
      const now = systemClock.now();
      live.publish({
        sequence: facts,
        id: `fact_${facts}`,
        type: 'test.told',
        version: 1,
        subject: null,
        payload: { rooms, event },
        occurredAt: now,
        recordedAt: now,
        actor: null,
        causedBy: null,
      });
    },
    changeRole: (id, role) => void roles.set(id, role),
    forget: (id) => void roles.delete(id),
    async stop() {
      await live.stop();
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
}
