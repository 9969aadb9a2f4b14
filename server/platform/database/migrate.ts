/**
 * Forward migrations: `server/migrations/NNNN-what.sql`, each run once, in order, in a transaction of its own, by one
 * process at a time. What was applied is recorded with a checksum; a past file that was edited is refused, because two
 * machines would then disagree about the same name.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { runMigrations as migrateJobQueue } from 'graphile-worker';
import pg from 'pg';
import { jobLogger } from '../job-queue/job-logger.ts';
import type { Logger } from '../logger/logger.ts';
import { projectRoot } from '../project-root.ts';
import { wakeIndexes } from './resting-indexes.ts';

export interface Migration {
  /** File name without `.sql`: `0001-platform`. */
  id: string;
  text: string;
  checksum: string;
}

/** A sentence for the administrator; the start ends with it. */
export class MigrationRefused extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'MigrationRefused';
  }
}

/** Any number will do as long as every version of Trunkline takes the same. */
const lockNumber = 7_218_042_611;
const fileName = /^(\d{4})-[a-z0-9-]+\.sql$/;

export const migrationsFolder = (): string => path.join(projectRoot(), 'server', 'migrations');

/** The migrations of a folder in their order. Throws when two carry the same number. */
export function readMigrations(folder: string = migrationsFolder()): Migration[] {
  const files = readdirSync(folder)
    .filter((file) => fileName.test(file))
    .sort();
  files.forEach((file, index) => {
    const before = files[index - 1];
    if (before && before.slice(0, 4) === file.slice(0, 4)) {
      throw new MigrationRefused(`Migrations ${before} and ${file} carry the same number.`);
    }
  });
  return files.map((file) => {
    const text = readFileSync(path.join(folder, file), 'utf8');
    const checksum = createHash('sha256').update(text.replaceAll('\r\n', '\n')).digest('hex');
    return { id: file.slice(0, -'.sql'.length), text, checksum };
  });
}

/** What is still to be applied. Pure; throws `MigrationRefused` when history and files do not fit together. */
export function planMigrations(
  files: readonly Migration[],
  applied: readonly { id: string; checksum: string }[],
): Migration[] {
  const byId = new Map(files.map((file) => [file.id, file]));
  for (const past of applied) {
    const file = byId.get(past.id);
    if (!file) {
      throw new MigrationRefused(
        `The database has migration ${past.id}, which this version of Trunkline does not know: it is older than the database. Start the newer version, or restore a backup.`,
      );
    }
    if (file.checksum !== past.checksum) {
      throw new MigrationRefused(
        `Migration ${past.id}.sql was changed after it had been applied. Undo the change and add a new migration instead.`,
      );
    }
  }
  const known = new Set(applied.map(({ id }) => id));
  return files.filter(({ id }) => !known.has(id));
}

export interface MigrateOptions {
  url: string;
  logger: Logger;
  folder?: string;
  /** Id of the last one to apply; default: all. */
  until?: string | undefined;
}

/** Brings the database up to date and returns the ids that were applied. */
export async function migrate(options: MigrateOptions): Promise<string[]> {
  const { until } = options;
  const files = readMigrations(options.folder).filter(({ id }) => until === undefined || id <= until);
  const client = new pg.Client({ connectionString: options.url, application_name: 'trunkline migrate' });
  client.on('error', (error) => options.logger.error({ err: error }, 'the database was lost while migrating'));
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [lockNumber]);
    await client.query(`create table if not exists schema_migrations (
      id text primary key, checksum text not null, applied_at timestamptz not null default now())`);
    const { rows } = await client.query<{ id: string; checksum: string }>('select id, checksum from schema_migrations');
    const pending = planMigrations(files, rows);
    // A migration may speak of any index: none rests meanwhile.
    if (pending.length > 0) await wakeIndexes(options.url);
    for (const migration of pending) await applyOne(client, migration, options.logger);
    // The job queue brings its own schema and history; under our lock, so that servers starting together take turns.
    if (options.folder === undefined)
      await migrateJobQueue({ connectionString: options.url, logger: jobLogger(options.logger) });
    return pending.map(({ id }) => id);
  } finally {
    await client.end();
  }
}

async function applyOne(client: pg.Client, { id, text, checksum }: Migration, logger: Logger): Promise<void> {
  try {
    await client.query('begin');
    await client.query(text);
    await client.query('insert into schema_migrations (id, checksum) values ($1, $2)', [id, checksum]);
    await client.query('commit');
    logger.info({ migration: id }, 'migration applied');
  } catch (error) {
    await client.query('rollback').catch(() => logger.warn({ migration: id }, 'could not roll back'));
    throw new MigrationRefused(`Migration ${id}.sql failed: ${(error as Error).message}`, error);
  }
}
