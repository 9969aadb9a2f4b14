/**
 * The bridge's end of `/bridge`: says hello, sends facts from the journal in order, takes acknowledgements, commands and
 * configuration, and keeps trying. A fact goes out in the same tick in which it was journalled: no timer lies in between.
 */
import { WebSocket } from 'ws';
import { type CancelTimer, type Clock, repeat } from '../clock.ts';
import {
  type BridgeToServer,
  type OpenCalls,
  type ServerToBridge,
  serverToBridgeSchema,
} from '../contract/bridge-protocol.ts';
import { BRIDGE_CONTRACT_VERSION } from '../contract/contract-version.ts';
import type { CommandResult, PbxCommand } from '../contract/pbx-commands.ts';
import type { PbxState } from '../contract/pbx-state.ts';
import { errorText, type Logger, RateLimitedLog } from '../logger.ts';
import type { Journal } from './journal.ts';

export interface InterfaceConfig {
  readonly agentInterfaces: readonly string[];
  readonly trunkInterfaces: readonly string[];
}

export interface ServerClientHandlers {
  /** What is true on the PBX now; asked for after each welcome. */
  readState(): PbxState;
  /** The calls that are open now; null while the bridge is not in step with Asterisk and cannot know. */
  readOpenCalls(): Omit<OpenCalls, 'kind' | 'afterSequence'> | null;
  onConfig(config: InterfaceConfig): void;
  /** Never rejects; the same id gets the same result. */
  onCommand(commandId: string, command: PbxCommand): Promise<CommandResult>;
}

export interface ServerClientTimings {
  readonly handshakeTimeoutMs: number;
  readonly pingEveryMs: number;
  /** Silence after which the connection is taken for dead. */
  readonly silenceTimeoutMs: number;
  readonly firstRetryMs: number;
  readonly longestRetryMs: number;
}

export const defaultServerTimings: ServerClientTimings = {
  handshakeTimeoutMs: 5_000,
  pingEveryMs: 3_000,
  silenceTimeoutMs: 8_000,
  firstRetryMs: 200,
  longestRetryMs: 5_000,
};

export interface ServerClientOptions {
  /** `ws://host:port/bridge` */
  readonly url: string;
  readonly token: string;
  readonly bridgeId: string;
  readonly clock: Clock;
  readonly logger: Logger;
  /** In [0, 1), for jitter. */
  readonly random: () => number;
  readonly journal: Journal;
  readonly timings?: Partial<ServerClientTimings>;
}

const batchCount = 500;
const batchBytes = 1024 * 1024;
/** Facts sent and not acknowledged; more would only fill the server's memory. */
const maxInFlight = 2_000;
const maxUnsentBytes = 4 * 1024 * 1024;
const maxMessageBytes = 1024 * 1024;
/** Longer than a server waits for an answer. */
const keepResultsMs = 30_000;
/** A server that does not say goodbye is left. */
const closeTimeoutMs = 1_000;

type StateMessage = Extract<BridgeToServer, { kind: 'state' | 'state.link' | 'state.endpoint' | 'state.queue' }>;

export class ServerClient {
  readonly #options: ServerClientOptions;
  readonly #handlers: ServerClientHandlers;
  readonly #timings: ServerClientTimings;
  readonly #log: RateLimitedLog;
  #socket: WebSocket | null = null;
  /** Welcomed on the present connection. */
  #inStep = false;
  #sent = 0;
  /** The open calls are to be told as soon as every fact has gone out. */
  #owesOpenCalls = false;
  #heardAt = 0;
  #failures = 0;
  #stopped = false;
  #cancelRetry: CancelTimer = () => undefined;
  #stopPing: CancelTimer = () => undefined;
  /** Results of the last while: what was sent just before a connection broke may never have arrived. */
  readonly #results = new Map<string, { readonly result: CommandResult; readonly at: number }>();

