/** The listening socket: HTTP for the app, upgrades for those who asked for them, and an orderly end. */
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { createAdaptorServer } from '@hono/node-server';
import type { Logger } from '../logger/logger.ts';

/** Who takes over the connections of a path. Must answer or destroy the socket. */
export interface Upgrade {
  path: string;
  handle(request: IncomingMessage, socket: Duplex, head: Buffer): void;
}

/** One sentence for the person at the terminal. */
export class CannotListen extends Error {
  constructor(host: string, port: number, cause: NodeJS.ErrnoException) {
    const because: Record<string, string> = {
      EADDRINUSE: 'another program uses it already. Stop that program, or set PORT to another one',
      EACCES: 'this user may not use it. Set PORT to one above 1023',
      EADDRNOTAVAIL: 'this machine does not have that address. Set HOST to one it has',
      ENOTFOUND: 'there is no such host. Set HOST to an address of this machine',
    };
    super(`Cannot listen on ${host}:${port}: ${because[cause.code ?? ''] ?? cause.message}.`, { cause });
    this.name = 'CannotListen';
  }
}

export interface HttpServer {
  node: Server;
  /** Resolves when it takes connections; rejects with `CannotListen`. Port 0 takes a free one. */
  listen(host: string, port: number): Promise<{ url: string; port: number }>;
  /** Takes no new connections, lets running requests end within `graceMs`, then cuts what is left. */
  stop(graceMs?: number): Promise<void>;
}

interface HttpServerOptions {
  app: { fetch: Parameters<typeof createAdaptorServer>[0]['fetch'] };
  upgrades: readonly Upgrade[];
  logger: Logger;
}

const clientErrors: Record<string, string> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
};

const shownHost = (host: string): string => {
  if (host === '0.0.0.0' || host === '::') return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
};

export function createHttpServer({ app, upgrades, logger }: HttpServerOptions): HttpServer {
  const node = createAdaptorServer({
    fetch: app.fetch,
    overrideGlobalObjects: false,
    serverOptions: { maxHeaderSize: 16_384, keepAliveTimeout: 65_000, headersTimeout: 20_000, requestTimeout: 600_000 },
  }) as Server;
  node.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    const status = clientErrors[error.code ?? ''] ?? '400 Bad Request';
    if (socket.writable) socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\n\r\n`);
  });
  let isStopping = false;
  // Connections stay open for the next request: a server that stops would wait for who may ask again, and for who does.
  const answering = new Set<ServerResponse>();
  node.prependListener('request', (_request, response) => {
    if (isStopping) response.shouldKeepAlive = false;
    answering.add(response);
    response.once('close', () => {
      answering.delete(response);
      if (isStopping) setImmediate(() => node.closeIdleConnections());
    });
  });
  const upgraded = new Set<Duplex>();
  node.on('upgrade', (request, socket, head) => {
    upgraded.add(socket);
    socket.once('close', () => upgraded.delete(socket));
    socket.on('error', (error) => logger.debug({ err: error }, 'a socket failed while it was being upgraded'));
    const path = (request.url ?? '').split('?')[0];
    if (path?.startsWith('/socket.io/')) return;
    const upgrade = upgrades.find((candidate) => candidate.path === path);
    if (upgrade) upgrade.handle(request, socket, head);
    else socket.end('HTTP/1.1 404 Not Found\r\nconnection: close\r\n\r\n');
  });
  return {
    node,
    async listen(host, port) {
      await new Promise<void>((resolve, reject) => {
        const failed = (error: NodeJS.ErrnoException) => reject(new CannotListen(host, port, error));
        node.once('error', failed);
        node.listen(port, host, () => {
          node.off('error', failed);
          node.on('error', (error) => logger.error({ err: error }, 'the HTTP server reports an error'));
          resolve();
        });
      });
      const actual = (node.address() as AddressInfo).port;
      return { url: `http://${shownHost(host)}:${actual}`, port: actual };
    },
    async stop(graceMs = 5_000) {
      isStopping = true;
      for (const response of answering) response.shouldKeepAlive = false;
      const closed = new Promise<void>((resolve) => node.close(() => resolve()));
      node.closeIdleConnections();
      const end = new AbortController();
      const cut = sleep(graceMs, undefined, { signal: end.signal }).then(
        () => {
          node.closeAllConnections();
          for (const socket of upgraded) socket.destroy();
        },
        () => undefined,
      );
      await closed;
      end.abort();
      await cut;
    },
  };
}
