/**
 * Files of the data folder, by key (`recordings/2026/03/rec_01….wav`). A file appears whole or not at all; a key can
 * never lead out of the folder.
 */
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { randomToken } from '../ids/ids.ts';

export class UnsafeStorageKey extends Error {
  constructor() {
    super('a storage key is made of names with letters, digits, dot, dash and underscore, joined by /');
    this.name = 'UnsafeStorageKey';
  }
}

export class StoredFileTooLarge extends Error {
  constructor(maxBytes: number) {
    super(`the file is larger than ${maxBytes} bytes`);
    this.name = 'StoredFileTooLarge';
  }
}

export interface StoredFile {
  bytes: number;
  modifiedAt: Date;
}

export interface Storage {
  /** Writes the whole stream or nothing and returns its size. An existing file of that key is replaced. */
  write(key: string, content: Readable | Buffer, limits?: { maxBytes?: number }): Promise<{ bytes: number }>;
  /** Null when there is no such file. */
  stat(key: string): Promise<StoredFile | null>;
  /** Bytes `start` to `end`, both included, as in a Range header. */
  read(key: string, range?: { start: number; end: number }): Readable;
  remove(key: string): Promise<void>;
  /** Where the file lies on this machine, for programs that want a path. */
  pathOf(key: string): string;
}

const name = /^(?!\.)[A-Za-z0-9._-]{1,120}$/;

/** Files below `folder`, which is made when needed. */
export function createStorage(folder: string): Storage {
  const root = path.resolve(folder);
  const pathOf = (key: string): string => {
    const names = key.split('/');
    if (names.length > 8 || !names.every((part) => name.test(part))) throw new UnsafeStorageKey();
    return path.join(root, ...names);
  };
  return {
    pathOf,
    async write(key, content, { maxBytes = Number.POSITIVE_INFINITY } = {}) {
      const target = pathOf(key);
      await mkdir(path.dirname(target), { recursive: true, mode: 0o700 });
      // A key never begins with a dot, so a draft cannot be read as a file.
      const draft = path.join(path.dirname(target), `.${path.basename(target).slice(0, 100)}.${randomToken(6)}`);
      try {
        const bytes = await writeDraft(draft, content, maxBytes);
        await rename(draft, target);
        return { bytes };
      } catch (error) {
        await rm(draft, { force: true });
        throw error;
      }
    },
    async stat(key) {
      const found = await stat(pathOf(key)).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return null;
        throw error;
      });
      return found?.isFile() ? { bytes: found.size, modifiedAt: found.mtime } : null;
    },
    read: (key, range) => createReadStream(pathOf(key), range ?? {}),
    remove: (key) => rm(pathOf(key), { force: true }),
  };
}

async function writeDraft(draft: string, content: Readable | Buffer, maxBytes: number): Promise<number> {
  let bytes = 0;
  const count = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      done(bytes > maxBytes ? new StoredFileTooLarge(maxBytes) : null, chunk);
    },
  });
  const source = Buffer.isBuffer(content) ? Readable.from([content]) : content;
  await pipeline(source, count, createWriteStream(draft, { mode: 0o600, flags: 'wx' }));
  const handle = await open(draft, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
  return bytes;
}
