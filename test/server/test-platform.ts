/**
 * The machinery of a server for tests of usecases, without HTTP: `const platform = testPlatform(db)`. Time stands still
 * until `platform.clock.advance(ms)`. Listeners and jobs run when told to.
 */
import { rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type TestClock, testClock } from '../../server/platform/clock/clock.ts';
import { type Config, loadConfig } from '../../server/platform/config/config.ts';
import type { Database } from '../../server/platform/database/database.ts';
import { createIds, randomToken } from '../../server/platform/ids/ids.ts';
import type { Job } from '../../server/platform/job-queue/job.ts';
import { createJobQueue } from '../../server/platform/job-queue/job-queue.ts';
import { silentLogger } from '../../server/platform/logger/logger.ts';
import type { Fact, FactListener } from '../../server/platform/outbox/fact.ts';
import { registerListeners } from '../../server/platform/outbox/listener-registry.ts';
import { createOutbox } from '../../server/platform/outbox/outbox.ts';
import type { Platform } from '../../server/platform/platform.ts';
import { createStorage } from '../../server/platform/storage/storage.ts';

export interface TestPlatform extends Platform {
  clock: TestClock;
  /** Every fact committed through this platform, oldest first. */
  committed: Fact[];
  /** Makes deliveries for these listeners from now on; `drain` runs them. */
  listen(listeners: readonly FactListener[]): Promise<void>;
  /** Runs listeners until nothing is due. */
  drain(): Promise<void>;
  /** Runs every job that is due by the test clock, and those they add, and returns their names in order. */
  runDueJobs(jobs: readonly Job[]): Promise<string[]>;
}

export function testPlatform(
  database: Database,
  options: { clock?: TestClock; config?: Partial<Config> } = {},
): TestPlatform {
  const clock = options.clock ?? testClock();
  const ids = createIds(clock);
  const logger = silentLogger;
  const outbox = createOutbox({ database, clock, ids, logger });
  const committed: Fact[] = [];
  outbox.watch((fact) => void committed.push(fact));
  let listeners: readonly FactListener[] = [];
  // Made by the first file written, and gone with the process.
  const folder = path.join(os.tmpdir(), `trunkline-storage-${randomToken(9)}`);
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return {
    config: { ...loadConfig({}), dataDir: folder, ...options.config },
    clock,
    ids,
    logger,
    database,
    facts: outbox,
    jobs: createJobQueue({ database, clock, logger }),
    storage: createStorage(folder),
    committed,
    async listen(given) {
      await registerListeners(database, given, clock.now());
      listeners = given;
    },
    drain: () => outbox.drain(listeners),
    runDueJobs: (jobs) => runDueJobs(database, clock, jobs),
  };
}

async function runDueJobs(database: Database, clock: TestClock, jobs: readonly Job[]): Promise<string[]> {
  const ran: string[] = [];
  for (;;) {
    const [due] = await database.sql<{ id: string; name: string; payload: unknown }[]>`
      select j.id::text as id, t.identifier as name, j.payload
      from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
      where j.run_at <= ${clock.now()} and j.attempts < j.max_attempts
      order by j.run_at, j.id limit 1`;
    if (!due) return ran;
    const job = jobs.find(({ name }) => name === due.name);
    if (!job) throw new Error(`no job is named ${due.name}`);
    await database.sql`delete from graphile_worker._private_jobs where id = ${due.id}::bigint`;
    await job.run(job.schema.parse(due.payload), {
      database,
      logger: silentLogger,
      signal: new AbortController().signal,
    });
    ran.push(due.name);
  }
}
