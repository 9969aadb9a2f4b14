/**
 * Runs listeners. Each named listener is worked by one process at a time (its row in `outbox_listeners` is locked), in
 * order of sequence, some facts in one transaction together with the removal of their deliveries. When a listener fails
 * on one of them nothing of that is kept: they are worked again, each in a savepoint of its own. A fact on which a
 * listener fails is tried again later with a growing pause, and holds up only later facts of the same subject for that
 * listener.
 */
import type { Clock } from '../clock/clock.ts';
import type { Database, Tx } from '../database/database.ts';
import { isConnectionError, isRepeatable } from '../database/database-errors.ts';
import type { Logger, RepeatedErrors } from '../logger/logger.ts';
import type { FactListener } from './fact.ts';
import { type FactRow, factOfRow } from './fact-row.ts';

export interface Dispatcher {
  start(listeners: readonly FactListener[]): void;
  stop(): Promise<void>;
  /** There may be something to do: for whoever listens to this type, or for anybody. */
  wake(type?: string): void;
  /** There is something to do for these. */
  wakeListeners(names: ReadonlySet<string>): void;
  /**
   * Does everything that is due now and resolves when nothing is: for tests, and for stopping. `listeners`: works for
   * these without `start`.
   */
  drain(listeners?: readonly FactListener[]): Promise<void>;
}

interface DispatcherOptions {
  database: Database;
  clock: Clock;
  logger: Logger;
  errors: RepeatedErrors;
}

const batchSize = 20;
/**
 * Listeners begin this long after a fact: what comes close together is worked together, and the screens, which are told
 * of the same facts, come first.
 */
const gatherMs = 50;
const atOnce = 4;
/** Only for what a lost notification or another process's crash left behind. */
const safetyNetMs = 5_000;

/** Pause before the next try: 0.5 s, 1 s, 2 s ... ten minutes at most. */
export const retryDelayMs = (attempts: number): number => Math.min(500 * 2 ** (attempts - 1), 600_000);

