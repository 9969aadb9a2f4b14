/**
 * The live link: socket.io on the address of the console, with the session cookie or an API key. Each socket has a
 * sequence of its own: `snapshot` (sequence n, state) and then `event` n+1, n+2 ... A client that sees a gap sends
 * `snapshot.request`. A socket joins its rooms first and gets its snapshot afterwards; events that come in between wait,
 * and those the snapshot knew already are harmless, since they carry whole objects with a version.
 */
import type { Server as NodeServer } from 'node:http';
import { Server, type Socket } from 'socket.io';
import { LIVE_VERSION, type LiveEvent, type LiveState } from '../../contract/live-events.ts';
import type { Clock } from '../clock/clock.ts';
import type { Database } from '../database/database.ts';
import { isSameOrigin } from '../http/origin-check.ts';
import type { Present } from '../http/present.ts';
import { createRepeatedErrors, type Logger } from '../logger/logger.ts';
import type { Fact } from '../outbox/fact.ts';
import type { LiveContext, LiveMapping, LiveMessage, RoomRule, SnapshotKey, SnapshotPart } from './live.ts';
import { createLiveSocket, type LiveSocket } from './live-socket.ts';

export interface LiveParts<Principal> {
  mappings: readonly LiveMapping[];
  snapshot: readonly SnapshotPart<Principal>[];
  rooms: readonly RoomRule<Principal>[];
}

export interface LiveServerOptions<Principal> extends LiveParts<Principal> {
  http: NodeServer;
  database: Database;
  clock: Clock;
  logger: Logger;
  authenticate: (headers: Headers) => Promise<Principal | null>;
  publicOrigin: string | null;
  /** What of a message this reader may see (access/redaction.ts); left out: all of it. */
  present?: Present<Principal>;
}

export interface LiveServer {
  /** Turns a fact into events for the sockets of this process. Never throws. */
  publish(fact: Fact): void;
  /** Sends every socket a fresh snapshot: after notifications may have been missed. */
  refreshAll(): void;
  /** Asks again who these principals are; whoever is nobody any more is cut off, the others get rooms and snapshot anew. */
  recheck(principalId?: string): Promise<void>;
  /** Sockets that are connected, and those that are too slow at the moment. */
  counts(): { sockets: number; slow: number };
  /** Resolves when every fact published so far has become events. */
  idle(): Promise<void>;
  stop(): Promise<void>;
}

/** Rights are asked anew this often, for changes that came with no fact (an expired session). */
const recheckMs = 60_000;
const atOnce = 8;

