/** What every module is given: the machinery of the process. Made once in app/start.ts. */
import type { Clock } from './clock/clock.ts';
import type { Config } from './config/config.ts';
import type { Database } from './database/database.ts';
import type { Ids } from './ids/ids.ts';
import type { JobAdder } from './job-queue/job.ts';
import type { Logger } from './logger/logger.ts';
import type { FactWriter } from './outbox/fact.ts';
import type { Storage } from './storage/storage.ts';

export interface Platform {
  config: Config;
  clock: Clock;
  ids: Ids;
  logger: Logger;
  database: Database;
  facts: FactWriter;
  jobs: JobAdder;
  storage: Storage;
}
