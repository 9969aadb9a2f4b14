/** Just enough of the tar format (ustar) for backups: regular files, written and read as a stream. */
import type { Readable } from 'node:stream';

const block = 512;

export class MalformedArchive extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(`This is not a whole backup: ${message}.`, options);
    this.name = 'MalformedArchive';
  }
}

/** Header of one file. Throws when the name does not fit (255 bytes at most, split at a slash). */
export function tarHeader(name: string, bytes: number, modified: Date): Buffer {
  const [prefix, base] = splitName(name);
  const header = Buffer.alloc(block);
  const octal = (value: number, length: number) => `${value.toString(8).padStart(length - 1, '0')}\0`;
  header.write(base, 0, 100, 'utf8');
  header.write(octal(0o600, 8), 100);
  header.write(octal(0, 8), 108);
  header.write(octal(0, 8), 116);
  header.write(octal(bytes, 12), 124);
  header.write(octal(Math.floor(modified.getTime() / 1_000), 12), 136);
  header.write('        ', 148);
  header.write('0', 156);
  header.write('ustar\x0000', 257, 'latin1');
  header.write(prefix, 345, 155, 'utf8');
  header.write(`${octal(checksum(header), 7)} `, 148);
  return header;
}

/** Zeros that fill the last block of a file. */
export const tarPadding = (bytes: number): Buffer => Buffer.alloc((block - (bytes % block)) % block);
/** What ends an archive. */
export const tarEnd = (): Buffer => Buffer.alloc(2 * block);

const checksum = (header: Buffer): number => header.reduce((sum, byte) => sum + byte, 0);

function splitName(name: string): [prefix: string, base: string] {
  if (Buffer.byteLength(name) <= 100) return ['', name];
  const cut = name.lastIndexOf('/', 155);
  const parts: [string, string] = [name.slice(0, cut), name.slice(cut + 1)];
  if (cut <= 0 || Buffer.byteLength(parts[1]) > 100) throw new Error(`the name is too long for a backup: ${name}`);
  return parts;
}

export interface TarEntry {
  name: string;
  bytes: number;
  /** The content; must be read to its end before the next entry. */
  content: AsyncGenerator<Buffer>;
}

/** The files of an archive in order. Throws `MalformedArchive` when it is cut off or not an archive. */
export async function* readTar(source: Readable): AsyncGenerator<TarEntry> {
  const reader = createReader(source);
  for (;;) {
    const header = await reader.exactly(block);
    if (header.every((byte) => byte === 0)) return;
    const { name, bytes } = parseHeader(header);
    const content = reader.upTo(bytes);
    yield { name, bytes, content };
    for await (const _rest of content) {
      // Left unread by whoever took the entry.
    }
    await reader.exactly(tarPadding(bytes).length);
  }
}

function parseHeader(header: Buffer): { name: string; bytes: number } {
  const text = (from: number, length: number) => header.toString('utf8', from, from + length).replace(/\0.*$/s, '');
  const expected = Number.parseInt(text(148, 8), 8);
  const blanked = Buffer.from(header);
  blanked.write('        ', 148);
  if (checksum(blanked) !== expected) throw new MalformedArchive('a header is damaged');
  const prefix = text(345, 155);
  const bytes = Number.parseInt(text(124, 12), 8);
  if (!Number.isSafeInteger(bytes)) throw new MalformedArchive('a size is damaged');
  return { name: prefix === '' ? text(0, 100) : `${prefix}/${text(0, 100)}`, bytes };
}

function createReader(source: Readable) {
  const iterator = source[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  let held: Buffer = Buffer.alloc(0);
  const fill = async (): Promise<void> => {
    const { value, done } = await iterator.next();
    if (done) throw new MalformedArchive('it ends too early');
    held = held.length === 0 ? value : Buffer.concat([held, value]);
  };
  const take = (bytes: number): Buffer => {
    const taken = held.subarray(0, bytes);
    held = held.subarray(taken.length);
    return taken;
  };
  return {
    async exactly(bytes: number): Promise<Buffer> {
      while (held.length < bytes) await fill();
      return take(bytes);
    },
    async *upTo(bytes: number): AsyncGenerator<Buffer> {
      for (let left = bytes; left > 0; ) {
        if (held.length === 0) await fill();
        const part = take(left);
        left -= part.length;
        yield part;
      }
    },
  };
}
