/** Waits for a database that is not there yet; one that refuses us is not worth waiting for. */
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { isConnectionError, sqlState } from '../platform/database/database-errors.ts';
import type { Logger } from '../platform/logger/logger.ts';

export class DatabaseRefused extends Error {
  constructor(cause: Error) {
    const because: Record<string, string> = {
      '28P01': 'the password is wrong',
      '28000': 'this user or this address may not connect',
      '3D000': 'there is no such database: create it first',
      '42501': 'this user may not do what is needed',
    };
    super(`The database of DATABASE_URL refuses us: ${because[sqlState(cause)] ?? cause.message}.`, { cause });
    this.name = 'DatabaseRefused';
  }
}

const pauseMs = 1_000;

/** Resolves when a connection was made. Says once in ten tries that it waits, and for what. Ends with `signal`. */
export async function waitForDatabase(url: string, logger: Logger, signal?: AbortSignal): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
    client.on('error', (error) => logger.debug({ err: error }, 'the first connection was lost'));
    try {
      await client.connect();
      await client.end();
      if (tries > 0) logger.info('the database answers');
      return;
    } catch (error) {
      if (!isConnectionError(error)) throw new DatabaseRefused(error as Error);
      const { host, port } = client;
      if (tries % 10 === 0)
        logger.warn(`waiting for the database at ${host}:${port}: ${(error as Error).message || sqlState(error)}`);
      await sleep(pauseMs, undefined, { signal });
    }
  }
}