export function createLiveServer<Principal extends { id: string }>(options: LiveServerOptions<Principal>): LiveServer {
  const { database, clock, logger, authenticate } = options;
  const errors = createRepeatedErrors(logger, clock);
  const context: LiveContext = { database };
  const sockets = new Map<string, LiveSocket<Principal>>();
  const mappings = mappingsByType(options.mappings);

  const io = new Server(options.http, {
    serveClient: false,
    transports: ['websocket'],
    destroyUpgrade: false,
    maxHttpBufferSize: 16_384,
    pingInterval: 20_000,
    pingTimeout: 15_000,
    connectTimeout: 10_000,
    perMessageDeflate: false,
    allowRequest: (request, answer) => {
      const { origin = null, host = null } = request.headers;
      const fetchSite = request.headers['sec-fetch-site'] ?? null;
      const isOurs = isSameOrigin({
        origin,
        host,
        fetchSite: typeof fetchSite === 'string' ? fetchSite : null,
        publicOrigin: options.publicOrigin,
      });
      answer(isOurs ? null : 'request.foreign_origin', isOurs);
    },
  });

  const readState = async (principal: Principal): Promise<LiveState> => {
    const asOf = clock.now().toISOString();
    const parts = await Promise.all(
      options.snapshot.map(async (part) => [part.key, await part.read(principal, context)] as const),
    );
    return { version: LIVE_VERSION, asOf, ...emptyTables(), ...Object.fromEntries(parts) } as LiveState;
  };
  const readRooms = async (principal: Principal): Promise<string[]> =>
    (await Promise.all(options.rooms.map((rule) => rule(principal, context)))).flat();

  io.use((socket, next) => {
    authenticate(headersOf(socket)).then(
      (principal) => {
        if (principal) socket.data.principal = principal;
        next(principal ? undefined : refusal('access.not_signed_in', 'Sign in first.'));
      },
      (error: unknown) => next(refusal(codeOf(error), 'The live link is refused.')),
    );
  });
  io.on('connection', (socket) => {
    const live = createLiveSocket<Principal>({
      socket,
      principal: socket.data.principal as Principal,
      readState,
      readRooms,
      present: options.present ?? ((_reader, _schema, value) => value),
      clock,
      errors,
    });
    sockets.set(socket.id, live);
    socket.once('disconnect', () => {
      sockets.delete(socket.id);
      live.close();
    });
    live.refresh();
  });

  const queue = createQueue(atOnce, async (fact: Fact) => {
    for (const mapping of mappings.get(fact.type) ?? []) {
      try {
        for (const message of await mapping.toMessages(fact, context)) deliver(sockets.values(), message);
      } catch (error) {
        errors.report(`live.${fact.type}`, error, 'a fact did not become a live event', { eventId: fact.id });
      }
    }
  });

  const recheckOne = async (live: LiveSocket<Principal>): Promise<void> => {
    try {
      const principal = await authenticate(headersOf(live.socket));
      if (principal) live.become(principal);
      else live.refuse('access.not_signed_in');
    } catch (error) {
      if (codeOf(error).startsWith('access.')) live.refuse(codeOf(error));
      else errors.report('live.recheck', error, 'rights could not be asked again');
    }
  };
  const recheck = async (principalId?: string): Promise<void> => {
    const asked = [...sockets.values()].filter(({ principal }) => !principalId || principal().id === principalId);
    for (const live of asked) await recheckOne(live);
  };
  let cancelRecheck: () => void = () => undefined;
  const recheckRegularly = () => {
    cancelRecheck = clock.after(recheckMs, () => {
      recheck().finally(recheckRegularly);
    });
  };
  recheckRegularly();

  return {
    publish(fact) {
      if (mappings.has(fact.type)) queue.add(fact);
    },
    refreshAll() {
      for (const live of sockets.values()) live.refresh();
    },
    recheck,
    counts: () => ({
      sockets: sockets.size,
      slow: [...sockets.values()].filter((live) => live.isSlow()).length,
    }),
    idle: queue.idle,
    async stop() {
      cancelRecheck();
      io.disconnectSockets(true);
      // Not io.close(): that would close the HTTP server as well, which has its own stage of the shutdown.
      io.engine.close();
      await queue.idle();
    },
  };
}

const emptyTables = (): Record<SnapshotKey, object> => ({
  calls: {},
  cards: {},
  presence: {},
  queues: {},
  pbxs: {},
  missedCalls: {},
  tasks: {},
  reminders: {},
});

function deliver<Principal>(sockets: Iterable<LiveSocket<Principal>>, { rooms, event }: LiveMessage): void {
  for (const live of sockets) {
    if (!rooms.some((room) => live.isIn(room))) continue;
    const seen =
      typeof event === 'function' ? (event as (reader: Principal) => LiveEvent | null)(live.principal()) : event;
    if (seen !== null) live.send(seen);
  }
}

function mappingsByType(mappings: readonly LiveMapping[]): Map<string, LiveMapping[]> {
  const byType = new Map<string, LiveMapping[]>();
  for (const mapping of mappings) {
    for (const type of mapping.on) byType.set(type, [...(byType.get(type) ?? []), mapping]);
  }
  return byType;
}

/** Cookie and key of the handshake; a key may also come in `auth: { key }`, since browsers cannot set headers there. */
function headersOf(socket: Socket): Headers {
  const headers = new Headers();
  const { cookie, authorization } = socket.handshake.headers;
  if (cookie) headers.set('cookie', cookie);
  const key: unknown = socket.handshake.auth.key;
  if (authorization) headers.set('authorization', authorization);
  else if (typeof key === 'string' && /^[\x21-\x7e]{1,300}$/.test(key)) headers.set('authorization', `Bearer ${key}`);
  return headers;
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'internal.error';

/** An error as socket.io hands it to the client: `connect_error` with `data.code`. */
const refusal = (code: string, message: string): Error => Object.assign(new Error(message), { data: { code } });

/** Works items with at most `width` at the same time. */
function createQueue<T>(width: number, work: (item: T) => Promise<void>) {
  const waiting: T[] = [];
  let running = 0;
  let idlers: (() => void)[] = [];
  const next = () => {
    while (running < width) {
      const item = waiting.shift();
      if (item === undefined) break;
      running += 1;
      void work(item).finally(() => {
        running -= 1;
        next();
      });
    }
    if (running === 0 && waiting.length === 0) {
      for (const resolve of idlers) resolve();
      idlers = [];
    }
  };
  return {
    add(item: T) {
      waiting.push(item);
      next();
    },
    idle: () =>
      running === 0 && waiting.length === 0
        ? Promise.resolve()
        : new Promise<void>((resolve) => {
            idlers.push(resolve);
          }),
  };
}
