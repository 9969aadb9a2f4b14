import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createStorage, type Storage, StoredFileTooLarge, UnsafeStorageKey } from './storage.ts';

let folder: string;
let storage: Storage;
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'trunkline-storage-test-'));
  storage = createStorage(path.join(folder, 'files'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const text = async (stream: Readable): Promise<string> => Buffer.concat(await stream.toArray()).toString();

describe('a stored file', () => {
  it('is read back whole and in part, replaced, and removed', async () => {
    const key = 'recordings/2026/rec_1.wav';
    expect(await storage.write(key, Buffer.from('0123456789'))).toEqual({ bytes: 10 });
    expect(await text(storage.read(key))).toBe('0123456789');
    expect(await text(storage.read(key, { start: 2, end: 4 }))).toBe('234');
    await storage.write(key, Readable.from(['new', ' text']));
    expect(await storage.stat(key)).toMatchObject({ bytes: 8 });
    await storage.remove(key);
    await storage.remove(key);
    expect(await storage.stat(key)).toBeNull();
  });

  it('appears whole or not at all', async () => {
    await storage.write('a/kept.txt', Buffer.from('old'));
    const breaking = Readable.from(
      (function* () {
        yield 'half';
        throw new Error('the line was cut');
      })(),
    );
    await expect(storage.write('a/kept.txt', breaking)).rejects.toThrow('the line was cut');
    await expect(storage.write('a/new.txt', Buffer.alloc(11), { maxBytes: 10 })).rejects.toThrow(StoredFileTooLarge);
    expect(readFileSync(storage.pathOf('a/kept.txt'), 'utf8')).toBe('old');
    expect(readdirSync(path.dirname(storage.pathOf('a/kept.txt')))).toEqual(['kept.txt']);
  });

  it.each([
    '../x',
    'a/../../x',
    '/etc/passwd',
    'a//b',
    '',
    '.',
    '..',
    'a/.hidden',
    'a\\b',
    'a\0b',
    'a b',
    'é',
    'a/b/c/d/e/f/g/h/i',
    'x'.repeat(200),
  ])('never has the key %j', async (key) => {
    await expect(async () => storage.write(key, Buffer.from('x'))).rejects.toThrow(UnsafeStorageKey);
    await expect(async () => storage.stat(key)).rejects.toThrow(UnsafeStorageKey);
    expect(() => storage.read(key)).toThrow(UnsafeStorageKey);
    expect(existsSync(path.join(folder, 'x'))).toBe(false);
  });
});
