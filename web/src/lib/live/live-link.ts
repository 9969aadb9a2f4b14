import type { EventMessage, SnapshotMessage } from '$contract/live-events.ts';

/** What a transport tells the controller. The order of calls is the order of arrival. */
export interface LiveHandlers {
  connected(): void;
  lost(): void;
  /** The server does not want this reader (signed out, no right). */
  refused(): void;
  snapshot(message: SnapshotMessage): void;
  event(message: EventMessage): void;
}

/** The way to the server: socket.io in the product, played by hand in tests. Reconnects by itself. */
export interface LiveLink {
  open(handlers: LiveHandlers): void;
  requestSnapshot(): void;
  /** Tries again now instead of waiting for the back-off. */
  retryNow(): void;
  close(): void;
}
