/** Timed work: a job runs once at its time on one of the servers, and again with a growing pause when it fails. */
import type { z } from 'zod';
import type { Database, Tx } from '../database/database.ts';
import type { Logger } from '../logger/logger.ts';

export interface JobContext {
  database: Database;
  logger: Logger;
  /** Ends when the server is stopping: long work should end soon and will be run again. */
  signal: AbortSignal;
}

export interface Job {
  /** `<module>.<verb-noun>`: `missed-calls.make-due`. */
  name: string;
  schema: z.ZodType;
  run: (payload: unknown, context: JobContext) => Promise<void>;
  /** Default 10. */
  maxAttempts?: number;
  /** Runs by the clock as well, with an empty payload: a cron line in UTC such as `* * * * *`. */
  cron?: string;
  /** One at a time, on whichever server: for work that gets in its own way. Say so to `add` as well. */
  serial?: true;
}

/** @example job({ name: 'recordings.erase-old', schema: z.object({}), cron: '15 3 * * *', run: async (_, { database }) => … }) */
export function job<S extends z.ZodType>(definition: {
  name: string;
  schema: S;
  run: (payload: z.output<S>, context: JobContext) => Promise<void>;
  maxAttempts?: number;
  cron?: string;
  serial?: true;
}): Job {
  return definition as unknown as Job;
}

export interface JobOptions {
  /** Default: at once. */
  runAt?: Date;
  /** At most one waiting job of this name and key: asking again moves it to the new time and payload. */
  key?: string;
  /** One after the other with all others of this name that say so. */
  serial?: true;
}

export interface JobAdder {
  /** Added with the transaction: no job without its change, no change without its job. */
  add(tx: Tx, name: string, payload: object, options?: JobOptions): Promise<void>;
  /** Removes the waiting job of that key, if there is one. */
  remove(tx: Tx, key: string): Promise<void>;
}
