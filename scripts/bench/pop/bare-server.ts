/**
 * The bare baseline as a process of its own: a fact comes over a WebSocket, one indexed select says who it is, one insert
 * is committed, and the card goes out over socket.io. Nothing else. DATABASE_URL names the base.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import { Server } from 'socket.io';
import { WebSocketServer } from 'ws';
import { type BareMessage, barePage } from './bare-protocol.ts';

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10 });
await pool.query('create table if not exists bench_bare (id bigint generated always as identity, fact jsonb not null)');

const http = createServer((request, response) => {
  const room = new URL(request.url ?? '/', 'http://bare').searchParams.get('room') ?? '';
  response.setHeader('content-type', 'text/html').end(barePage(room));
});
const live = new Server(http, { transports: ['websocket'], destroyUpgrade: false, perMessageDeflate: false });
live.on('connection', (socket) => void socket.join(String(socket.handshake.query.room)));

const bodies = new Map<string, unknown>();

async function work(message: BareMessage): Promise<void> {
  if (message.kind === 'prepare') {
    bodies.set(message.callId, message.body);
    return;
  }
  const { callId, e164, room, fact } = message;
  await pool.query({
    name: 'who',
    text: 'select c.id, c.name from phones p join contacts c on c.id = p.contact_id where p.e164 = $1',
    values: [e164],
  });
  await pool.query({ name: 'keep', text: 'insert into bench_bare (fact) values ($1)', values: [JSON.stringify(fact)] });
  live.to(room).emit('event', bodies.get(callId));
}

const bridges = new WebSocketServer({ noServer: true, perMessageDeflate: false });
http.on('upgrade', (request, socket, head) => {
  if (request.url !== '/bare') return;
  bridges.handleUpgrade(request, socket, head, (bridge) => {
    bridge.on('message', (data) => void work(JSON.parse(data.toString()) as BareMessage));
  });
});
http.listen(0, '127.0.0.1', () => process.stdout.write(`listening on ${(http.address() as AddressInfo).port}\n`));
