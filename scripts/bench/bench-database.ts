/** A PostgreSQL of its own for a measure, migrated, with the machinery that usecases want. Nothing of it outlives `stop`. */
import { rmSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { systemClock } from '../../server/platform/clock/clock.ts';
import { loadConfig } from '../../server/platform/config/config.ts';
import { createDatabase } from '../../server/platform/database/database.ts';
import { startEmbeddedPostgres } from '../../server/platform/database/embedded-postgres.ts';
import { migrate } from '../../server/platform/database/migrate.ts';
import { createIds } from '../../server/platform/ids/ids.ts';
import { createJobQueue } from '../../server/platform/job-queue/job-queue.ts';
import { silentLogger } from '../../server/platform/logger/logger.ts';
import { createOutbox } from '../../server/platform/outbox/outbox.ts';
import type { Platform } from '../../server/platform/platform.ts';
import { createStorage } from '../../server/platform/storage/storage.ts';

export type BenchDatabase = { platform: Platform; url: string; stop(): Promise<void> };

/** What usecases want, on a database that is there already. Whoever asks for it closes `database`. */
export function platformOn(url: string, dataDir: string, options: { maxConnections?: number } = {}): Platform {
  const logger = silentLogger;
  const clock = systemClock;
  const database = createDatabase({ url, clock, logger, ...options });
  const ids = createIds(clock);
  return {
    config: { ...loadConfig({}), dataDir },
    clock,
    ids,
    logger,
    database,
    facts: createOutbox({ database, clock, ids, logger }),
    jobs: createJobQueue({ database, clock, logger }),
    storage: createStorage(path.join(dataDir, 'files')),
  };
}

/** As at a customer's: the settings of the embedded database, durable. */
export async function startBenchDatabase(): Promise<BenchDatabase> {
  const folder = await mkdtemp(path.join(tmpdir(), 'trunkline-bench-'));
  const logger = silentLogger;
  // Started as root, PostgreSQL runs as somebody else, who must get in; it would else keep its files in another place.
  await chmod(folder, 0o755);
  const removeAtExit = () => rmSync(folder, { recursive: true, force: true });
  process.once('exit', removeAtExit);
  const removeFolder = async () => {
    await rm(folder, { recursive: true, force: true });
    process.off('exit', removeAtExit);
  };
  try {
    const postgres = await startEmbeddedPostgres({ dataDir: folder, logger });
    await migrate({ url: postgres.url, logger });
    const platform = platformOn(postgres.url, folder);
    return {
      platform,
      url: postgres.url,
      async stop() {
        await platform.database.close();
        await postgres.stop();
        await removeFolder();
      },
    };
  } catch (error) {
    await removeFolder();
    throw error;
  }
}
