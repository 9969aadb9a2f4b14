/**
 * A backup into an empty database: brought to the migrations the backup had, filled in one transaction, checked, then
 * brought up to date. A backup that is cut off or damaged changes nothing.
 */
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { sqlState } from '../database/database-errors.ts';
import { migrate, planMigrations, readMigrations } from '../database/migrate.ts';
import { quoteIdentifier } from '../database/sql.ts';
import type { Logger } from '../logger/logger.ts';
import type { Storage } from '../storage/storage.ts';
import { type BackupManifest, backupEndSchema, backupManifestSchema } from './backup-format.ts';
import { connected } from './connected.ts';
import { MalformedArchive, readTar, type TarEntry } from './tar.ts';

export class NotEmpty extends Error {
  constructor() {
    super('The database is not empty: somebody can sign in to it already. Restore into an empty one.');
    this.name = 'NotEmpty';
  }
}

export interface RestoreOptions {
  url: string;
  file: string;
  /** Of the data folder: a backup names files by their way from there. */
  storage: Storage;
  logger: Logger;
}

export interface RestoreSummary {
  createdAt: string;
  rows: number;
  files: number;
}

export async function restoreBackup(options: RestoreOptions): Promise<RestoreSummary> {
  const { url, file, logger } = options;
  const gunzip = createGunzip();
  const source = createReadStream(file);
  source.on('error', (error) => gunzip.destroy(error));
  const entries = readTar(source.pipe(gunzip));
  try {
    const manifest = await readManifest(entries);
    // Refuses a backup of a newer version, and one of another history.
    planMigrations(readMigrations(), manifest.migrations);
    await refuseUsed(url);
    await migrate({ url, logger, until: manifest.migrations.at(-1)?.id });
    const filled = await fill(options, manifest, entries);
    await migrate({ url, logger });
    return { createdAt: manifest.createdAt, ...filled };
  } catch (error) {
    throw isDamage(error) ? new MalformedArchive('it is damaged or cut off', { cause: error }) : error;
  } finally {
    source.destroy();
    gunzip.destroy();
  }
}

/** What zlib says of broken bytes, and what PostgreSQL says (data, constraints) of the rows they became before zlib noticed. */
const isDamage = (error: unknown): boolean =>
  /^2[23]/.test(sqlState(error)) || (error instanceof Error && 'code' in error && String(error.code).startsWith('Z_'));

async function readManifest(entries: AsyncGenerator<TarEntry>): Promise<BackupManifest> {
  const { value } = await entries.next();
  const entry = value as TarEntry | undefined;
  if (entry?.name !== 'manifest.json') throw new MalformedArchive('it does not begin with a manifest');
  return parsed(await wholeOf(entry), backupManifestSchema, 'its manifest');
}

/** Broken bytes can be read as text that is no JSON, or as JSON that says something else, long before zlib notices. */
function parsed<T>(bytes: Buffer, schema: { parse: (value: unknown) => T }, what: string): T {
  try {
    return schema.parse(JSON.parse(bytes.toString('utf8')));
  } catch (error) {
    throw new MalformedArchive(`${what} is damaged`, { cause: error });
  }
}

async function wholeOf({ content }: TarEntry): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of content) parts.push(part);
  return Buffer.concat(parts);
}

async function refuseUsed(url: string): Promise<void> {
  const client = await connected({ connectionString: url });
  try {
    const { rows } = await client.query<{ found: string | null }>(`select to_regclass('public.users')::text as found`);
    if (rows[0]?.found === null) return;
    const { rowCount } = await client.query('select 1 from users limit 1');
    if (rowCount !== 0) throw new NotEmpty();
  } finally {
    await client.end();
  }
}

async function fill(options: RestoreOptions, manifest: BackupManifest, entries: AsyncGenerator<TarEntry>) {
  const client = await connected({ connectionString: options.url, application_name: 'trunkline restore' });
  try {
    await client.query('begin');
    await prepare(client, manifest);
    const rows = new Map<string, number>(manifest.tables.map(({ name }) => [name, 0]));
    let files = 0;
    let isWhole = false;
    for await (const entry of entries) {
      if (entry.name.startsWith('tables/')) await fillChunk(client, manifest, entry, rows);
      else if (entry.name.startsWith('files/')) {
        await options.storage.write(entry.name.slice('files/'.length), Readable.from(entry.content));
        files += 1;
      } else if (entry.name === 'end.json') {
        checkRows(rows, parsed(await wholeOf(entry), backupEndSchema, 'its end').rows);
        isWhole = true;
      }
    }
    if (!isWhole) throw new MalformedArchive('its end is missing');
    await finish(client, manifest);
    await client.query('commit');
    return { rows: [...rows.values()].reduce((sum, count) => sum + count, 0), files };
  } finally {
    // Without a commit everything is undone by the server when the connection ends.
    await client.end();
  }
}

/** Months the backup had rows in, and nothing of what the migrations themselves put in. */
async function prepare(client: pg.Client, { tables, partitions }: BackupManifest): Promise<void> {
  for (const { name, parent, bound } of partitions) {
    const { rows } = await client.query<{ found: string | null }>('select to_regclass($1)::text as found', [name]);
    if (rows[0]?.found !== null) continue;
    if (!/^(DEFAULT|FOR VALUES [-\w ()':+.,]+)$/.test(bound)) throw new MalformedArchive('a partition is damaged');
    await client.query(`create table ${quoteIdentifier(name)} partition of ${quoteIdentifier(parent)} ${bound}`);
  }
  await client.query(`truncate ${tables.map(({ name }) => quoteIdentifier(name)).join(', ')}`);
}

async function fillChunk(
  client: pg.Client,
  { tables }: BackupManifest,
  { name, content }: TarEntry,
  rows: Map<string, number>,
): Promise<void> {
  const table = tables.find((candidate) => name.startsWith(`tables/${candidate.name}/`));
  if (!table) throw new MalformedArchive(`it holds ${name}, which its manifest does not name`);
  const columns = table.columns.map(quoteIdentifier).join(', ');
  const target = client.query(copyFrom(`copy ${quoteIdentifier(table.name)} (${columns}) from stdin`));
  await pipeline(Readable.from(content), target);
  rows.set(table.name, (rows.get(table.name) ?? 0) + target.rowCount);
}

function checkRows(read: ReadonlyMap<string, number>, expected: Readonly<Record<string, number>>): void {
  for (const [name, count] of Object.entries(expected)) {
    if (read.get(name) !== count) throw new MalformedArchive(`${name} has ${read.get(name) ?? 0} of ${count} rows`);
  }
}

async function finish(client: pg.Client, { sequences }: BackupManifest): Promise<void> {
  for (const { name, value } of sequences) await client.query('select setval($1::regclass, $2::bigint)', [name, value]);
  // The servers that had locked these jobs are not of this database.
  await client.query('update graphile_worker._private_jobs set locked_at = null, locked_by = null');
  await client.query('update graphile_worker._private_job_queues set locked_at = null, locked_by = null');
  await client.query('analyze');
}
