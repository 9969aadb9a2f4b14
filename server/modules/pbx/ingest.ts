/**
 * Facts of one bridge connection on their way into the database. Whatever has queued up becomes one transaction; the
 * acknowledgement follows the commit. A fact that cannot be stored is found by halving, set aside and acknowledged.
 */
import type { OpenCalls } from '../../../pbx-bridge/contract/bridge-protocol.ts';
import type { PbxEvent } from '../../../pbx-bridge/contract/pbx-events.ts';
import type { Clock } from '../../platform/clock/clock.ts';
import { type Database, Sent, type Tx } from '../../platform/database/database.ts';
import { isConnectionError, sqlState } from '../../platform/database/database-errors.ts';
import {
  appendEvents,
  appendRejected,
  type EventSource,
  lockJournal,
  markAcked,
  type RejectedEvent,
} from '../../platform/event-store/event-store.ts';
import { createRepeatedErrors, type Logger } from '../../platform/logger/logger.ts';
import type { ReadEvents } from './read-frame.ts';

/**
 * Makes rows of facts that are stored for the first time; runs in their transaction. Which of `events` these are, `fresh`
 * tells once they are stored (default: all); what has to be read can be asked for meanwhile. When it resolves, all its
 * statements are on their way, and none is started any more; `Sent` tells when they are answered.
 */
export type ProjectEvents = (
  tx: Tx,
  source: EventSource,
  events: readonly PbxEvent[],
  fresh?: Promise<readonly PbxEvent[]>,
) => Promise<Sent<unknown>>;

/** A bridge has said which calls it holds open, after everything that it said before was committed. */
export type TakeOpenCalls = (source: EventSource, open: OpenCalls) => Promise<unknown>;

export interface IngestOptions {
  database: Database;
  clock: Clock;
  logger: Logger;
  project: ProjectEvents;
  takeOpenCalls: TakeOpenCalls;
  /** So long, in milliseconds, what nobody waits for in this very moment may gather with what follows it. Default 25. */
  gatherMs?: number;
  /** Counts, for metrics. */
  onCommitted?: (stored: number, repeated: number) => void;
  onRejected?: (count: number) => void;
}

export interface IngestQueue {
  /** Takes a frame; never waits. Everything up to its last sequence is acknowledged once committed. */
  push(frame: ReadEvents): void;
  /** Takes what the bridge holds open, in its turn: after every frame taken before. */
  pushOpenCalls(open: OpenCalls): void;
  /** Events taken and not yet committed. */
  readonly waiting: number;
  /** Resolves when nothing waits any more. */
  idle(): Promise<void>;
  /** Drops what waits: the bridge will send it again. Resolves when the running transaction is over. */
  stop(): Promise<void>;
}

interface Work {
  events: PbxEvent[];
  rejected: RejectedEvent[];
  lastSequence: number;
  /** How far the journal is committed; null: it has to be asked for. */
  ackedBefore: number | null;
  /** Stored without being projected: the projection refused them. */
  storedOnly?: PbxEvent[];
}

/** A backlog has gathered enough. */
const gatherAtMost = 100;

/** A telephone rings: a card is to be on somebody's screen. */
const isUrgent = (frame: ReadEvents | OpenCalls): boolean =>
  frame.kind === 'events' && frame.events.some(({ type }) => type === 'leg.ringing');

const firstPauseMs = 100;
const longestPauseMs = 2_000;
/** More than this in one transaction would make the first caller of a backlog wait for the last. */
const largestBatch = 500;

/** The database is away, full, overloaded or busy with somebody else: the same work will pass later. */
const willPass = (error: unknown): boolean => isConnectionError(error) || /^(40|53|55|57|58)/.test(sqlState(error));

