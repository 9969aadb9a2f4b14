/**
 * Timed jobs and cron on graphile-worker. It locks a job for four hours when its server is killed; so every server
 * writes a heartbeat, and what a silent one had locked is unlocked after a minute, or at once when a server starts in
 * its place on the same machine.
 */
import { EventEmitter } from 'node:events';
import { parseCronItems, type Runner, run, type TaskList, type WorkerEvents } from 'graphile-worker';
import type { Clock } from '../clock/clock.ts';
import type { Database, Tx } from '../database/database.ts';
import { createRepeatedErrors, type Logger } from '../logger/logger.ts';
import type { Job, JobAdder, JobOptions } from './job.ts';
import { jobLogger } from './job-logger.ts';
import { forgetDeadProcesses, heartbeat, removeProcess } from './server-processes.ts';

export interface JobHealth {
  state: 'running' | 'stopped' | 'restarting';
  waiting: number;
  /** Failed; those that will be tried again, and those that were given up. */
  failing: number;
  /** Those among them that nobody tries again but by hand. */
  givenUp: number;
}

export interface JobQueue extends JobAdder {
  /** Begins to work; duplicate names are refused. */
  start(jobs: readonly Job[], options?: { concurrency?: number }): Promise<void>;
  /** Lets running jobs end, asks them to after five seconds, and gives back the rest. */
  stop(): Promise<void>;
  health(): Promise<JobHealth>;
}

interface JobQueueOptions {
  database: Database;
  clock: Clock;
  logger: Logger;
}

const heartbeatMs = 10_000;
const restartMs = 1_000;
const defaultAttempts = 10;

async function removeJob(tx: Tx, key: string): Promise<void> {
  await tx`select 1 from graphile_worker.remove_job(${key}::text)`;
}

export function createJobQueue({ database, clock, logger }: JobQueueOptions): JobQueue {
  const errors = createRepeatedErrors(logger, clock);
  let runner: Runner | null = null;
  let poolId: string | null = null;
  let state: JobHealth['state'] = 'stopped';
  let cancelBeat: () => void = () => undefined;
  let cancelRestart: () => void = () => undefined;

  const begin = async (jobs: readonly Job[], concurrency: number): Promise<void> => {
    const events: WorkerEvents = new EventEmitter();
    const created = new Promise<string>((resolve) => {
      events.once('pool:create', ({ workerPool }) => resolve(workerPool.id));
    });
    const started = await run({
      pgPool: database.pool,
      concurrency,
      events,
      noHandleSignals: true,
      logger: jobLogger(logger),
      taskList: tasksOf(jobs, database, logger),
      parsedCronItems: parseCronItems(jobs.flatMap(cronOf)),
      pollInterval: 1_000,
    });
    runner = started;
    poolId = await created;
    state = 'running';
    started.promise.then(
      () => again(jobs, concurrency, started),
      (error: unknown) => {
        errors.report('jobs.runner', error, 'the job queue stopped');
        again(jobs, concurrency, started);
      },
    );
  };
  /** The runner gives up after several failures in a row (the database is away); we do not. */
  const again = (jobs: readonly Job[], concurrency: number, ended: Runner | null) => {
    if (state === 'stopped' || runner !== ended) return;
    runner = null;
    state = 'restarting';
    cancelRestart = clock.after(restartMs, () => {
      begin(jobs, concurrency).catch((error: unknown) => {
        errors.report('jobs.restart', error, 'the job queue cannot start yet');
        again(jobs, concurrency, null);
      });
    });
  };
  const beat = () => {
    cancelBeat = clock.after(heartbeatMs, beat);
    if (!poolId) return;
    heartbeat(database, poolId, clock.now())
      .then(() => forgetDeadProcesses(database, clock.now(), logger))
      .catch((error: unknown) => errors.report('jobs.heartbeat', error, 'the heartbeat could not be written'));
  };

  return {
    async add(tx, name, payload, { runAt = clock.now(), key, serial }: JobOptions = {}) {
      await tx`
        select 1 from graphile_worker.add_job(${name}::text, payload := ${tx.json(payload)}::json,
          run_at := ${runAt}::timestamptz, job_key := ${key ?? null}::text, max_attempts := ${defaultAttempts},
          queue_name := ${serial ? name : null}::text)`;
    },
    remove: removeJob,
    async start(jobs, { concurrency = 4 } = {}) {
      refuseDuplicateJobs(jobs);
      state = 'restarting';
      await begin(jobs, concurrency);
      beat();
      await heartbeat(database, poolId ?? '', clock.now());
      await forgetDeadProcesses(database, clock.now(), logger);
    },
    async stop() {
      if (state === 'stopped') return;
      state = 'stopped';
      cancelBeat();
      cancelRestart();
      await runner
        ?.stop()
        .catch((error: unknown) => errors.report('jobs.stop', error, 'the job queue did not stop well'));
      if (poolId) await removeProcess(database, poolId).catch(() => logger.warn('the heartbeat stays behind'));
    },
    async health() {
      const [row] = await database.sql<Omit<JobHealth, 'state'>[]>`
        select count(*) filter (where run_at <= now() and locked_at is null and attempts < max_attempts) as waiting,
          count(*) filter (where attempts > 0 and last_error is not null) as failing,
          count(*) filter (where attempts >= max_attempts and locked_at is null) as "givenUp"
        from graphile_worker._private_jobs`;
      return { state, waiting: row?.waiting ?? 0, failing: row?.failing ?? 0, givenUp: row?.givenUp ?? 0 };
    },
  };
}

/** Pure: throws when two jobs share a name. */
export function refuseDuplicateJobs(jobs: readonly Job[]): void {
  const seen = new Set<string>();
  for (const { name } of jobs) {
    if (seen.has(name)) throw new Error(`two jobs are named ${name}`);
    seen.add(name);
  }
}

function tasksOf(jobs: readonly Job[], database: Database, logger: Logger): TaskList {
  return Object.fromEntries(
    jobs.map((job) => [
      job.name,
      async (payload: unknown, { abortSignal }: { abortSignal?: AbortSignal }) => {
        const { _cron, ...given } = (payload ?? {}) as Record<string, unknown>;
        const signal = abortSignal ?? new AbortController().signal;
        await job.run(job.schema.parse(given), { database, logger, signal });
      },
    ]),
  );
}

function cronOf({ name, cron, serial, maxAttempts = defaultAttempts }: Job) {
  if (cron === undefined) return [];
  const options = { maxAttempts, backfillPeriod: 0, ...(serial && { queueName: name }) };
  return [{ task: name, match: cron, identifier: name, options }];
}