  constructor(options: ServerClientOptions, handlers: ServerClientHandlers) {
    this.#options = options;
    this.#handlers = handlers;
    this.#timings = { ...defaultServerTimings, ...options.timings };
    this.#log = new RateLimitedLog(options.logger, options.clock, 30_000);
  }

  get isInStep(): boolean {
    return this.#inStep;
  }

  start(): void {
    this.#connect();
  }

  /** Closes in order; what is not acknowledged stays in the journal. Resolves when the connection has gone. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#inStep = false;
    this.#cancelRetry();
    this.#stopPing();
    const socket = this.#socket;
    if (socket === null) return;
    const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
    socket.close(1001, 'The bridge stops.');
    const cancel = this.#options.clock.after(closeTimeoutMs, () => socket.terminate());
    await closed;
    cancel();
  }

  /** New facts are in the journal: send them now if the server is there. */
  wake(): void {
    const { journal } = this.#options;
    const socket = this.#socket;
    if (!this.#inStep || socket === null) return;
    this.#sendFacts(socket);
    if (this.#owesOpenCalls && this.#sent === journal.lastSequence) this.#sendOpenCalls();
  }

  /** What is open on the PBX may have changed unheard, or somebody wants to be sure: the server is told what is. */
  tellOpenCalls(): void {
    this.#owesOpenCalls = true;
    this.wake();
  }

  #sendOpenCalls(): void {
    const open = this.#handlers.readOpenCalls();
    if (open === null) return;
    this.#owesOpenCalls = false;
    this.#send({ kind: 'calls.open', afterSequence: this.#sent, ...open });
  }

  #sendFacts(socket: WebSocket): void {
    const { journal } = this.#options;
    while (
      this.#sent < journal.lastSequence &&
      this.#sent - journal.ackedSequence < maxInFlight &&
      socket.bufferedAmount < maxUnsentBytes
    ) {
      const facts = journal.read(this.#sent + 1, batchCount, batchBytes);
      const last = facts.at(-1);
      if (last === undefined) return;
      // Facts are JSON already: no second stringify on the way out.
      socket.send(`{"kind":"events","events":[${facts.map((fact) => fact.json).join(',')}]}`, () => this.#afterSend());
      this.#sent = last.sequence;
    }
  }

  /** Tells a change of state; nothing when the server is away, because the whole state is sent after each welcome. */
  sendState(message: StateMessage): void {
    if (this.#inStep) this.#send(message);
  }

  #afterSend(): void {
    if (this.#sent < this.#options.journal.lastSequence) this.wake();
  }

  #send(message: BridgeToServer): void {
    this.#socket?.send(JSON.stringify(message));
  }

  #connect(): void {
    const { url, token } = this.#options;
    const socket = new WebSocket(url, {
      headers: { authorization: `Bearer ${token}` },
      handshakeTimeout: this.#timings.handshakeTimeoutMs,
      maxPayload: maxMessageBytes,
      perMessageDeflate: false,
    });
    this.#socket = socket;
    const onlyNow = <Args extends unknown[]>(run: (...args: Args) => void) => {
      return (...args: Args): void => {
        if (socket === this.#socket) run(...args);
      };
    };
    socket.on(
      'open',
      onlyNow(() => this.#hello(socket)),
    );
    socket.on(
      'message',
      onlyNow((data, isBinary) => this.#receive(String(data), isBinary)),
    );
    socket.on(
      'pong',
      onlyNow(() => this.#heard()),
    );
    socket.on(
      'ping',
      onlyNow(() => this.#heard()),
    );
    socket.on(
      'error',
      onlyNow((error) => this.#failed(error)),
    );
    socket.on(
      'close',
      onlyNow((_code, reason) => this.#closed(String(reason))),
    );
  }

  #hello(socket: WebSocket): void {
    const { bridgeId, journal, clock } = this.#options;
    this.#heard();
    this.#send({
      kind: 'hello',
      contractVersion: BRIDGE_CONTRACT_VERSION,
      bridgeId,
      pbx: bridgeId,
      journalId: journal.journalId,
      lastSequence: journal.lastSequence,
    });
    this.#stopPing = repeat(clock, this.#timings.pingEveryMs, () => {
      if (clock.now() - this.#heardAt > this.#timings.silenceTimeoutMs) socket.terminate();
      else if (socket.readyState === WebSocket.OPEN) socket.ping();
    });
  }

  #heard(): void {
    this.#heardAt = this.#options.clock.now();
  }

  #receive(text: string, isBinary: boolean): void {
    this.#heard();
    const message = isBinary ? null : readMessage(text);
    if (message === null) {
      this.#log.warn('malformed', { bytes: text.length }, 'the server sent something that is not in the contract');
      return;
    }
    switch (message.kind) {
      case 'welcome':
        this.#welcomed(message);
        break;
      case 'refused':
        this.#log.warn('refused', { code: message.code, message: message.message }, 'the server refused this bridge');
        this.#socket?.terminate();
        break;
      case 'ack':
        this.#options.journal.acknowledge(message.sequence);
        this.wake();
        break;
      case 'config':
        this.#handlers.onConfig(message);
        break;
      case 'command':
        this.#runCommand(message.commandId, message.command);
        break;
      default:
        message satisfies never;
    }
  }

  #welcomed(welcome: Extract<ServerToBridge, { kind: 'welcome' }>): void {
    const { journal, logger } = this.#options;
    const acked = welcome.ackedSequence;
    if (acked > journal.lastSequence || acked + 1 < journal.firstSequence) {
      logger.warn(
        { acked, first: journal.firstSequence, last: journal.lastSequence },
        'the server counts the journal otherwise; it is counted anew and sent again',
      );
      journal.renumber();
      this.#failures = 0;
      this.#socket?.terminate();
      return;
    }
    this.#failures = 0;
    this.#sent = acked;
    this.#inStep = true;
    journal.acknowledge(acked);
    logger.info({ acked, last: journal.lastSequence }, 'in step with the server');
    this.#handlers.onConfig(welcome);
    this.#send({ kind: 'state', state: this.#handlers.readState() });
    this.#sendRecentResults();
    this.tellOpenCalls();
  }

  #runCommand(commandId: string, command: PbxCommand): void {
    void this.#handlers.onCommand(commandId, command).then((result) => {
      this.#results.set(commandId, { result, at: this.#options.clock.now() });
      this.#forgetOldResults();
      if (this.#inStep) this.#send({ kind: 'command.result', commandId, result });
    });
  }

  #sendRecentResults(): void {
    this.#forgetOldResults();
    for (const [commandId, { result }] of this.#results) this.#send({ kind: 'command.result', commandId, result });
  }

  #forgetOldResults(): void {
    const oldest = this.#options.clock.now() - keepResultsMs;
    for (const [commandId, { at }] of this.#results) if (at < oldest) this.#results.delete(commandId);
  }

  #failed(error: Error): void {
    const hint = /401|403/.test(error.message) ? ' (check that BRIDGE_TOKEN is the same on both sides)' : '';
    this.#log.warn(
      'failed',
      { url: this.#options.url, error: `${errorText(error)}${hint}` },
      'no connection to the server',
    );
    // `close` follows and plans the next try.
  }

  #closed(reason: string): void {
    this.#stopPing();
    const wasInStep = this.#inStep;
    this.#inStep = false;
    this.#socket = null;
    if (this.#stopped) return;
    if (wasInStep) this.#options.logger.warn({ reason }, 'the server has gone; facts wait in the journal');
    const { firstRetryMs, longestRetryMs } = this.#timings;
    const full = Math.min(longestRetryMs, firstRetryMs * 2 ** Math.min(this.#failures, 16));
    this.#failures++;
    this.#cancelRetry = this.#options.clock.after(full * (1 - 0.25 * this.#options.random()), () => this.#connect());
  }
}

const readMessage = (text: string): ServerToBridge | null => {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
  const parsed = serverToBridgeSchema.safeParse(json);
  return parsed.success ? parsed.data : null;
};
