/**
 * One pool of connections and what the server does with it: `sql` for single statements, `transaction` for several,
 * `listen` for notifications. Driver: pg (docs/decisions says why not postgres.js). A lost database makes statements fail at
 * once with `DatabaseUnavailable`; the next one connects again by itself.
 */
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import type { Clock } from '../clock/clock.ts';
import { createRepeatedErrors, type Logger } from '../logger/logger.ts';
import { columnTypes } from './column-types.ts';
import {
  DatabaseUnavailable,
  isAftermath,
  isConnectionError,
  isRepeatable,
  isStalePlan,
  typedError,
} from './database-errors.ts';
import { type Listener, listenOn } from './listen.ts';
import { PreparedQuery } from './prepared-query.ts';
import { type CompiledSql, createSql, type RunSql, type Sql } from './sql.ts';
import { statementName } from './statement-names.ts';
import { markedWork } from './transaction-mark.ts';

export type { Sql } from './sql.ts';

/**
 * A transaction: use it as `sql`. Everything run on it is committed together or not at all. Statements that do not need
 * each other's answers may be started together (`Promise.all`): they travel together and run in the order in which they
 * were started.
 */
export interface Tx extends Sql {
  /** Runs `work` so that its failure undoes only itself. */
  savepoint<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** Runs once the transaction has committed, in order of registration; a failure is logged and changes nothing. */
  afterCommit(run: () => void | Promise<void>): void;
}

/**
 * What the work of a transaction returns when all its statements are on their way and nothing more will be started: `commit`
 * travels with them instead of waiting for their answers. When one of them fails, PostgreSQL commits nothing.
 */
export class Sent<T> {
  readonly answers: Promise<T>;

  /** @param answers what `work` gives once its statements are answered; must not start another one */
  constructor(answers: Promise<T>) {
    this.answers = answers;
    // Whoever awaits the transaction hears of it.
    answers.catch(() => undefined);
  }
}

export interface TransactionOptions {
  isolation?: 'read committed' | 'repeatable read' | 'serializable';
  readOnly?: boolean;
  /**
   * True: its statements run for every call and find rows by key, so that one plan fits all values. Left to itself PostgreSQL
   * plans those with a list in them (`= any($1)`) anew each time, which was a quarter of its work.
   */
  isPlannedOnce?: boolean;
}

export interface Database {
  readonly sql: Sql;
  /** For libraries that want it; our repositories write SQL. */
  readonly drizzle: NodePgDatabase;
  readonly pool: pg.Pool;
  readonly url: string;
  /**
   * Commits when `work` returns, rolls back when it throws. On a deadlock or a serialisation failure the whole of
   * `work` is run again (three times at most), so it must not do anything but database work and `afterCommit`.
   */
  transaction<T>(work: (tx: Tx) => Promise<T>, options?: TransactionOptions): Promise<T>;
  /** The same for work that says when all its statements are on their way: saves a turn to the database and back. */
  transactionSent<T>(work: (tx: Tx) => Promise<Sent<T>>, options?: TransactionOptions): Promise<T>;
  /** Notifications of a channel; connects again by itself and then calls `onReconnected`, since some may be missed. */
  listen(channel: string, onMessage: (payload: string) => void, onReconnected?: () => void): Promise<Listener>;
  /** Resolves when the database answers; rejects with `DatabaseUnavailable`. */
  ping(timeoutMs?: number): Promise<void>;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  url: string;
  clock: Clock;
  logger: Logger;
  maxConnections?: number;
  applicationName?: string;
  statementTimeoutMs?: number;
}

type Client = Pick<pg.PoolClient, 'query'>;

/** How pg and its pool take a query that is an object of ours. */
interface Sending {
  query(query: pg.Submittable, done: (error: Error | null, result: pg.QueryResult) => void): void;
}

function runPrepared(client: Client, { text, values }: CompiledSql, name: string): ReturnType<RunSql> {
  const query = new PreparedQuery(name, text, values);
  return new Promise((resolve, reject) => {
    (client as Sending).query(query, (error, result) => {
      if (error) return reject(error);
      try {
        resolve({ rows: query.readRows(), count: result.rowCount ?? 0 });
      } catch (cause) {
        reject(cause);
      }
    });
  });
}

