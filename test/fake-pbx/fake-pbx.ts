/**
 * A PBX made of one TCP socket: it speaks enough AMI for the bridge to log in and ask, plays a recorded trace, and breaks in
 * every way a real one does. Time is in the hands of the test: nothing happens until it says `play`.
 */
import { once } from 'node:events';
import net from 'node:net';
import tls from 'node:tls';
import { readTrace, type TraceEntry } from '../../pbx-bridge/raw/trace-format.ts';
import {
  answerProperly,
  error,
  type FakeEndpoint,
  type FakePbxFacts,
  type FakeQueue,
  type ReceivedAction,
  readAction,
  success,
} from './fake-answers.ts';
import { block, FakeChannels } from './fake-channels.ts';
import { testCertificate, testKey } from './test-certificate.ts';

export type { ReceivedAction } from './fake-answers.ts';
export { block } from './fake-channels.ts';

export interface FakePbxOptions {
  /** Text of an `.ami` trace. */
  readonly trace?: string;
  readonly user?: string;
  readonly secret?: string;
  /** Speak TLS with the certificate of test-certificate.ts. */
  readonly tls?: boolean;
  /** How actions other than Login and Ping are answered. */
  readonly answers?: 'properly' | 'never' | 'denied';
  readonly answersPing?: boolean;
  readonly answersLogin?: boolean;
  readonly endpoints?: readonly FakeEndpoint[];
  readonly queues?: readonly FakeQueue[];
  /** Own answers by action name (lower case); null stays silent, undefined falls through to `answers`. */
  readonly overrides?: Readonly<Record<string, (action: ReceivedAction) => string | null | undefined>>;
}

export interface PlayOptions {
  /** 1 is real time; Infinity (the default) as fast as it can be written. */
  readonly speed?: number;
  /** Stop before the entry with this index; default the end. Playing again goes on from there. */
  readonly until?: number;
}

export interface FakePbx {
  readonly port: number;
  /** For AMI_URL. */
  readonly url: string;
  readonly actions: readonly ReceivedAction[];
  readonly entries: readonly TraceEntry[];
  readonly channels: FakeChannels;
  readonly connectionCount: number;
  /** Resolves when the `count`th login so far was let in. */
  awaitLogin(count?: number): Promise<void>;
  /** Resolves with the `count`th action of this name so far. */
  awaitAction(name: string, count?: number): Promise<ReceivedAction>;
  /** Plays the trace to everybody logged in; events nobody hears are lost, as on a real PBX. */
  play(options?: PlayOptions): Promise<void>;
  /** Writes bytes as they are. */
  send(raw: string | Buffer): void;
  /** Stops answering and playing to the present connections, which stay open: a hung or half-open peer. */
  blackhole(): void;
  /** Sends FIN and goes on reading. */
  halfClose(): void;
  /** Resets every connection. */
  cut(): void;
  /** Writes the first half of a block and resets. */
  cutInside(text: string): Promise<void>;
  /** Writes `bytes` bytes without a line end; resolves when they are written or the peer has gone. */
  flood(bytes: number): Promise<void>;
  /** Asterisk was killed and started again: channels are gone, the start time is another. */
  restart(): void;
  /** Closes the port: connections are refused until `open`. */
  close(): Promise<void>;
  open(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts it on a free port of the loopback interface. */
export const startFakePbx = async (options: FakePbxOptions = {}): Promise<FakePbx> => {
  const pbx = new RunningFakePbx(options);
  await pbx.open();
  return pbx;
};

/** Events of the trace that Asterisk sent by itself; answers to the recorder's own actions are left out. */
export const playableEntries = (trace: string): TraceEntry[] =>
  [...readTrace(trace)].filter(
    ({ sent, text }) =>
      !sent && /^Event: /.test(text) && (/^Event: OriginateResponse/.test(text) || !/\nActionID: /.test(text)),
  );

interface Connection {
  readonly socket: net.Socket;
  received: string;
  loggedIn: boolean;
  dead: boolean;
}

class RunningFakePbx implements FakePbx {
  readonly actions: ReceivedAction[] = [];
  readonly entries: readonly TraceEntry[];
  port = 0;
  readonly #options: FakePbxOptions;
  readonly #connections = new Set<Connection>();
  readonly #facts: { channels: FakeChannels; startedAt: { date: string; time: string } };
  #server: net.Server | null = null;
  #position = 0;
  #logins = 0;
  #waiters: { done: () => boolean; resolve: () => void }[] = [];

  constructor(options: FakePbxOptions) {
    this.#options = options;
    this.entries = options.trace === undefined ? [] : playableEntries(options.trace);
    this.#facts = { channels: new FakeChannels(), startedAt: { date: '2026-11-23', time: '08:14:54' } };
  }

  get url(): string {
    return `${this.#options.tls === true ? 'tls' : 'tcp'}://${this.#user}:${this.#secret}@127.0.0.1:${this.port}`;
  }

  get channels(): FakeChannels {
    return this.#facts.channels;
  }

  get connectionCount(): number {
    return this.#connections.size;
  }

  get #user(): string {
    return this.#options.user ?? 'trunkline';
  }

  get #secret(): string {
    return this.#options.secret ?? 'fake-secret';
  }

