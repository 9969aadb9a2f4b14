/**
 * Plays the server for pictures and component checks: serves web/build and answers from a world in memory, typed by the
 * contract. The product never contains it.
 */
import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Server } from 'socket.io';
import type { LiveEvent } from '../../server/contract/live-events.ts';
import { answer } from './scripted-answers.ts';
import type { World } from './world.ts';

const build = fileURLToPath(new URL('../build', import.meta.url));
const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
};

export interface ScriptedServer {
  url: string;
  /** What every later request and connection sees; null world: signed out. */
  show(world: World | null): void;
  emit(event: LiveEvent): void;
  /** Cuts every live link; `refuse` keeps them from coming back. */
  cutLinks(refuse: boolean): void;
  stop(): Promise<void>;
}

function serveFile(path: string, response: ServerResponse): void {
  const asked = join(build, normalize(path));
  const file =
    asked.startsWith(build) && existsSync(asked) && statSync(asked).isFile() ? asked : join(build, 'index.html');
  response.writeHead(200, { 'content-type': types[extname(file)] ?? 'application/octet-stream' });
  createReadStream(file).pipe(response);
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  let text = '';
  for await (const chunk of request) text += chunk;
  return text === '' ? undefined : JSON.parse(text);
}

export async function startScriptedServer(): Promise<ScriptedServer> {
  let world: World | null = null;
  let sequence = 0;
  let refuses = false;
  const emit = (event: LiveEvent) => {
    sequence += 1;
    io.emit('event', { sequence, event });
  };
  const http = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    if (!url.pathname.startsWith('/api/')) return serveFile(url.pathname, response);
    void readBody(request).then((body) => {
      const { status, value } = answer(world, { method: request.method ?? 'GET', url, body, emit });
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(value === undefined ? undefined : JSON.stringify(value));
    });
  });
  const io = new Server(http, { transports: ['websocket'] });
  io.use((_socket, next) => (refuses ? next(new Error('away')) : next()));
  io.on('connection', (socket) => {
    const tell = () =>
      world && socket.emit('snapshot', { sequence, state: { ...world.state, asOf: new Date().toISOString() } });
    socket.on('snapshot.request', tell);
    tell();
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    show(next) {
      world = next;
      refuses = false;
    },
    emit,
    cutLinks(refuse) {
      refuses = refuse;
      io.disconnectSockets(true);
    },
    stop: async () => {
      await io.close();
    },
  };
}
