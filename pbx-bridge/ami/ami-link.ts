/**
 * The link to one Asterisk: always trying, never silent. It opens a session, logs in, and after any loss opens the next one:
 * the first try within 250 ms, then slower up to ten seconds. Actions go through it; while it is down they are refused at
 * once, because a command that is carried out minutes later is worse than one that failed.
 */
import type { Socket } from 'node:net';
import type { CancelTimer, Clock } from '../clock.ts';
import type { Logger } from '../logger.ts';
import type { ActionOptions, ListOptions } from './action-queue.ts';
import type { AmiDecoderLimits } from './ami-decoder.ts';
import type { AmiAction } from './ami-encoder.ts';
import { AmiDisconnected, AmiLoginRejected, AmiRefused } from './ami-errors.ts';
import type { AmiEvent } from './ami-event.ts';
import type { ManagerAnswer } from './ami-manager.ts';
import { AmiSession, type AmiTimings, defaultAmiTimings, type OnBlock } from './ami-session.ts';
import { type AmiTarget, openAmiSocket } from './ami-socket.ts';
import { reconnectDelayMs } from './reconnect-delay.ts';

export type AmiLinkState =
  | { readonly kind: 'connecting'; readonly detail: string | null }
  | { readonly kind: 'refused'; readonly detail: string }
  | { readonly kind: 'rejected'; readonly detail: string }
  | { readonly kind: 'up' };

export interface AmiLinkConsumer {
  isWanted(eventName: string): boolean;
  /** Every wanted event that no list waits for, in stream order; begins before `onUp`, right after the login. */
  onEvent(event: AmiEvent): void;
  onBlock?: OnBlock;
  /** All events of one read from the socket have been given: the moment to write them down together. */
  onChunkEnd?(): void;
  /** Logged in: the time to ask for everything that is up. */
  onUp(): void;
  /** Was up and is no longer. `heardAt`: when the last byte came. */
  onDown(reason: Error, heardAt: number): void;
  onState(state: AmiLinkState): void;
}

export interface AmiLinkOptions {
  readonly target: AmiTarget;
  readonly clock: Clock;
  readonly logger: Logger;
  /** In [0, 1), for jitter. */
  readonly random: () => number;
  readonly timings?: Partial<AmiTimings>;
  readonly decoderLimits?: AmiDecoderLimits;
}

/** A connection that lasted this long counts as good: the next loss is followed by a quick try again. */
const steadyAfterMs = 5_000;

export class AmiLink {
  readonly #options: AmiLinkOptions;
  readonly #consumer: AmiLinkConsumer;
  readonly #timings: AmiTimings;
  readonly #stopping = new AbortController();
  #session: AmiSession | null = null;
  #up = false;
  #paused = false;
  #upSince = 0;
  #clockOffsetMs = 0;
  #failures = 0;
  #cancelRetry: CancelTimer = () => undefined;

  constructor(options: AmiLinkOptions, consumer: AmiLinkConsumer) {
    this.#options = options;
    this.#consumer = consumer;
    this.#timings = { ...defaultAmiTimings, ...options.timings };
  }

  get isUp(): boolean {
    return this.#up;
  }

  /** How far the PBX's clock is ahead of ours, in milliseconds, as last known; 0 when it never said. */
  get clockOffsetMs(): number {
    this.#clockOffsetMs = this.#session?.clockOffsetMs ?? this.#clockOffsetMs;
    return this.#clockOffsetMs;
  }

  /** Begins to connect; returns at once. */
  start(): void {
    this.#consumer.onState({ kind: 'connecting', detail: null });
    void this.#connect();
  }

  /** Ends the link for good. */
  stop(): void {
    this.#stopping.abort();
    this.#cancelRetry();
    this.#session?.end(new AmiDisconnected('The bridge stops.'));
  }

  /** Ends this connection and opens the next one. */
  reconnect(reason: string): void {
    this.#session?.end(new AmiDisconnected(reason));
  }

