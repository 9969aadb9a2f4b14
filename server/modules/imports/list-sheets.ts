/**
 * The sheets of a workbook that have rows, without unpacking them: the directory at the end of the ZIP says where each
 * part lies, and the beginning of a sheet says whether something stands in it.
 */
import { type FileHandle, open } from 'node:fs/promises';
import { constants, inflateRawSync } from 'node:zlib';

interface Part {
  /** 0: stored as it is, 8: deflated. */
  method: number;
  packedBytes: number;
  offset: number;
}

const longestDirectory = 16 * 1024 * 1024;
/** Names of sheets and their files: small in every workbook that a person made. */
const longestList = 1024 * 1024;
/** Enough for the head of a sheet (columns, views) and its first rows. */
const beginning = 32 * 1024;
/** Thirty-two kilobytes of nothing unpack to this at most; a list of names that is longer is an attack. */
const longestText = 64 * 1024 * 1024;

async function bytesAt(file: FileHandle, offset: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(Math.max(0, length));
  const { bytesRead } = await file.read(buffer, 0, buffer.length, offset);
  return buffer.subarray(0, bytesRead);
}

async function directoryOf(file: FileHandle): Promise<Map<string, Part>> {
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

/** The text of a part, or its first `most` bytes. */
async function textOf(file: FileHandle, part: Part | undefined, most: number): Promise<string> {
  if (!part) return '';
  const head = await bytesAt(file, part.offset, 30);
  if (head.length < 30) throw new Error('the workbook is damaged: a part lies outside it');
  const at = part.offset + 30 + head.readUInt16LE(26) + head.readUInt16LE(28);
  const packed = await bytesAt(file, at, Math.min(part.packedBytes, most));
  if (part.method === 0) return packed.toString('utf8');
  // Cut off in the middle as a rule: what has come so far is enough.
  const plain = inflateRawSync(packed, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: longestText });
  return plain.toString('utf8');
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const plainText = (xml: string): string =>
  xml.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w+));/gi, (whole, hex?: string, decimal?: string, name?: string) => {
    const code = hex ? Number.parseInt(hex, 16) : decimal ? Number(decimal) : null;
    if (code !== null) return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    return entities[name ?? ''] ?? whole;
  });

const attribute = (tag: string, name: string): string =>
  plainText(new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(tag)?.slice(1).find(Boolean) ?? '');

/** True when a cell of the beginning holds something; formats alone are nothing. */
const hasCells = (xml: string): boolean => /<(?:\w+:)?(?:v|t)(?:\s[^>]*)?>[^<]/.test(xml);

/**
 * Names of the sheets that have rows, in the order of the workbook; hidden ones stand last.
 * Throws when the workbook is damaged.
 */
export async function listSheets(path: string): Promise<string[]> {
  const file = await open(path, 'r');
  try {
    const parts = await directoryOf(file);
    const workbook = await textOf(file, parts.get('xl/workbook.xml'), longestList);
    const relations = await textOf(file, parts.get('xl/_rels/workbook.xml.rels'), longestList);
    const targets = new Map(
      (relations.match(/<(?:\w+:)?Relationship\s[^>]*>/g) ?? []).map((tag) => [
        attribute(tag, 'Id'),
        attribute(tag, 'Target').replace(/^\/?(?:xl\/)?/, 'xl/'),
      ]),
    );
    const shown: string[] = [];
    const hidden: string[] = [];
    for (const tag of workbook.match(/<(?:\w+:)?sheet\s[^>]*>/g) ?? []) {
      const target = targets.get(attribute(tag, '[a-zA-Z]+:id')) ?? '';
      if (!target.startsWith('xl/worksheets/') || !hasCells(await textOf(file, parts.get(target), beginning))) continue;
      (/hidden/i.test(attribute(tag, 'state')) ? hidden : shown).push(attribute(tag, 'name'));
    }
    return [...shown, ...hidden];
  } finally {
    await file.close();
  }
}
