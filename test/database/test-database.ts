/**
 * A database of its own for a test file: `const db = await createTestDatabase()` in `beforeAll`, `await db.drop()` in
 * `afterAll`. Never shared, so tests may count rows. `KEEP_TEST_DATABASE=1` leaves it for a look and prints its name.
 */
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { type Clock, systemClock } from '../../server/platform/clock/clock.ts';
import { createDatabase, type Database } from '../../server/platform/database/database.ts';
import { silentLogger } from '../../server/platform/logger/logger.ts';

export interface TestDatabase extends Database {
  /** Closes the connections and removes the database. */
  drop(): Promise<void>;
}

function withDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.toString();
}

async function asAdmin(templateUrl: string, statement: (client: pg.Client) => string): Promise<void> {
  const client = new pg.Client({ connectionString: withDatabase(templateUrl, 'postgres') });
  await client.connect();
  try {
    await client.query(statement(client));
  } finally {
    await client.end();
  }
}

/** A clone of the migrated template; with `isEmpty` a database without any table. */
export async function createTestDatabase(options: { clock?: Clock; isEmpty?: boolean } = {}): Promise<TestDatabase> {
  const templateUrl = inject('templateUrl');
  const template = options.isEmpty ? 'template0' : new URL(templateUrl).pathname.slice(1);
  const name = `test_${randomBytes(6).toString('hex')}`;
  await asAdmin(
    templateUrl,
    (client) =>
      `create database ${client.escapeIdentifier(name)} template ${client.escapeIdentifier(template)} strategy file_copy`,
  );
  const database = createDatabase({
    url: withDatabase(templateUrl, name),
    clock: options.clock ?? systemClock,
    logger: silentLogger,
  });
  return Object.assign(database, {
    async drop() {
      await database.close();
      if (process.env.KEEP_TEST_DATABASE) {
        process.stderr.write(`kept database ${name}: ${database.url}\n`);
        return;
      }
      await asAdmin(templateUrl, (client) => `drop database ${client.escapeIdentifier(name)} with (force)`);
    },
  });
}
