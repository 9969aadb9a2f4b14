/**
 * The server's end of the bridge contract, in memory: takes facts once by id, acknowledges, asks for commands, and dies at
 * the worst moments. Every frame is checked against the contract.
 */
import { once } from 'node:events';
import http from 'node:http';
import type net from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import {
  type BridgeToServer,
  bridgeToServerSchema,
  type ServerToBridge,
} from '../../pbx-bridge/contract/bridge-protocol.ts';
import type { CallRecord } from '../../pbx-bridge/contract/call-record.ts';
import type { CommandResult, PbxCommand } from '../../pbx-bridge/contract/pbx-commands.ts';
import type { CallEvent, PbxEvent } from '../../pbx-bridge/contract/pbx-events.ts';

export interface StubServerOptions {
  readonly token?: string;
  readonly agentInterfaces?: readonly string[];
  readonly trunkInterfaces?: readonly string[];
}

export interface Upload {
  readonly recordingId: string;
  readonly callId: string;
  readonly body: Buffer;
}

export class StubServer {
  readonly token: string;
  port = 0;
  /** Facts stored, each id once, in the order of arrival. */
  readonly facts: PbxEvent[] = [];
  /** Every fact that came, repetitions included. */
  received = 0;
  readonly hellos: Extract<BridgeToServer, { kind: 'hello' }>[] = [];
  readonly messages: BridgeToServer[] = [];
  readonly results = new Map<string, CommandResult[]>();
  readonly uploads: Upload[] = [];
  readonly malformed: string[] = [];
  /** Holds acknowledgements back until true again. */
  acks = true;
  /** Sends every acknowledgement twice. */
  acksTwice = false;
  /** After so many stored facts: drop the connection, once, without acknowledging. */
  dieAfter = Number.POSITIVE_INFINITY;
  /** Status that an upload is answered with. */
  uploadStatus = 204;
  readonly #options: StubServerOptions;
  readonly #ids = new Set<string>();
  readonly #acked = new Map<string, number>();
  readonly #sockets = new Set<WebSocket>();
  #http: http.Server | null = null;
  #waiters: { done: () => boolean; resolve: () => void }[] = [];

  constructor(options: StubServerOptions = {}) {
    this.#options = options;
    this.token = options.token ?? 'stub-token-123';
  }

  get url(): string {
    return `ws://127.0.0.1:${this.port}/bridge`;
  }

  get callEvents(): CallEvent[] {
    return this.facts.filter((fact): fact is CallEvent => 'call' in fact);
  }

  /** Last record of each call that was not merged away. */
  get calls(): CallRecord[] {
    const latest = new Map<string, CallEvent>();
    for (const event of this.callEvents) latest.set(event.callId, event);
    return [...latest.values()].filter((event) => event.mergedInto === null).map((event) => event.call);
  }

