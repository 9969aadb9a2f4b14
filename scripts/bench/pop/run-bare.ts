/** Sends what the product sent, call for call and at the same pace, by the bare way; stamps it with the same page script. */
import { io, type Socket } from 'socket.io-client';
import { WebSocket } from 'ws';
import { type BuiltProcess, startBuilt } from '../../stack/built-process.ts';
import { waitFor } from '../../stack/wait-for.ts';
import { type BareMessage, bareReady } from './bare-protocol.ts';
import type { PopRun, PopScale } from './run-product.ts';
import type { CardStamps } from './watch-cards.ts';
import { openWatchedPage, type WatchedPage } from './watched-console.ts';

export type BareRun = {
  /** When each fact was sent, milliseconds since 1970. */
  sentAt: ReadonlyMap<string, number>;
  cards: ReadonlyMap<string, CardStamps>;
};

const idleRoom = 'idle';

export async function runBare(databaseUrl: string, product: PopRun, scale: PopScale): Promise<BareRun> {
  const ending: (() => unknown)[] = [];
  try {
    const server = startBuilt('bare server', 'scripts/bench/pop/bare-server.js', {
      ...process.env,
      DATABASE_URL: databaseUrl,
    });
    ending.push(() => server.stop());
    const url = `http://127.0.0.1:${await portOf(server)}`;
    const pages: WatchedPage[] = [];
    for (let index = 0; index < scale.watched; index++) {
      const page = await openWatchedPage();
      ending.push(page.close);
      pages.push(page);
      await page.page.goto(`${url}/?room=${index}`);
    }
    const idle = await connectIdle(url, scale.consoles - scale.watched);
    ending.push(() => idle.forEach((socket) => void socket.disconnect()));
    const bridge = await openSocket(`${url.replace('http', 'ws')}/bare`);
    ending.push(() => bridge.terminate());
    const sentAt = await replay(bridge, product, scale);
    const read = async () => (await Promise.all(pages.map((page) => page.stamps()))).flat();
    const cards = await waitFor('every bare card is shown', read, (found) => found.length >= sentAt.size, 5_000);
    return { sentAt, cards: new Map(cards.map((card) => [card.callId, card])) };
  } finally {
    for (const end of ending.reverse()) await end();
  }
}

async function portOf(server: BuiltProcess): Promise<string> {
  const line = await waitFor('the bare server listens', () => server.log.find((said) => bareReady.test(said)));
  return bareReady.exec(line ?? '')?.[1] ?? '';
}

async function connectIdle(url: string, count: number): Promise<Socket[]> {
  const sockets = Array.from({ length: count }, () =>
    io(url, { transports: ['websocket'], forceNew: true, query: { room: idleRoom } }),
  );
  await Promise.all(sockets.map((socket) => new Promise<void>((resolve) => socket.once('connect', () => resolve()))));
  return sockets;
}

function openSocket(url: string): Promise<WebSocket> {
  const socket = new WebSocket(url, { perMessageDeflate: false });
  return new Promise((resolve, reject) => socket.once('open', () => resolve(socket)).once('error', reject));
}

/** One call a beat; the watched pages get theirs as often as the product's did, the idle consoles all others. */
async function replay(bridge: WebSocket, product: PopRun, scale: PopScale): Promise<Map<string, number>> {
  const send = (message: BareMessage) => bridge.send(JSON.stringify(message));
  const calls = [...product.cards.values()].flatMap(({ callId, message }) => {
    const [, body] = JSON.parse(message.slice(message.indexOf('['))) as [string, OfferedBody];
    const e164 = body.event.payload.card.number.e164 ?? '';
    return [{ callId, body, e164, fact: product.stored.get(callId)?.payload ?? null }];
  });
  for (const { callId, body } of calls) send({ kind: 'prepare', callId, body });
  const sentAt = new Map<string, number>();
  const every = Math.max(1, Math.round((scale.callsPerSecond * scale.watchedEverySeconds) / scale.watched));
  for (const [index, { callId, e164, fact }] of calls.entries()) {
    for (let beat = 0; beat < every; beat++) {
      await new Promise((resolve) => setTimeout(resolve, 1_000 / scale.callsPerSecond));
      const isWatched = beat === 0;
      if (isWatched) sentAt.set(callId, Date.now());
      send({ kind: 'fact', callId, e164, fact, room: isWatched ? String(index % scale.watched) : idleRoom });
    }
  }
  return sentAt;
}

type OfferedBody = { event: { payload: { card: { number: { e164: string | null } } } } };