async function runOn(client: Client, { text, values }: CompiledSql, name: string | null) {
  if (name) return runPrepared(client, { text, values }, name);
  const result: pg.QueryResult | pg.QueryResult[] = await client.query({ text, values });
  const last = Array.isArray(result) ? (result.at(-1) as pg.QueryResult) : result;
  return { rows: last.rows, count: last.rowCount ?? 0 };
}

/** @param isAlone true on the pool: a statement of its own may simply be sent again, without its prepared plan */
const toRun =
  (client: Client, isAlone: boolean): RunSql =>
  async (compiled) => {
    const name = statementName(compiled.text, compiled.values.length);
    try {
      return await runOn(client, compiled, name).catch((error: unknown) => {
        if (isAlone && isStalePlan(error)) return runOn(client, compiled, null);
        throw error;
      });
    } catch (error) {
      throw typedError(error);
    }
  };

type AfterCommit = () => void | Promise<void>;

/** A transaction, or a savepoint in it. */
interface Scope {
  outer: Scope | null;
  /** Whatever is still started in it must not run: the connection may be somebody else's by now. */
  isOver: boolean;
  savepoints: number;
  /** The first statement that failed in it; those after it fail only because of it. */
  firstFailure: unknown;
}

const newScope = (outer: Scope | null): Scope => ({ outer, isOver: false, savepoints: 0, firstFailure: null });

/** What truly went wrong: of statements that travel together, a later one may be heard of first. */
const causeOf = (error: unknown, { firstFailure }: Scope): unknown =>
  isAftermath(error) && firstFailure !== null ? firstFailure : error;

const isOver = (scope: Scope): boolean => scope.isOver || (scope.outer !== null && isOver(scope.outer));

function createTx(client: pg.PoolClient, hooks: AfterCommit[], scope: Scope): Tx {
  const run = toRun(client, false);
  const sql = createSql(async (compiled) => {
    if (isOver(scope)) throw new Error('a statement was started in a transaction that is over');
    try {
      return await run(compiled);
    } catch (error) {
      scope.firstFailure ??= error;
      throw error;
    }
  });
  const savepoint = async <T>(work: (tx: Tx) => Promise<T>): Promise<T> => {
    scope.savepoints += 1;
    const name = `s${scope.savepoints}`;
    const inner: AfterCommit[] = [];
    const within = newScope(scope);
    await sql.unsafe(`savepoint ${name}`);
    try {
      const result = await work(createTx(client, inner, within));
      within.isOver = true;
      await sql.unsafe(`release savepoint ${name}`);
      hooks.push(...inner);
      return result;
    } catch (error) {
      within.isOver = true;
      if (!isConnectionError(error)) await sql.unsafe(`rollback to savepoint ${name}`);
      throw causeOf(error, within);
    }
  };
  return Object.assign(sql, { savepoint, afterCommit: (run: AfterCommit) => void hooks.push(run) });
}

/** A transaction in which a statement failed is rolled back by `commit`, and only its answer says so. */
async function commit(client: pg.PoolClient): Promise<void> {
  const { command } = await client.query('commit');
  if (command !== 'COMMIT') throw new Error('a statement of the transaction had failed: nothing was committed');
}

/** True when the rollback went through; a connection on which it did not is thrown away. */
const rolledBack = (client: pg.PoolClient): Promise<boolean> =>
  client.query('rollback').then(
    () => true,
    () => false,
  );

function withTimeLimit<T>(work: Promise<T>, ms: number, clock: Clock): Promise<T> {
  return new Promise((resolve, reject) => {
    const cancel = clock.after(ms, () => reject(new DatabaseUnavailable(new Error(`no answer within ${ms} ms`))));
    work.then(resolve, reject).finally(cancel);
  });
}

function beginText({ isolation, readOnly, isPlannedOnce }: TransactionOptions): string {
  const begin = `begin${isolation ? ` isolation level ${isolation}` : ''}${readOnly ? ' read only' : ''}`;
  return isPlannedOnce ? `${begin}; set local plan_cache_mode = force_generic_plan` : begin;
}

