/** Consoles without a browser: signed in as operators, with the live link open as a browser has it. */
import { io, type Socket } from 'socket.io-client';
import type { Operator } from './make-operators.ts';

export type Consoles = {
  /** Resolves when one of them has its next snapshot. */
  nextSnapshot(): Promise<void>;
  /** Live events that came to all of them together. */
  readonly eventCount: number;
  close(): void;
};

const atOnce = 8;

/** Resolves when each of them has its snapshot. */
export async function connectConsoles(url: string, operators: readonly Operator[]): Promise<Consoles> {
  const sockets: Socket[] = [];
  let eventCount = 0;
  const waiting = [...operators];
  const worker = async () => {
    for (let operator = waiting.shift(); operator !== undefined; operator = waiting.shift()) {
      const socket = await connectConsole(url, operator);
      socket.on('event', () => {
        eventCount += 1;
      });
      sockets.push(socket);
    }
  };
  const close = () => {
    for (const socket of sockets) socket.disconnect();
  };
  try {
    await Promise.all(Array.from({ length: atOnce }, worker));
  } catch (error) {
    close();
    throw error;
  }
  return {
    nextSnapshot: () =>
      Promise.race(sockets.map((socket) => new Promise<void>((done) => socket.once('snapshot', () => done())))),
    get eventCount() {
      return eventCount;
    },
    close,
  };
}

/** Resolves with the first snapshot. */
async function connectConsole(url: string, operator: Operator): Promise<Socket> {
  const cookie = await sessionCookie(url, operator);
  const socket = io(url, {
    transports: ['websocket'],
    forceNew: true,
    extraHeaders: { cookie },
    reconnectionDelay: 50,
    reconnectionDelayMax: 250,
  });
  return new Promise((resolve, reject) => {
    const failed = (error: Error) => {
      socket.disconnect();
      reject(error);
    };
    socket.once('connect_error', failed);
    socket.once('snapshot', () => {
      // From now on it connects again by itself, as a browser does.
      socket.off('connect_error', failed);
      resolve(socket);
    });
  });
}

async function sessionCookie(url: string, { email, password }: Operator): Promise<string> {
  const response = await fetch(`${url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ email, password }),
  });
  if (!response.ok) throw new Error(`${email} could not sign in: ${response.status} ${await response.text()}`);
  return response.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
}
