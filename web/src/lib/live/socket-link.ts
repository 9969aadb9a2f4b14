import { io, type Socket } from 'socket.io-client';
import type { LiveHandlers, LiveLink } from './live-link.ts';

/** socket.io on the console's own origin, with the session cookie. Back-off from a quarter second to five. */
export function createSocketLink(): LiveLink {
  let socket: Socket | null = null;
  return {
    open(handlers: LiveHandlers) {
      socket = io({ transports: ['websocket'], reconnectionDelay: 250, reconnectionDelayMax: 5_000, timeout: 8_000 });
      socket.on('connect', () => handlers.connected());
      socket.on('disconnect', (reason) => {
        handlers.lost();
        // The server closed it on purpose (restart, sign-out elsewhere): socket.io does not come back by itself then.
        if (reason === 'io server disconnect') socket?.connect();
      });
      socket.on('connect_error', (error: Error & { data?: { code?: string } }) => {
        if (error.data?.code?.startsWith('session.') || /unauthori[sz]ed|forbidden/i.test(error.message)) {
          handlers.refused();
        } else handlers.lost();
      });
      socket.on('snapshot', (message) => handlers.snapshot(message));
      socket.on('event', (message) => handlers.event(message));
    },
    requestSnapshot: () => socket?.emit('snapshot.request'),
    retryNow: () => {
      if (socket && !socket.connected) socket.disconnect().connect();
    },
    close: () => {
      socket?.removeAllListeners();
      socket?.disconnect();
      socket = null;
    },
  };
}
