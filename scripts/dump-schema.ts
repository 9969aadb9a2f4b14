/**
 * Writes server/migrations/schema.sql from an empty database with every migration applied:
 *   npx tsx scripts/dump-schema.ts            (--help)
 */
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { systemClock } from '../server/platform/clock/clock.ts';
import { createDatabase } from '../server/platform/database/database.ts';
import { dumpSchema } from '../server/platform/database/dump-schema.ts';
import { startEmbeddedPostgres } from '../server/platform/database/embedded-postgres.ts';
import { migrate, migrationsFolder } from '../server/platform/database/migrate.ts';
import { silentLogger } from '../server/platform/logger/logger.ts';

if (process.argv.includes('--help')) {
  process.stdout.write('Writes server/migrations/schema.sql: run it after adding a migration.\n');
  process.exit(0);
}
const logger = silentLogger;
const dataDir = await mkdtemp(path.join(os.tmpdir(), 'trunkline-schema-'));
await chmod(dataDir, 0o755);
const postgres = await startEmbeddedPostgres({ dataDir, logger, isThrowAway: true });
try {
  await migrate({ url: postgres.url, logger });
  const database = createDatabase({ url: postgres.url, clock: systemClock, logger });
  const file = path.join(migrationsFolder(), 'schema.sql');
  await writeFile(file, await dumpSchema(database.sql));
  await database.close();
  process.stdout.write(`written: ${file}\n`);
} finally {
  await postgres.stop();
  await rm(dataDir, { recursive: true, force: true });
}
