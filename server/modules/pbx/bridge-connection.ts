/**
 * One connection of a bridge, as a conversation: hello, welcome, then events, state and commands until it ends. Knows no
 * socket, so that a test can speak with it directly.
 */

import type { BridgeToServer, ServerToBridge } from '../../../pbx-bridge/contract/bridge-protocol.ts';
import { BRIDGE_CONTRACT_VERSION } from '../../../pbx-bridge/contract/contract-version.ts';
import type { Clock } from '../../platform/clock/clock.ts';
import type { Logger } from '../../platform/logger/logger.ts';
import type { IngestQueue, OpenQueue } from './ingest.ts';
import type { BridgeLink, CommandBook } from './pbx-commands.ts';
import type { BridgeConfig, PbxStateSink } from './pbx-neighbours.ts';
import { readFrame } from './read-frame.ts';
import { createStateQueue, type StateQueue } from './state-queue.ts';

export interface ConnectionDeps {
  logger: Logger;
  clock: Pick<Clock, 'after'>;
  openQueue: OpenQueue;
  commands: CommandBook;
  sink: PbxStateSink;
  readAcked(bridgeId: string, journalId: string): Promise<number>;
  readConfig(bridgeId: string): Promise<BridgeConfig>;
  /** Makes this the one connection of its bridge; an older one of the same id is ended first. */
  claim(connection: BridgeConnection): Promise<void>;
}

/** The socket below. */
export interface Wire {
  send(message: ServerToBridge): void;
  /** Ends the connection in words. */
  close(code: number, because: string): void;
  /** Stops and resumes reading, when more comes than the database takes. */
  pause(): void;
  resume(): void;
  readonly isOpen: boolean;
}

export interface BridgeConnection {
  readonly link: BridgeLink | null;
  /** One text frame; frames are worked in their order. */
  receive(text: string): void;
  pushConfig(config: BridgeConfig): void;
  /** Another connection of the same bridge takes over, or the server stops. Resolves when nothing is being written. */
  end(because: string): Promise<void>;
  /** The socket has closed. */
  closed(): Promise<void>;
}

type Hello = Extract<BridgeToServer, { kind: 'hello' }>;

/** Events in memory at which reading stops, and at which it goes on. */
const full = 5_000;
const emptyEnough = 1_000;

export function createBridgeConnection(deps: ConnectionDeps, wire: Wire): BridgeConnection {
  const { logger, commands, sink } = deps;
  let link: BridgeLink | null = null;
  let queue: IngestQueue | null = null;
  let states: StateQueue | null = null;
  let received = 0;
  let isOver = false;
  let isPaused = false;
  let last: Promise<void> = Promise.resolve();

  const refuse = (code: 'contract-version' | 'malformed', message: string) => {
    logger.warn({ bridgeId: link?.bridgeId, code, reason: message }, 'a bridge was refused');
    wire.send({ kind: 'refused', code, message });
    wire.close(4000, message);
  };

  const onAck = (sequence: number) => {
    if (wire.isOpen) wire.send({ kind: 'ack', sequence });
    if (isPaused && (queue?.waiting ?? 0) <= emptyEnough) {
      isPaused = false;
      wire.resume();
    }
  };

  async function hello(message: Hello): Promise<void> {
    const { contractVersion, bridgeId, journalId } = message;
    if (contractVersion !== BRIDGE_CONTRACT_VERSION) {
      refuse(
        'contract-version',
        `This server speaks version ${BRIDGE_CONTRACT_VERSION} of the bridge contract, the bridge ${contractVersion}: update the older one.`,
      );
      return;
    }
    const pbx = message.pbx === '' ? bridgeId : message.pbx.slice(0, 100);
    link = { bridgeId, pbx, send: sendIfOpen };
    await deps.claim(connection);
    const ackedSequence = await deps.readAcked(bridgeId, journalId);
    const config = await deps.readConfig(bridgeId);
    if (isOver) return;
    received = ackedSequence;
    queue = deps.openQueue({ bridgeId, journalId }, onAck);
    states = createStateQueue({ sink, clock: deps.clock, source: link, onFailed: failed });
    commands.connected(link);
    wire.send({ kind: 'welcome', ackedSequence, ...config });
    logger.info({ bridgeId, journalId, ackedSequence, lastSequence: message.lastSequence }, 'a bridge is connected');
  }

  const sendIfOpen = (message: ServerToBridge): boolean => {
    if (isOver || !wire.isOpen) return false;
    wire.send(message);
    return true;
  };

  async function receiveOne(text: string): Promise<void> {
    if (isOver) return;
    const frame = readFrame(text, received + 1);
    if (frame.kind === 'malformed') return refuse('malformed', `This frame is not understood: ${frame.because}`);
    const isHello = frame.kind === 'message' && frame.message.kind === 'hello';
    if (isHello !== (link === null)) {
      return refuse('malformed', link === null ? 'The first frame must be hello.' : 'There was a hello already.');
    }
    if (frame.kind === 'events') return takeEvents(frame);
    await takeMessage(frame.message);
  }

  function takeEvents(frame: Extract<ReturnType<typeof readFrame>, { kind: 'events' }>): void {
    const first = frame.events[0]?.sequence ?? frame.lastSequence;
    if (first > received + 1) {
      logger.warn({ bridgeId: link?.bridgeId, expected: received + 1, first }, 'the journal of the bridge has a gap');
    }
    received = Math.max(received, frame.lastSequence);
    queue?.push(frame);
    if (!isPaused && (queue?.waiting ?? 0) >= full) {
      isPaused = true;
      wire.pause();
    }
  }

  async function takeMessage(message: Exclude<BridgeToServer, { kind: 'events' }>): Promise<void> {
    switch (message.kind) {
      case 'hello':
        return hello(message);
      case 'calls.open':
        queue?.pushOpenCalls(message);
        return;
      case 'state':
      case 'state.link':
      case 'state.endpoint':
      case 'state.queue':
        states?.push(message);
        return;
      case 'command.result':
        return commands.answered(message.commandId, message.result);
    }
  }

  async function over(): Promise<void> {
    if (isOver) return;
    isOver = true;
    if (link) commands.disconnected(link);
    await Promise.all([queue?.stop(), states?.stop()]);
  }

  const connection: BridgeConnection = {
    get link() {
      return link;
    },
    receive(text) {
      last = last.then(() => receiveOne(text)).catch((error: unknown) => failed(error));
    },
    pushConfig(config) {
      if (queue) sendIfOpen({ kind: 'config', ...config });
    },
    async end(because) {
      await over();
      wire.close(1001, because);
    },
    closed: over,
  };

  /** State that cannot be stored now is asked for again when the bridge comes back; facts are never lost by this. */
  function failed(error: unknown): void {
    logger.error({ bridgeId: link?.bridgeId, err: error }, 'a message of the bridge could not be worked');
    wire.close(1011, 'The server could not work this message; connect again.');
  }

  return connection;
}