/** Opens the pool lazily: nothing is connected before the first statement. */
export function createDatabase(options: DatabaseOptions): Database {
  const {
    url,
    clock,
    logger,
    maxConnections = 10,
    applicationName = 'trunkline',
    statementTimeoutMs = 60_000,
  } = options;
  const errors = createRepeatedErrors(logger, clock);
  const clientConfig: pg.ClientConfig = {
    connectionString: url,
    application_name: applicationName,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    types: columnTypes,
  };
  const pool = new pg.Pool({
    ...clientConfig,
    max: maxConnections,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 60_000,
    // Statements are sent without waiting for the answers of those before.
    pipeline: true,
    statement_timeout: statementTimeoutMs,
    idle_in_transaction_session_timeout: 60_000,
  });
  // An idle connection that dies says so here; without a listener it would end the process.
  pool.on('error', (error) => errors.report('database.idle', error, 'an idle database connection was lost'));
  pool.on('connect', (client) =>
    client.on('error', (error) => errors.report('database.busy', error, 'a database connection was lost')),
  );

  async function attempt<T>(work: (tx: Tx) => Promise<T | Sent<T>>, how: TransactionOptions): Promise<T> {
    const client = await pool.connect().catch((error: unknown) => Promise.reject(typedError(error)));
    const hooks: AfterCommit[] = [];
    const scope = newScope(null);
    let isBroken = false;
    let isLeaving = false;
    try {
      const [, given] = await Promise.all([client.query(beginText(how)), work(createTx(client, hooks, scope))]);
      scope.isOver = true;
      const ending = commit(client);
      const answers = given instanceof Sent ? given.answers : given;
      if (how.readOnly) {
        // There is nothing that could fail to be kept: whoever asked need not wait until the connection is free again.
        isLeaving = true;
        ending.then(
          () => client.release(),
          () => client.release(true),
        );
        return await answers;
      }
      // Both: that nothing was committed may be heard before the reason for it.
      const [told, ended] = await Promise.allSettled([answers, ending]);
      if (told.status === 'rejected') throw told.reason;
      if (ended.status === 'rejected') throw ended.reason;
      return await runHooks(hooks, told.value);
    } catch (error) {
      scope.isOver = true;
      if (isLeaving) throw typedError(causeOf(error, scope));
      // With a stale plan the connection goes, too: a new one plans afresh.
      const cause = causeOf(error, scope);
      isBroken = isConnectionError(cause) || !(await rolledBack(client)) || isStalePlan(cause);
      throw typedError(cause);
    } finally {
      if (!isLeaving) client.release(isBroken);
    }
  }

  async function attemptAgain<T>(work: (tx: Tx) => Promise<T | Sent<T>>, how: TransactionOptions): Promise<T> {
    // A stale plan takes its connection with it, so every connection of the pool may say so once.
    let tries = 0;
    let stale = 0;
    for (;;) {
      try {
        return await attempt(work, how);
      } catch (error) {
        if (isStalePlan(error)) stale += 1;
        else tries += 1;
        if (!isRepeatable(error) || tries === 3 || stale > maxConnections) throw error;
      }
    }
  }

  async function runHooks<T>(hooks: AfterCommit[], result: T): Promise<T> {
    for (const hook of hooks) {
      try {
        await hook();
      } catch (error) {
        errors.report('database.after-commit', error, 'work after a commit failed');
      }
    }
    return result;
  }

  return {
    sql: createSql(toRun(pool as Client, true)),
    drizzle: drizzle(pool),
    pool,
    url,
    transaction: (work, how = {}) => attemptAgain(how.readOnly ? work : markedWork(work), how),
    transactionSent: (work, how = {}) => attemptAgain(markedWork(work), how),
    listen: (channel, onMessage, onReconnected) =>
      listenOn({ clientConfig, clock, errors, channel, onMessage, onReconnected: onReconnected ?? (() => undefined) }),
    async ping(timeoutMs = 2_000) {
      const answer = pool.query('select 1').catch((error: unknown) => Promise.reject(typedError(error)));
      await withTimeLimit(answer, timeoutMs, clock);
    },
    close: () => pool.end(),
  };
}
