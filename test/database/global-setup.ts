/**
 * One PostgreSQL for the whole run of the database tests, with a template database that has every migration applied.
 * Each test file clones that template (test-database.ts), which takes some ten milliseconds.
 */
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { startEmbeddedPostgres } from '../../server/platform/database/embedded-postgres.ts';
import { migrate } from '../../server/platform/database/migrate.ts';
import { silentLogger } from '../../server/platform/logger/logger.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The migrated template database; tests connect only to clones of it. */
    templateUrl: string;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env.TEST_DATABASE_URL;
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'trunkline-test-'));
  // As root the database runs as another user, who must be able to walk in.
  await chmod(dataDir, 0o755);
  const postgres = given
    ? { url: given, stop: async () => undefined }
    : await startEmbeddedPostgres({
        dataDir,
        logger: silentLogger,
        binariesFolder: path.join(os.tmpdir(), `trunkline-test-postgres-${process.getuid?.() ?? 0}`),
        isThrowAway: true,
      });
  await migrate({ url: postgres.url, logger: silentLogger });
  project.provide('templateUrl', postgres.url);
  return async () => {
    await postgres.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
}
