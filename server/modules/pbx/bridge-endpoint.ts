/** The WebSocket endpoint `/bridge`: who may connect, one connection per bridge, and what happens when it goes. */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { ServerToBridge } from '../../../pbx-bridge/contract/bridge-protocol.ts';
import type { Logger } from '../../platform/logger/logger.ts';
import { type BridgeConnection, type ConnectionDeps, createBridgeConnection, type Wire } from './bridge-connection.ts';
import { isBridge } from './bridge-token.ts';
import type { StateSource } from './pbx-neighbours.ts';

export interface BridgeEndpointOptions extends Omit<ConnectionDeps, 'claim'> {
  token: string;
  logger: Logger;
  /** Largest frame in bytes; one that is larger closes the connection. */
  maxFrameBytes?: number;
}

export interface BridgeEndpoint {
  /** For the HTTP server's `upgrade` event. */
  handle(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Tells every bridge which devices are agents' now. */
  pushConfig(): Promise<void>;
  /** Ids of the bridges that are connected now. */
  connected(): string[];
  stop(): Promise<void>;
}

/** 500 events of 20 KB each, and room. */
const defaultMaxFrameBytes = 16 * 1024 * 1024;

const refusal =
  'HTTP/1.1 401 Unauthorized\r\nConnection: close\r\nContent-Type: text/plain\r\n\r\nA bridge must show its token.\n';

export function createBridgeEndpoint(options: BridgeEndpointOptions): BridgeEndpoint {
  const { logger, token, sink } = options;
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: options.maxFrameBytes ?? defaultMaxFrameBytes,
    perMessageDeflate: false,
  });
  const current = new Map<string, BridgeConnection>();
  const all = new Set<BridgeConnection>();

  async function claim(connection: BridgeConnection): Promise<void> {
    const { bridgeId } = connection.link!;
    const older = current.get(bridgeId);
    current.set(bridgeId, connection);
    // The older one may still be committing: the newer one is told only afterwards how far the journal has been stored.
    if (older) await older.end('Another connection of this bridge has taken over.');
  }

  async function gone(connection: BridgeConnection): Promise<void> {
    all.delete(connection);
    await connection.closed();
    const { link } = connection;
    if (!link || current.get(link.bridgeId) !== connection) return;
    current.delete(link.bridgeId);
    logger.warn({ bridgeId: link.bridgeId }, 'a bridge has gone');
    await sink.bridgeOffline({ bridgeId: link.bridgeId, pbx: link.pbx } satisfies StateSource);
  }

  function accept(socket: WebSocket): void {
    const connection = createBridgeConnection({ ...options, claim }, wireOf(socket));
    all.add(connection);
    socket.on('message', (data, isBinary) => {
      if (isBinary) socket.close(1003, 'Frames are text.');
      else connection.receive(data.toString());
    });
    // `ws` closes by itself after an oversized or broken frame; `close` follows.
    socket.on('error', (error) => logger.warn({ err: error }, 'the connection of a bridge failed'));
    socket.on('close', () => {
      gone(connection).catch((error: unknown) => logger.error({ err: error }, 'a lost bridge could not be told of'));
    });
  }

  return {
    handle(request, socket, head) {
      if (!isBridge(request.headers.authorization, token)) {
        logger.warn({ ip: request.socket.remoteAddress }, 'a bridge with a wrong token was turned away');
        socket.end(refusal);
        return;
      }
      server.handleUpgrade(request, socket, head, accept);
    },
    async pushConfig() {
      for (const [bridgeId, connection] of current) connection.pushConfig(await options.readConfig(bridgeId));
    },
    connected: () => [...current.keys()].sort(),
    async stop() {
      await Promise.all([...all].map((connection) => connection.end('The server is stopping.')));
      for (const client of server.clients) client.terminate();
      server.close();
    },
  };
}

function wireOf(socket: WebSocket): Wire {
  return {
    send: (message: ServerToBridge) => socket.send(JSON.stringify(message)),
    // Control frames carry 123 bytes at most.
    close: (code, because) =>
      socket.close(
        code,
        Buffer.from(because)
          .subarray(0, 120)
          .toString('utf8')
          .replace(/\ufffd+$/, ''),
      ),
    pause: () => socket.pause(),
    resume: () => socket.resume(),
    get isOpen() {
      return socket.readyState === socket.OPEN;
    },
  };
}
