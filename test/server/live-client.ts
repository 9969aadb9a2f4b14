/** A console's end of the live link, for tests: keeps what came and waits for what is to come. */
import { io, type Socket } from 'socket.io-client';
import type { EventMessage, SnapshotMessage } from '../../server/contract/live-events.ts';

export interface LiveClient {
  socket: Socket;
  /** The newest snapshot, and every event since. */
  snapshot: SnapshotMessage;
  events: EventMessage[];
  /** The first event, past or to come, that fits. */
  event(fits: (message: EventMessage) => boolean): Promise<EventMessage>;
  nextSnapshot(): Promise<SnapshotMessage>;
  close(): void;
}

/** Resolves with the first snapshot; rejects when the link is refused. */
export async function connectLive(url: string, extraHeaders: Record<string, string>): Promise<LiveClient> {
  const socket = io(url, { transports: ['websocket'], extraHeaders, reconnection: false, forceNew: true });
  const events: EventMessage[] = [];
  const watchers = new Set<() => void>();
  let snapshots: SnapshotMessage[] = [];
  const changed = () => {
    for (const watcher of [...watchers]) watcher();
  };
  socket.on('snapshot', (message: SnapshotMessage) => {
    snapshots = [...snapshots, message];
    changed();
  });
  socket.on('event', (message: EventMessage) => {
    events.push(message);
    changed();
  });
  const until = <T>(find: () => T | undefined): Promise<T> =>
    new Promise((resolve) => {
      const look = () => {
        const found = find();
        if (found === undefined) return;
        watchers.delete(look);
        resolve(found);
      };
      watchers.add(look);
      look();
    });
  const refused = new Promise<never>((_, reject) => {
    socket.on('connect_error', (error) => {
      socket.disconnect();
      reject(error);
    });
  });
  await Promise.race([until(() => snapshots[0]), refused]);
  return {
    socket,
    events,
    get snapshot() {
      return snapshots.at(-1) as SnapshotMessage;
    },
    event: (fits) => until(() => events.find(fits)),
    nextSnapshot() {
      const seen = snapshots.length;
      return until(() => snapshots[seen]);
    },
    close: () => void socket.disconnect(),
  };
}