  /** Runs an action. @throws AmiDisconnected while the link is down, and everything of ami-errors.ts */
  async run(action: AmiAction, options?: ActionOptions): Promise<ManagerAnswer> {
    return this.#upSession().run(action, options);
  }

  /** Runs an action that answers with a list of events, and collects them. Throws as `run`. */
  async list(action: AmiAction, options?: ListOptions): Promise<readonly AmiEvent[]> {
    return this.#upSession().list(action, options);
  }

  /** The consumer cannot keep up: stop reading until `resume`. Holds for the next connections as well. */
  pause(): void {
    this.#paused = true;
    this.#session?.pause();
  }

  resume(): void {
    this.#paused = false;
    this.#session?.resume();
  }

  #upSession(): AmiSession {
    if (this.#session === null || !this.#up) throw new AmiDisconnected('There is no link to Asterisk now.');
    return this.#session;
  }

  async #connect(): Promise<void> {
    const { target, clock, logger } = this.#options;
    let socket: Socket;
    try {
      socket = await openAmiSocket(target, this.#timings.connectTimeoutMs, clock, this.#stopping.signal);
    } catch (error) {
      this.#retry(error as Error);
      return;
    }
    const session = this.#openSession(socket);
    // A login that fails ends its session, and the end of a session plans the next try.
    const loggedIn = await session.login().then(
      () => true,
      () => false,
    );
    if (!loggedIn || session !== this.#session) return;
    this.#upSince = clock.now();
    this.#up = true;
    logger.info({ host: target.host, port: target.port }, 'logged in to Asterisk');
    this.#consumer.onState({ kind: 'up' });
    session.startPing();
    this.#consumer.onUp();
  }

  #openSession(socket: Socket): AmiSession {
    const { target, clock, logger, decoderLimits } = this.#options;
    const session: AmiSession = new AmiSession(
      { socket, target, clock, logger, timings: this.#timings, decoderLimits },
      {
        isWanted: (name) => this.#consumer.isWanted(name),
        onEvent: (event) => this.#consumer.onEvent(event),
        ...(this.#consumer.onBlock === undefined ? {} : { onBlock: this.#consumer.onBlock }),
        onChunkEnd: () => this.#consumer.onChunkEnd?.(),
        onEnd: (reason, heardAt) => this.#onSessionEnd(session, reason, heardAt),
      },
    );
    this.#session = session;
    if (this.#paused) session.pause();
    return session;
  }

  #onSessionEnd(session: AmiSession, reason: Error, heardAt: number): void {
    if (session !== this.#session) return;
    this.#session = null;
    const wasUp = this.#up;
    this.#up = false;
    // A PBX that lets us in and throws us out again and again is no fresh start.
    if (wasUp && this.#options.clock.now() - this.#upSince > steadyAfterMs) this.#failures = 0;
    if (wasUp) this.#consumer.onDown(reason, heardAt);
    this.#retry(reason);
  }

  #retry(reason: Error): void {
    if (this.#stopping.signal.aborted) return;
    const { clock, random, logger } = this.#options;
    const because = becauseOf(reason);
    const delayMs = reconnectDelayMs({ failures: this.#failures, because, random: random() });
    this.#failures++;
    logger.warn({ because: reason.message, nextTryMs: delayMs }, 'no link to Asterisk');
    this.#consumer.onState(stateOf(reason));
    this.#cancelRetry();
    this.#cancelRetry = clock.after(delayMs, () => void this.#connect());
  }
}

const becauseOf = (reason: Error): 'dropped' | 'refused' | 'rejected' => {
  if (reason instanceof AmiLoginRejected) return 'rejected';
  return reason instanceof AmiRefused ? 'refused' : 'dropped';
};

const stateOf = (reason: Error): AmiLinkState => {
  if (reason instanceof AmiLoginRejected) return { kind: 'rejected', detail: reason.message };
  if (reason instanceof AmiRefused) return { kind: 'refused', detail: reason.message };
  return { kind: 'connecting', detail: reason.message };
};
