/**
 * The parts of a workbook by the directory at the end of its ZIP, each read by itself and whole. The reader of exceljs goes
 * through the file from the front instead, and on a busy machine now and then loses a part: the names of the sheets, or all texts.
 */
import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { PassThrough, pipeline, type Readable } from 'node:stream';
import { createInflateRaw } from 'node:zlib';

export interface Part {
  /** 0: stored as it is, 8: deflated. */
  method: number;
  packedBytes: number;
  offset: number;
}

const longestDirectory = 16 * 1024 * 1024;

export async function bytesAt(file: FileHandle, offset: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(Math.max(0, length));
  const { bytesRead } = await file.read(buffer, 0, buffer.length, offset);
  return buffer.subarray(0, bytesRead);
}

export async function directoryOf(file: FileHandle): Promise<Map<string, Part>> {
  const { size } = await file.stat();
  const tailAt = Math.max(0, size - 66_000);
  const tail = await bytesAt(file, tailAt, size - tailAt);
  const end = tail.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  if (end < 0 || end + 22 > tail.length) throw new Error('the workbook has no directory: it is cut off');
  const bytes = Math.min(tail.readUInt32LE(end + 12), longestDirectory);
  const directory = await bytesAt(file, tail.readUInt32LE(end + 16), bytes);
  const parts = new Map<string, Part>();
  for (let at = 0; at + 46 <= directory.length && directory.readUInt32LE(at) === 0x02014b50; ) {
    const nameBytes = directory.readUInt16LE(at + 28);
    const name = directory.toString('utf8', at + 46, at + 46 + nameBytes);
    parts.set(name.replace(/^\//, ''), {
      method: directory.readUInt16LE(at + 10),
      packedBytes: directory.readUInt32LE(at + 20),
      offset: directory.readUInt32LE(at + 42),
    });
    at += 46 + nameBytes + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  }
  return parts;
}

/** Where the bytes of a part begin. Throws when the part lies outside the file. */
export async function beginningOf(file: FileHandle, part: Part): Promise<number> {
  const head = await bytesAt(file, part.offset, 30);
  if (head.length < 30) throw new Error('the workbook is damaged: a part lies outside it');
  return part.offset + 30 + head.readUInt16LE(26) + head.readUInt16LE(28);
}

export async function openedWith<T>(path: string, work: (file: FileHandle) => Promise<T>): Promise<T> {
  const file = await open(path, 'r');
  try {
    return await work(file);
  } finally {
    await file.close();
  }
}

export interface WorkbookParts {
  /** The part unpacked; null: there is none of that name. Destroy it when it is not read to its end. */
  stream(name: string): Promise<Readable | null>;
}

export async function openParts(path: string): Promise<WorkbookParts> {
  const parts = await openedWith(path, directoryOf);
  return {
    async stream(name) {
      const part = parts.get(name);
      if (!part) return null;
      const start = await openedWith(path, (file) => beginningOf(file, part));
      if (part.packedBytes === 0) return new PassThrough().end();
      const packed = createReadStream(path, { start, end: start + part.packedBytes - 1 });
      const plain = part.method === 0 ? new PassThrough() : createInflateRaw();
      // What goes wrong is told by the stream that is read.
      return pipeline(packed, plain, () => undefined);
    },
  };
}
