/**
 * A backup of everything in one file (tar, gzip): all tables as they were at one moment, by COPY in one read-only
 * transaction, and the files of the storage. Written beside its name and renamed when whole.
 */
import { once } from 'node:events';
import { createReadStream, createWriteStream, type Dirent, existsSync } from 'node:fs';
import { readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import type { Clock } from '../clock/clock.ts';
import { quoteIdentifier } from '../database/sql.ts';
import type { BackupEnd, BackupManifest } from './backup-format.ts';
import { connected } from './connected.ts';
import { readPartitions, readSequences, type TableToCopy, tablesToCopy } from './tables-to-copy.ts';
import { tarEnd, tarHeader, tarPadding } from './tar.ts';

export interface BackupOptions {
  url: string;
  /** The file to write; must not be there yet. */
  file: string;
  /** The data folder. */
  dataDir: string;
  /** Folders of it whose files are listed and, unless `withFiles` is false, included. */
  folders: readonly string[];
  withFiles?: boolean;
  version: string;
  clock: Clock;
}

export interface BackupSummary {
  tables: number;
  rows: number;
  files: number;
  bytes: number;
}

const chunkBytes = 4 * 1024 * 1024;

/** A place to put files of known size, one after the other; waits while the disk is slow. */
interface Archive {
  file(name: string, content: Buffer): Promise<void>;
  stream(name: string, bytes: number, content: AsyncIterable<Buffer>): Promise<void>;
}

export async function writeBackup(options: BackupOptions): Promise<BackupSummary> {
  const { file, clock } = options;
  if (existsSync(file)) throw new Error(`${file} is there already: give another name with --to.`);
  const draft = `${file}.part`;
  const gzip = createGzip({ level: 6 });
  const target = createWriteStream(draft, { flags: 'w', mode: 0o600 });
  const flowing = pipeline(gzip, target);
  // Looked at by whoever waits for it below; a failure before that must not count as unseen.
  const failed = flowing.then(() => Promise.reject(new Error('the backup ended too early')));
  failed.catch(() => undefined);
  const put = async (bytes: Buffer): Promise<void> => {
    if (!gzip.write(bytes)) await Promise.race([once(gzip, 'drain'), failed]);
  };
  const now = clock.now();
  const archive: Archive = {
    async file(name, content) {
      await put(tarHeader(name, content.length, now));
      await put(content);
      await put(tarPadding(content.length));
    },
    async stream(name, bytes, content) {
      await put(tarHeader(name, bytes, now));
      let left = bytes;
      for await (const part of content) {
        const taken = part.subarray(0, left);
        left -= taken.length;
        await put(taken);
      }
      // A file that shrank while it was read: its announced size must be kept.
      if (left > 0) await put(Buffer.alloc(left));
      await put(tarPadding(bytes));
    },
  };
  try {
    const counts = await Promise.race([copyEverything(options, archive), failed]);
    await put(tarEnd());
    gzip.end();
    await flowing;
    await rename(draft, file);
    return { ...counts, bytes: (await stat(file)).size };
  } catch (error) {
    gzip.destroy();
    target.destroy();
    await rm(draft, { force: true });
    throw error;
  }
}

async function copyEverything(options: BackupOptions, archive: Archive): Promise<Omit<BackupSummary, 'bytes'>> {
  const client = await connected({ connectionString: options.url, application_name: 'trunkline backup' });
  try {
    await client.query('begin isolation level repeatable read read only');
    const tables = await tablesToCopy(client);
    const { rows: migrations } = await client.query<{ id: string; checksum: string }>(
      'select id, checksum from schema_migrations order by id',
    );
    const files = (await Promise.all(options.folders.map((folder) => listFiles(options.dataDir, folder)))).flat();
    const manifest: BackupManifest = {
      format: 1,
      version: options.version,
      createdAt: options.clock.now().toISOString(),
      migrations,
      tables,
      partitions: await readPartitions(client),
      sequences: await readSequences(client),
      files: files.map(({ key, bytes }) => ({ key, bytes })),
      withFiles: options.withFiles ?? true,
    };
    await archive.file('manifest.json', Buffer.from(JSON.stringify(manifest, null, 1)));
    const rows: BackupEnd['rows'] = {};
    for (const table of tables) rows[table.name] = await copyTable(client, table, archive);
    await client.query('commit');
    if (manifest.withFiles) {
      for (const { key, bytes, file } of files) await archive.stream(`files/${key}`, bytes, createReadStream(file));
    }
    await archive.file('end.json', Buffer.from(JSON.stringify({ rows } satisfies BackupEnd)));
    const total = Object.values(rows).reduce((sum, count) => sum + count, 0);
    return { tables: tables.length, rows: total, files: files.length };
  } finally {
    await client.end();
  }
}

/** A table as chunks of COPY text, since a tar must know the size of a file before it begins. */
async function copyTable(client: pg.Client, { name, columns }: TableToCopy, archive: Archive): Promise<number> {
  const list = columns.map(quoteIdentifier).join(', ');
  const stream = client.query(copyTo(`copy (select ${list} from ${quoteIdentifier(name)}) to stdout`));
  let held: Buffer[] = [];
  let length = 0;
  let chunks = 0;
  const flush = async (): Promise<void> => {
    if (length === 0) return;
    chunks += 1;
    await archive.file(`tables/${name}/${String(chunks).padStart(6, '0')}.copy`, Buffer.concat(held));
    held = [];
    length = 0;
  };
  for await (const part of stream as AsyncIterable<Buffer>) {
    held.push(part);
    length += part.length;
    if (length >= chunkBytes) await flush();
  }
  await flush();
  return stream.rowCount;
}

interface FoundFile {
  key: string;
  bytes: number;
  file: string;
}

async function listFiles(root: string, folder: string): Promise<FoundFile[]> {
  const found: Dirent[] = await readdir(path.join(root, folder), { recursive: true, withFileTypes: true }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return [];
      throw error;
    },
  );
  const files: FoundFile[] = [];
  for (const entry of found) {
    if (!entry.isFile() || entry.name.startsWith('.')) continue;
    const file = path.join(entry.parentPath, entry.name);
    const key = path.relative(root, file).split(path.sep).join('/');
    files.push({ key, file, bytes: (await stat(file)).size });
  }
  return files.sort((a, b) => (a.key < b.key ? -1 : 1));
}