  async open(): Promise<void> {
    const server =
      this.#options.tls === true
        ? tls.createServer({ key: testKey, cert: testCertificate }, (socket) => this.#accept(socket))
        : net.createServer({ allowHalfOpen: true }, (socket) => this.#accept(socket));
    server.listen(this.port, '127.0.0.1');
    await once(server, 'listening');
    this.port = (server.address() as net.AddressInfo).port;
    this.#server = server;
  }

  async close(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    if (server === null) return;
    server.close();
    this.cut();
    await once(server, 'close');
  }

  async stop(): Promise<void> {
    await this.close();
  }

  awaitLogin(count = 1): Promise<void> {
    return this.#await(() => this.#logins >= count);
  }

  async awaitAction(name: string, count = 1): Promise<ReceivedAction> {
    const found = (): ReceivedAction[] => this.actions.filter((one) => one.name.toLowerCase() === name.toLowerCase());
    await this.#await(() => found().length >= count);
    return found()[count - 1]!;
  }

  async play({ speed = Number.POSITIVE_INFINITY, until = this.entries.length }: PlayOptions = {}): Promise<void> {
    while (this.#position < Math.min(until, this.entries.length)) {
      const entry = this.entries[this.#position]!;
      this.#position++;
      this.#facts.channels.apply(entry.text, entry.at);
      this.send(`${entry.text.replaceAll('\n', '\r\n')}\r\n\r\n`);
      const next = this.entries[this.#position];
      const gapMs = next === undefined || speed === Number.POSITIVE_INFINITY ? 0 : (next.at - entry.at) / speed;
      if (gapMs > 0) await new Promise((resolve) => setTimeout(resolve, gapMs));
      else if (this.#position % 50 === 0) await this.#drained();
    }
    await this.#drained();
  }

  send(raw: string | Buffer): void {
    for (const connection of this.#connections) {
      if (connection.loggedIn && !connection.dead) connection.socket.write(raw);
    }
  }

  blackhole(): void {
    for (const connection of this.#connections) {
      connection.dead = true;
      connection.socket.pause();
    }
  }

  halfClose(): void {
    for (const connection of this.#connections) connection.socket.end();
  }

  cut(): void {
    for (const { socket } of [...this.#connections]) {
      if (socket instanceof tls.TLSSocket) socket.destroy();
      else socket.resetAndDestroy();
    }
    this.#connections.clear();
  }

  async cutInside(text: string): Promise<void> {
    this.send(text.slice(0, Math.floor(text.length / 2)));
    await this.#drained();
    this.cut();
  }

  async flood(bytes: number): Promise<void> {
    const piece = Buffer.alloc(64 * 1024, 'x');
    for (let sent = 0; sent < bytes; sent += piece.length) {
      if ([...this.#connections].every(({ socket }) => socket.destroyed)) return;
      this.send(piece);
      await this.#drained();
    }
  }

  restart(): void {
    this.cut();
    this.#facts.channels = new FakeChannels();
    this.#facts.startedAt = { date: '2026-11-23', time: '08:45:37' };
  }

  #await(done: () => boolean): Promise<void> {
    if (done()) return Promise.resolve();
    return new Promise((resolve) => this.#waiters.push({ done, resolve }));
  }

  #tell(): void {
    const ready = this.#waiters.filter(({ done }) => done());
    this.#waiters = this.#waiters.filter((waiter) => !ready.includes(waiter));
    for (const { resolve } of ready) resolve();
  }

  async #drained(): Promise<void> {
    for (const { socket, dead } of this.#connections) {
      if (!dead && socket.writableNeedDrain && !socket.destroyed) {
        await Promise.race([once(socket, 'drain'), once(socket, 'close')]);
      }
    }
    await new Promise((resolve) => setImmediate(resolve));
  }

  #accept(socket: net.Socket): void {
    const connection: Connection = { socket, received: '', loggedIn: false, dead: false };
    this.#connections.add(connection);
    socket.setNoDelay(true);
    socket.on('error', () => this.#connections.delete(connection));
    socket.on('close', () => this.#connections.delete(connection));
    socket.on('end', () => socket.end());
    socket.on('data', (chunk) => this.#read(connection, chunk));
    socket.write('Asterisk Call Manager/11.0.0\r\n');
  }

  #read(connection: Connection, chunk: Buffer): void {
    connection.received += chunk.toString('utf8');
    for (;;) {
      const end = connection.received.indexOf('\r\n\r\n');
      if (end < 0 || connection.dead) return;
      const raw = connection.received.slice(0, end);
      connection.received = connection.received.slice(end + 4);
      const action = readAction(raw);
      if (action === null) continue;
      this.actions.push(action);
      const answer = this.#answer(connection, action);
      if (answer !== null) connection.socket.write(answer);
      this.#tell();
    }
  }

  #answer(connection: Connection, action: ReceivedAction): string | null {
    const name = action.name.toLowerCase();
    const own = this.#options.overrides?.[name]?.(action);
    if (own !== undefined) return own;
    if (name === 'login') return this.#login(connection, action);
    if (name === 'ping' && this.#options.answersPing === false) return null;
    const answers = name === 'ping' ? 'properly' : (this.#options.answers ?? 'properly');
    if (answers === 'never') return null;
    if (answers === 'denied') return error(action.actionId, 'Permission denied');
    return answerProperly(action, this.#answerFacts());
  }

  #answerFacts(): FakePbxFacts {
    return { ...this.#facts, endpoints: this.#options.endpoints ?? [], queues: this.#options.queues ?? [] };
  }

  #login(connection: Connection, action: ReceivedAction): string | null {
    if (this.#options.answersLogin === false) return null;
    const { headers, actionId } = action;
    if (headers.get('username') !== this.#user || headers.get('secret') !== this.#secret) {
      return error(actionId, 'Authentication failed');
    }
    connection.loggedIn = true;
    this.#logins++;
    const booted = block({ Event: 'FullyBooted', Privilege: 'system,all', Uptime: '490', Status: 'Fully Booted' });
    return success(actionId, { Message: 'Authentication accepted' }) + booted;
  }
}
