/**
 * One connection to AMI from its first byte to its last: login, actions, ping, the event stream. A session never comes
 * back: after its end the link makes a new one.
 *
 *     socket ──bytes──▶ decoder ──events──▶ action lists, then the consumer
 *        ▲                 └──answers──▶ responses stream ──▶ asterisk-manager ──▶ action queue
 *        └──────────── actions ◀──────────── asterisk-manager
 */
import type { Socket } from 'node:net';
import { type CancelTimer, type Clock, repeat } from '../clock.ts';
import { errorText, type Logger, RateLimitedLog } from '../logger.ts';
import { maskNumbers } from '../mask-numbers.ts';
import { type ActionOptions, ActionQueue, answerText, type ListOptions } from './action-queue.ts';
import { type AmiDecoder, type AmiDecoderLimits, createAmiDecoder } from './ami-decoder.ts';
import type { AmiAction } from './ami-encoder.ts';
import { AmiDisconnected, AmiLoginRejected, AmiRefused } from './ami-errors.ts';
import type { AmiEvent } from './ami-event.ts';
import { type AsteriskManager, createManager, type ManagerAnswer } from './ami-manager.ts';
import { AmiResponsesStream, readActionId } from './ami-responses-stream.ts';
import type { AmiTarget } from './ami-socket.ts';

export interface AmiTimings {
  readonly connectTimeoutMs: number;
  readonly loginTimeoutMs: number;
  readonly pingEveryMs: number;
  readonly pingTimeoutMs: number;
  /** Silence that ends a connection whose peer never answered a ping (a replayed trace, not an Asterisk). */
  readonly silenceTimeoutMs: number;
}

/** A half-open connection is noticed after at most 3 + 4 seconds. */
export const defaultAmiTimings: AmiTimings = {
  connectTimeoutMs: 5_000,
  loginTimeoutMs: 5_000,
  pingEveryMs: 3_000,
  pingTimeoutMs: 4_000,
  silenceTimeoutMs: 60_000,
};

/** Bytes `[start, end)` of one block as they came, valid during the call only. */
export type OnBlock = (bytes: Buffer, start: number, end: number, receivedAt: number) => void;

export interface AmiSessionConsumer {
  isWanted(eventName: string): boolean;
  onEvent(event: AmiEvent): void;
  onBlock?: OnBlock;
  /** All events of one read from the socket have been given: the moment to write them down together. */
  onChunkEnd?(): void;
  /** The connection is gone; called once. Everything that waited has been refused. `heardAt`: when the last byte came. */
  onEnd(reason: Error, heardAt: number): void;
}

export interface AmiSessionOptions {
  readonly socket: Socket;
  readonly target: AmiTarget;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly timings: AmiTimings;
  readonly decoderLimits?: AmiDecoderLimits;
}

/** Bytes we may owe Asterisk before we call the connection dead: it reads actions at once when it lives. */
const maxUnsentBytes = 4 * 1024 * 1024;

export class AmiSession {
  readonly #options: AmiSessionOptions;
  readonly #consumer: AmiSessionConsumer;
  readonly #decoder: AmiDecoder;
  readonly #responses: AmiResponsesStream;
  readonly #manager: AsteriskManager;
  readonly #queue: ActionQueue;
  readonly #faults: RateLimitedLog;
  /** asterisk-manager chooses it; the first thing written is always the login. */
  #loginActionId: string | null = null;
  #loginAnswered = false;
  #bannerSeen = false;
  #ended = false;
  #bytesReceived = 0;
  #heardAt: number;
  #pingAnswered = false;
  #clockOffsetMs: number | null = null;
  #stopPing: CancelTimer = () => undefined;

