/**
 * The sheets of a workbook that have rows, without unpacking them: the directory at the end of the ZIP says where each
 * part lies, and the beginning of a sheet says whether something stands in it.
 */
import type { FileHandle } from 'node:fs/promises';
import { constants, inflateRawSync } from 'node:zlib';
import { beginningOf, bytesAt, directoryOf, openedWith, type Part } from './workbook-parts.ts';

/** Names of sheets and their files: small in every workbook that a person made. */
const longestList = 1024 * 1024;
/** Enough for the head of a sheet (columns, views) and its first rows. */
const beginning = 32 * 1024;
/** Thirty-two kilobytes of nothing unpack to this at most; a list of names that is longer is an attack. */
const longestText = 64 * 1024 * 1024;

/** The text of a part, or its first `most` bytes. */
async function textOf(file: FileHandle, part: Part | undefined, most: number): Promise<string> {
  if (!part) return '';
  const packed = await bytesAt(file, await beginningOf(file, part), Math.min(part.packedBytes, most));
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

interface Sheet {
  name: string;
  isHidden: boolean;
  /** Its part of the workbook, such as `xl/worksheets/sheet1.xml`. */
  part: string;
}

async function readSheets(file: FileHandle, parts: ReadonlyMap<string, Part>): Promise<Sheet[]> {
  const workbook = await textOf(file, parts.get('xl/workbook.xml'), longestList);
  const relations = await textOf(file, parts.get('xl/_rels/workbook.xml.rels'), longestList);
  const targets = new Map(
    (relations.match(/<(?:\w+:)?Relationship\s[^>]*>/g) ?? []).map((tag) => [
      attribute(tag, 'Id'),
      attribute(tag, 'Target').replace(/^\/?(?:xl\/)?/, 'xl/'),
    ]),
  );
  const sheets = (workbook.match(/<(?:\w+:)?sheet\s[^>]*>/g) ?? []).map((tag) => ({
    name: attribute(tag, 'name'),
    isHidden: /hidden/i.test(attribute(tag, 'state')),
    part: targets.get(attribute(tag, '[a-zA-Z]+:id')) ?? '',
  }));
  return sheets.filter(({ part }) => part.startsWith('xl/worksheets/'));
}

/**
 * Names of the sheets that have rows, in the order of the workbook; hidden ones stand last.
 * Throws when the workbook is damaged.
 */
export const listSheets = (path: string): Promise<string[]> =>
  openedWith(path, async (file) => {
    const parts = await directoryOf(file);
    const filled: Sheet[] = [];
    for (const sheet of await readSheets(file, parts))
      if (hasCells(await textOf(file, parts.get(sheet.part), beginning))) filled.push(sheet);
    const named = (isHidden: boolean) => filled.filter((sheet) => sheet.isHidden === isHidden).map(({ name }) => name);
    return [...named(false), ...named(true)];
  });

/** The part in which a sheet stands; without a name that of the first sheet; null: there is none. */
export const partOfSheet = (path: string, name: string | null): Promise<string | null> =>
  openedWith(path, async (file) => {
    const sheets = await readSheets(file, await directoryOf(file));
    return sheets.find((sheet) => name === null || sheet.name === name)?.part ?? null;
  });