  async start(): Promise<void> {
    const server = http.createServer((request, response) => void this.#upload(request, response));
    const sockets = new WebSocketServer({ noServer: true, maxPayload: 16 * 1024 * 1024 });
    server.on('upgrade', (request, socket, head) => {
      socket.on('error', () => socket.destroy());
      if (request.headers.authorization !== `Bearer ${this.token}`) {
        socket.end('HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n');
        return;
      }
      sockets.handleUpgrade(request, socket, head, (client) => this.#accept(client));
    });
    server.listen(this.port, '127.0.0.1');
    await once(server, 'listening');
    this.port = (server.address() as net.AddressInfo).port;
    this.#http = server;
  }

  /** As killed: connections vanish, what was stored stays. */
  async stop(): Promise<void> {
    const server = this.#http;
    this.#http = null;
    this.drop();
    if (server === null) return;
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
  }

  drop(): void {
    for (const socket of this.#sockets) socket.terminate();
    this.#sockets.clear();
  }

  /** Stops reading and answering; the connection stays open. */
  freeze(): void {
    for (const socket of this.#sockets) socket.pause();
  }

  /** The database was lost. */
  forgetEverything(): void {
    this.facts.length = 0;
    this.#ids.clear();
    this.#acked.clear();
  }

  /** Claims to have committed more than it can have. */
  pretendAcked(journalId: string, sequence: number): void {
    this.#acked.set(journalId, sequence);
  }

  send(message: ServerToBridge): void {
    for (const socket of this.#sockets) socket.send(JSON.stringify(message));
  }

  sendRaw(text: string): void {
    for (const socket of this.#sockets) socket.send(text);
  }

  /** Sends a command and waits for its answer; sending an id again waits for one more answer. */
  async command(commandId: string, command: PbxCommand): Promise<CommandResult> {
    const before = this.results.get(commandId)?.length ?? 0;
    this.send({ kind: 'command', commandId, command });
    await this.until(() => (this.results.get(commandId)?.length ?? 0) > before);
    return this.results.get(commandId)![before]!;
  }

  until(done: () => boolean): Promise<void> {
    if (done()) return Promise.resolve();
    return new Promise((resolve) => this.#waiters.push({ done, resolve }));
  }

  #tell(): void {
    const ready = this.#waiters.filter(({ done }) => done());
    this.#waiters = this.#waiters.filter((waiter) => !ready.includes(waiter));
    for (const { resolve } of ready) resolve();
  }

  #accept(socket: WebSocket): void {
    this.#sockets.add(socket);
    let journalId = '';
    socket.on('error', () => socket.terminate());
    socket.on('close', () => void this.#sockets.delete(socket));
    socket.on('message', (data) => {
      const parsed = bridgeToServerSchema.safeParse(JSON.parse(String(data)));
      if (!parsed.success) {
        this.malformed.push(`${parsed.error.message} in ${String(data).slice(0, 300)}`);
        return;
      }
      const message = parsed.data;
      this.messages.push(message);
      if (message.kind === 'hello') {
        journalId = message.journalId;
        this.hellos.push(message);
        this.#welcome(socket, journalId);
      } else if (message.kind === 'events') this.#store(socket, journalId, message.events);
      else if (message.kind === 'command.result') {
        this.results.set(message.commandId, [...(this.results.get(message.commandId) ?? []), message.result]);
      }
      this.#tell();
    });
  }

  #welcome(socket: WebSocket, journalId: string): void {
    const welcome: ServerToBridge = {
      kind: 'welcome',
      ackedSequence: this.#acked.get(journalId) ?? 0,
      agentInterfaces: [...(this.#options.agentInterfaces ?? [])],
      trunkInterfaces: [...(this.#options.trunkInterfaces ?? [])],
    };
    socket.send(JSON.stringify(welcome));
  }

  #store(socket: WebSocket, journalId: string, events: readonly PbxEvent[]): void {
    let expected = (this.#acked.get(journalId) ?? 0) + 1;
    for (const event of events) {
      this.received++;
      if (event.sequence > expected) this.malformed.push(`gap: expected ${expected}, got ${event.sequence}`);
      expected = Math.max(expected, event.sequence + 1);
      if (this.#ids.has(event.id)) continue;
      this.#ids.add(event.id);
      this.facts.push(event);
    }
    const sequence = events.at(-1)!.sequence;
    this.#acked.set(journalId, Math.max(sequence, this.#acked.get(journalId) ?? 0));
    if (this.facts.length >= this.dieAfter) {
      this.dieAfter = Number.POSITIVE_INFINITY;
      this.drop();
      return;
    }
    if (!this.acks || socket.readyState !== socket.OPEN) return;
    socket.send(JSON.stringify({ kind: 'ack', sequence }));
    if (this.acksTwice) socket.send(JSON.stringify({ kind: 'ack', sequence }));
  }

  async #upload(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const recordingId = /^\/bridge\/recordings\/([^/]+)$/.exec(request.url ?? '')?.[1];
    if (
      request.method !== 'PUT' ||
      recordingId === undefined ||
      request.headers.authorization !== `Bearer ${this.token}`
    ) {
      response.writeHead(404).end();
      return;
    }
    const body: Buffer[] = [];
    try {
      for await (const chunk of request) body.push(chunk as Buffer);
    } catch {
      return; // The bridge broke off; it will come again.
    }
    response.writeHead(this.uploadStatus).end();
    if (this.uploadStatus < 300) {
      const callId = String(request.headers['x-call-id']);
      this.uploads.push({ recordingId: decodeURIComponent(recordingId), callId, body: Buffer.concat(body) });
    }
    this.#tell();
  }
}

export const startStubServer = async (options: StubServerOptions = {}): Promise<StubServer> => {
  const server = new StubServer(options);
  await server.start();
  return server;
};