  constructor(options: AmiSessionOptions, consumer: AmiSessionConsumer) {
    this.#options = options;
    this.#consumer = consumer;
    this.#heardAt = options.clock.now();
    this.#faults = new RateLimitedLog(options.logger, options.clock);
    this.#decoder = createAmiDecoder(this.#decoderSink(), () => options.clock.now(), options.decoderLimits);
    this.#responses = new AmiResponsesStream((bytes, done) => this.#write(bytes, done));
    this.#responses.on('error', (error) => this.end(error));
    this.#manager = createManager(this.#responses, options.target.user, options.target.secret);
    this.#queue = new ActionQueue(
      {
        send: (action, done) => void this.#manager.action(action, done),
        forget: (actionId) => this.#manager.removeAllListeners(actionId),
      },
      options.clock,
    );
    this.#listen();
  }

  /** Logs in. @throws AmiLoginRejected, AmiRefused (no answer, or no Asterisk), AmiDisconnected */
  login(): Promise<void> {
    const { clock, timings, target } = this.#options;
    return new Promise((resolve, reject) => {
      const cancel = clock.after(timings.loginTimeoutMs, () => {
        const peer = this.#bannerSeen
          ? 'Asterisk did not answer the login'
          : 'what answers there is no Asterisk manager';
        settle(new AmiRefused(`${target.host}:${target.port}: ${peer} within ${timings.loginTimeoutMs} ms.`));
      });
      const settle = (error: Error | null): void => {
        cancel();
        this.#rejectLogin = () => undefined;
        if (error === null) {
          resolve();
          return;
        }
        reject(error);
        this.end(error);
      };
      this.#rejectLogin = settle;
      this.#manager.login((error) =>
        settle(error === undefined ? null : loginRejected(target, answerText(error, 'message'))),
      );
    });
  }
  #rejectLogin: (error: Error) => void = () => undefined;

  /** How far the PBX's clock is ahead of ours in milliseconds, from its last answer to a ping; null when it never said. */
  get clockOffsetMs(): number | null {
    return this.#clockOffsetMs;
  }

  /** Begins to ping. The first one goes out at once and tells whether the peer knows pings at all. */
  startPing(): void {
    const { clock, timings } = this.#options;
    this.#ping();
    this.#stopPing = repeat(clock, timings.pingEveryMs, () => this.#ping());
  }

  run(action: AmiAction, options?: ActionOptions): Promise<ManagerAnswer> {
    return this.#queue.run(action, options);
  }

  list(action: AmiAction, options?: ListOptions): Promise<readonly AmiEvent[]> {
    return this.#queue.list(action, options);
  }

  /** Stops reading: TCP then holds Asterisk back. Not for long, Asterisk drops a reader that sleeps (measured: 4 MB). */
  pause(): void {
    this.#options.socket.pause();
  }

  resume(): void {
    this.#options.socket.resume();
  }

  /** Ends the connection now; what waits is refused with `reason`. Harmless when it has ended. */
  end(reason: Error): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#stopPing();
    this.#options.socket.destroy();
    this.#responses.destroy();
    this.#queue.close(reason);
    this.#rejectLogin(reason);
    this.#consumer.onEnd(reason, this.#heardAt);
  }

  #listen(): void {
    const { socket } = this.#options;
    socket.on('data', (chunk: Buffer) => this.#read(chunk));
    socket.on('error', (error) => this.end(new AmiDisconnected(`The link to Asterisk broke: ${error.message}`)));
    socket.on('end', () => this.end(new AmiDisconnected('Asterisk closed the link.')));
    socket.on('close', () => this.end(new AmiDisconnected('The link to Asterisk is closed.')));
    // asterisk-manager logs in when its socket says 'connect'; ours is connected already, and login is called by hand.
  }

  #read(chunk: Buffer): void {
    this.#bytesReceived += chunk.length;
    this.#heardAt = this.#options.clock.now();
    try {
      this.#decoder.push(chunk);
      this.#consumer.onChunkEnd?.();
    } catch (error) {
      // The sink catches what consumers throw; what comes here is a fault of ours. The stream is out of step: start anew.
      this.#options.logger.error({ error: errorText(error) }, 'reading the AMI stream failed');
      this.end(new AmiDisconnected('The bridge could not read what Asterisk sent.'));
    }
  }

  #decoderSink() {
    return {
      isWanted: (name: string) => this.#consumer.isWanted(name),
      onEvent: (event: AmiEvent) => this.#takeEvent(event),
      onResponse: (text: string) => this.#takeResponse(text),
      onBanner: () => {
        this.#bannerSeen = true;
      },
      onFault: (fault: { kind: string; limitBytes: number }) =>
        this.#faults.warn(fault.kind, fault, 'Asterisk sent an oversized message; it was left out'),
      ...(this.#consumer.onBlock === undefined ? {} : { onBlock: this.#consumer.onBlock }),
    };
  }

  #takeEvent(event: AmiEvent): void {
    if (this.#ended) return;
    try {
      if (!this.#queue.takeEvent(event)) this.#consumer.onEvent(event);
    } catch (error) {
      // One poison event must not stop the stream: it is told (numbers masked, at most every 10 s per kind) and left out.
      const uniqueid = event.fields.get('Uniqueid') ?? null;
      const data = { event: event.name, uniqueid, error: maskNumbers(errorText(error)) };
      this.#faults.warn(`event ${event.name}`, data, 'an AMI event could not be handled and was left out');
    }
  }

  #takeResponse(text: string): void {
    if (this.#ended) return;
    const actionId = readActionId(text);
    // Only answers to our own actions reach asterisk-manager: it emits each under its ActionID, whatever that may be.
    if (!this.#loginAnswered && /(^|\n)Response:/i.test(text)) {
      // Nothing else was asked yet, so the first answer is the login's, even when the peer gives it another id.
      this.#loginAnswered = true;
      this.#responses.give(`${text.replace(/(^|\n)ActionID:[^\n]*/gi, '')}\nActionID: ${this.#loginActionId}`);
    } else if (actionId !== null && this.#queue.isPending(actionId)) {
      this.#queue.noteAnswer(actionId);
      this.#responses.give(text);
    }
  }

  #write(bytes: Buffer, done: (error?: Error | null) => void): void {
    const { socket } = this.#options;
    this.#loginActionId ??= readActionId(bytes.toString('latin1').replaceAll('\r', ''));
    if (socket.writableLength > maxUnsentBytes) this.end(new AmiDisconnected('Asterisk does not read what we send.'));
    if (!this.#ended && !socket.destroyed) socket.write(bytes);
    done();
  }

  #ping(): void {
    const { timings, clock } = this.#options;
    const before = this.#bytesReceived;
    const timeoutMs = this.#pingAnswered ? timings.pingTimeoutMs : timings.silenceTimeoutMs;
    this.run({ name: 'Ping' }, { timeoutMs }).then(
      (answer) => {
        this.#pingAnswered = true;
        const pbxSeconds = Number(answerText(answer, 'timestamp'));
        if (pbxSeconds > 0) this.#clockOffsetMs = Math.round(pbxSeconds * 1000 - clock.now());
      },
      () => {
        // Anything that came meanwhile is a sign of life as well: a busy Asterisk answers late.
        if (this.#bytesReceived === before) {
          this.end(new AmiDisconnected(`Asterisk was silent for ${timeoutMs} ms; the link is taken for dead.`));
        }
      },
    );
  }
}

const loginRejected = (target: AmiTarget, said: string): AmiLoginRejected =>
  new AmiLoginRejected(
    `Asterisk at ${target.host}:${target.port} rejected the manager user "${target.user}"` +
      `${said === '' ? '' : ` (it says: ${said})`}. Check in manager.conf that [${target.user}] exists, that its secret is the one` +
      ' in AMI_URL, that permit/deny and acl allow the address of the bridge, then run "manager reload".',
  );