export function createDispatcher({ database, clock, logger, errors }: DispatcherOptions): Dispatcher {
  let listeners: readonly FactListener[] = [];
  const dirty = new Set<string>();
  const running = new Map<string, Promise<void>>();
  let isStopped = true;
  let cancelNet: () => void = () => undefined;
  let cancelGather: (() => void) | null = null;
  const timers = new Map<string, () => void>();

  const pump = async (listener: FactListener): Promise<void> => {
    while (dirty.delete(listener.name)) {
      try {
        let outcome = await workBatch(listener);
        while (outcome.mayBeMore && !isStopped) outcome = await workBatch(listener);
        if (outcome.nextDueAt) wakeAt(listener.name, outcome.nextDueAt);
      } catch (error) {
        errors.report(`outbox.${listener.name}`, error, 'deliveries could not be worked', { listener: listener.name });
        wakeAt(listener.name, new Date(clock.now().getTime() + 1_000));
      }
    }
  };

  const wakeAt = (name: string, at: Date) => {
    timers.get(name)?.();
    const ms = Math.max(1, at.getTime() - clock.now().getTime());
    timers.set(
      name,
      clock.after(ms, () => wakeOne(name)),
    );
  };
  const wakeOne = (name: string) => {
    dirty.add(name);
    run();
  };
  const run = () => {
    if (isStopped) return;
    for (const listener of listeners) {
      if (running.size >= atOnce) return;
      if (!dirty.has(listener.name) || running.has(listener.name)) continue;
      const done = pump(listener).finally(() => {
        running.delete(listener.name);
        run();
      });
      running.set(listener.name, done);
    }
  };
  const wake = (type?: string) => {
    for (const { name, on } of listeners) if (type === undefined || on.includes(type)) dirty.add(name);
    gather();
  };
  const wakeListeners = (names: ReadonlySet<string>) => {
    for (const { name } of listeners) if (names.has(name)) dirty.add(name);
    gather();
  };
  const gather = () => {
    if (isStopped || dirty.size === 0) return;
    cancelGather ??= clock.after(gatherMs, () => {
      cancelGather = null;
      run();
    });
  };
  const net = () => {
    cancelNet = clock.after(safetyNetMs, net);
    findDue(database, clock.now()).then(
      (names) => {
        for (const name of names) dirty.add(name);
        run();
      },
      (error: unknown) => errors.report('outbox.net', error, 'deliveries could not be looked for'),
    );
  };

  /** Most batches hold no poison: they need no savepoints. One that does is done again with care. */
  const workBatch = async (listener: FactListener): Promise<Outcome> => {
    try {
      return await database.transaction((tx) => workDue(tx, listener, workTogether), { isPlannedOnce: true });
    } catch (error) {
      if (!(error instanceof ListenerFailed)) throw error;
      return await database.transaction((tx) => workDue(tx, listener, workApart));
    }
  };

  const workDue = async (tx: Tx, listener: FactListener, work: WorkRows): Promise<Outcome> => {
    // Started together, worked in this order: what is due is read once the listener is held.
    const holding = lockListener(tx, listener.name);
    const [lock, rows] = await Promise.all([holding, readDue(tx, listener.name, clock.now())]);
    // Another server is at it; it hears of new facts as well and looks again.
    if (!lock) return { handled: 0, mayBeMore: false, nextDueAt: null };
    if (rows.length === 0) return { handled: 0, mayBeMore: false, nextDueAt: lock.nextDueAt };
    const retryAt = await work(tx, listener, rows);
    // A fact that failed before held up others of its subject: those are due as soon as it has passed.
    const mayBeMore = rows.length === batchSize || rows.some((row) => row.attempts > 0);
    return { handled: rows.length, mayBeMore, nextDueAt: earliest(lock.nextDueAt, retryAt) };
  };

  const workTogether: WorkRows = async (tx, listener, rows) => {
    const facts = rows.map(factOfRow);
    const context = { tx, database, logger };
    try {
      if (listener.handleAll) await listener.handleAll(facts, context);
      else for (const fact of facts) await listener.handle(fact, context);
    } catch (error) {
      if (isConnectionError(error) || isRepeatable(error)) throw error;
      throw new ListenerFailed('a listener failed', { cause: error });
    }
    const sequences = rows.map((row) => row.sequence);
    await tx`
      delete from outbox_deliveries where listener = ${listener.name} and fact_sequence = any(${sequences}::bigint[])`;
    return null;
  };

  const workApart: WorkRows = async (tx, listener, rows) => {
    const failedSubjects = new Set<string>();
    let retryAt: Date | null = null;
    for (const row of rows) {
      if (row.subject !== null && failedSubjects.has(row.subject)) continue;
      const dueAt = await workOne(tx, listener, row);
      if (dueAt && row.subject !== null) failedSubjects.add(row.subject);
      retryAt = earliest(retryAt, dueAt);
    }
    return retryAt;
  };

  /** Null when it is done, else when it is tried again. */
  const workOne = async (tx: Tx, listener: FactListener, row: DeliveryRow): Promise<Date | null> => {
    try {
      await tx.savepoint(async (sp) => {
        await listener.handle(factOfRow(row), { tx: sp, database, logger });
        await sp`delete from outbox_deliveries where listener = ${listener.name} and fact_sequence = ${row.sequence}`;
      });
      return null;
    } catch (error) {
      // A lost connection or a deadlock is nobody's fault: the whole batch is done again.
      if (isConnectionError(error) || isRepeatable(error)) throw error;
      errors.report(`outbox.${listener.name}.failed`, error, 'a listener failed and will be tried again', {
        listener: listener.name,
        eventId: row.id,
        type: row.type,
        attempts: row.attempts + 1,
      });
      const dueAt = new Date(clock.now().getTime() + retryDelayMs(row.attempts + 1));
      const said = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
      await tx`
        update outbox_deliveries set attempts = attempts + 1, due_at = ${dueAt}, last_error = ${said.slice(0, 500)}
        where listener = ${listener.name} and fact_sequence = ${row.sequence}`;
      return dueAt;
    }
  };

  return {
    wake,
    wakeListeners,
    start(given) {
      listeners = given;
      isStopped = false;
      wake();
      net();
    },
    async stop() {
      isStopped = true;
      cancelNet();
      cancelGather?.();
      for (const cancel of timers.values()) cancel();
      await Promise.all(running.values());
    },
    async drain(given = listeners) {
      for (let handled = 1; handled > 0; ) {
        await Promise.all(running.values());
        const outcomes = [];
        for (const listener of given) outcomes.push(await workBatch(listener));
        handled = outcomes.reduce((sum, outcome) => sum + outcome.handled, running.size);
      }
    },
  };
}

async function findDue({ sql }: Database, now: Date): Promise<string[]> {
  const rows = await sql<{ listener: string }[]>`
    select distinct listener from outbox_deliveries where due_at <= ${now}`;
  return rows.map(({ listener }) => listener);
}

type DeliveryRow = FactRow & { attempts: number };

interface Outcome {
  handled: number;
  /** Others may be due at this moment. */
  mayBeMore: boolean;
  /** When a failed one is to be tried again. */
  nextDueAt: Date | null;
}

/** Works these deliveries; gives the earliest moment at which one that failed is tried again. */
type WorkRows = (tx: Tx, listener: FactListener, rows: readonly DeliveryRow[]) => Promise<Date | null>;

/** Ends a transaction in which facts were worked together. */
class ListenerFailed extends Error {}

const earliest = (a: Date | null, b: Date | null): Date | null => (a && b ? (a < b ? a : b) : (a ?? b));

/** Holds the listener until the transaction ends; null when another server does. */
async function lockListener(tx: Tx, name: string): Promise<{ nextDueAt: Date | null } | null> {
  const [row] = await tx<{ next_due_at: Date | null }[]>`
    select (select min(due_at) from outbox_deliveries d where d.listener = l.name and d.attempts > 0) as next_due_at
    from outbox_listeners l where l.name = ${name} for no key update skip locked`.execute();
  return row ? { nextDueAt: row.next_due_at } : null;
}

const readDue = (tx: Tx, listener: string, now: Date) => tx<DeliveryRow[]>`
  select f.*, d.attempts
  from outbox_deliveries d join outbox_facts f on f.sequence = d.fact_sequence
  where d.listener = ${listener} and d.due_at <= ${now}
    and not exists (
      select 1 from outbox_deliveries e
      where e.listener = d.listener and e.subject = d.subject and e.attempts > 0 and e.fact_sequence < d.fact_sequence)
  order by d.fact_sequence limit ${batchSize}`;