export function createIngest(options: IngestOptions) {
  const { database, clock, logger, project, takeOpenCalls, gatherMs = 25 } = options;
  const errors = createRepeatedErrors(logger, clock);

  async function commit(source: EventSource, work: Work): Promise<void> {
    const store = async (tx: Tx): Promise<Sent<number>> => {
      // Moving the mark locks the journal as well: once this connection has committed, nothing has to be asked for.
      const acked = work.ackedBefore ?? (await lockJournal(tx, source));
      const marking = markAcked(tx, source, work.lastSequence);
      marking.catch(() => undefined);
      const appending = appendEvents(tx, source, work.events, acked);
      const [fresh, projected] = await Promise.all([
        appending,
        work.events.length > 0 ? project(tx, source, work.events, appending) : null,
      ]);
      if (work.storedOnly) await appendEvents(tx, source, work.storedOnly, acked);
      if (work.rejected.length > 0) await appendRejected(tx, source, work.rejected);
      return new Sent(Promise.all([projected?.answers, marking]).then(() => fresh.length));
    };
    const stored = await database.transactionSent(store, { isPlannedOnce: true });
    options.onCommitted?.(stored, work.events.length - stored);
    if (work.rejected.length > 0) rejected(source, work.rejected);
  }

  function rejected(source: EventSource, list: readonly RejectedEvent[]): void {
    options.onRejected?.(list.length);
    for (const { sequence, eventId, error } of list) {
      logger.error({ ...source, sequence, eventId, reason: error }, 'an event of the bridge was set aside');
    }
  }

  /** Commits everything that can be; throws only when the database is away. */
  async function commitAll(source: EventSource, work: Work): Promise<void> {
    try {
      await commit(source, work);
    } catch (error) {
      if (willPass(error)) throw error;
      if (work.events.length <= 1) return commitWithout(source, work, error);
      const middle = Math.ceil(work.events.length / 2);
      const first = work.events.slice(0, middle);
      const lastOfFirst = first.reduce((last, event) => Math.max(last, event.sequence), 0);
      const lastSequence = Math.min(lastOfFirst, work.lastSequence);
      await commitAll(source, { events: first, rejected: [], lastSequence, ackedBefore: null });
      await commitAll(source, { ...work, events: work.events.slice(middle), ackedBefore: null });
    }
  }

  /**
   * One event that the database or the projection refused goes where the unreadable ones go. It is kept among the others
   * as well when that is possible: once the fault is mended, `calls rebuild` makes its call.
   */
  async function commitWithout(source: EventSource, work: Work, error: unknown): Promise<void> {
    const [event] = work.events;
    if (!event) throw error;
    const message = error instanceof Error ? error.message : String(error);
    const poison = { sequence: event.sequence, eventId: event.id, error: message, payload: JSON.stringify(event) };
    const rest = { ...work, events: [], rejected: [...work.rejected, poison], ackedBefore: null };
    try {
      await commit(source, { ...rest, storedOnly: [event] });
    } catch (failed) {
      if (willPass(failed)) throw failed;
      await commit(source, rest);
    }
  }

  /** The queue of one connection. `onAck` is called after each commit with the sequence to acknowledge. */
  return function openQueue(source: EventSource, onAck: (sequence: number) => void): IngestQueue {
    let pending: (ReadEvents | OpenCalls)[] = [];
    let waiting = 0;
    let committed: number | null = null;
    let isStopped = false;
    let isGathering = false;
    let running: Promise<void> | null = null;
    let wake: (() => void) | null = null;

    const take = (): Work => {
      const work: Work = { events: [], rejected: [], lastSequence: 0, ackedBefore: committed };
      while (work.events.length === 0 || work.events.length < largestBatch) {
        const [frame] = pending;
        if (frame?.kind !== 'events') break;
        pending.shift();
        work.events.push(...frame.events);
        work.rejected.push(...frame.rejected);
        work.lastSequence = Math.max(work.lastSequence, frame.lastSequence);
      }
      return work;
    };

    const pause = (ms: number) =>
      new Promise<void>((resolve) => {
        const cancel = clock.after(ms, resolve);
        wake = () => {
          cancel();
          resolve();
        };
      });

    /** Resolves at once when somebody waits or enough is here, else after a moment in which more may come. */
    const gather = async (): Promise<void> => {
      if (gatherMs === 0 || pending.some(isUrgent) || waiting >= gatherAtMost) return;
      isGathering = true;
      await pause(gatherMs);
      isGathering = false;
    };

    async function run(): Promise<void> {
      while (pending.length > 0 && !isStopped) {
        await gather();
        const [first] = pending;
        // Stopped while it gathered: what waited is dropped, and there is nothing to acknowledge.
        if (!first) return;
        if (first.kind === 'calls.open') {
          pending.shift();
          await compare(first);
          continue;
        }
        const work = take();
        for (let ms = firstPauseMs; ; ms = Math.min(ms * 2, longestPauseMs)) {
          try {
            await commitAll(source, work);
            break;
          } catch (error) {
            errors.report(`ingest.${source.bridgeId}`, error, 'events of the bridge cannot be committed yet');
            if (isStopped) return;
            await pause(ms);
            if (isStopped) return;
          }
        }
        waiting -= work.events.length + work.rejected.length;
        committed = Math.max(committed ?? 0, work.lastSequence);
        onAck(work.lastSequence);
      }
    }

    /** Said again within half a minute: what cannot be done now is not tried again. */
    async function compare(open: OpenCalls): Promise<void> {
      try {
        await takeOpenCalls(source, open);
      } catch (error) {
        errors.report(`open-calls.${source.bridgeId}`, error, 'the open calls of a bridge could not be compared');
      }
    }

    const start = () => {
      if (running || isStopped) return;
      running = run().finally(() => {
        running = null;
        if (pending.length > 0) start();
      });
    };
    return {
      push(frame) {
        if (isStopped) return;
        waiting += frame.events.length + frame.rejected.length;
        pending.push(frame);
        if (isGathering && (isUrgent(frame) || waiting >= gatherAtMost)) wake?.();
        start();
      },
      pushOpenCalls(open) {
        if (isStopped) return;
        pending.push(open);
        start();
      },
      get waiting() {
        return waiting;
      },
      async idle() {
        while (running) await running;
      },
      async stop() {
        isStopped = true;
        pending = [];
        wake?.();
        await running;
      },
    };
  };
}

export type OpenQueue = ReturnType<typeof createIngest>;
