/** A first look at a file that has just come: how it is written, its first rows, what its columns may be. */
import { isUtf8 } from 'node:buffer';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { areAdded } from '../../contract/import-problems.ts';
import type { ImportFormat } from '../../contract/imports.contract.ts';
import { guessColumns, looksLikeHeader, nothingGuessed } from './guess-columns.ts';
import { encodingOfMark, guessDelimiter, guessEncoding } from './guess-format.ts';
import type { ImportTarget } from './import-targets.ts';
import type { StoredGuess } from './imports.repository.ts';
import { listSheets } from './list-sheets.ts';
import type { CellRow, FileOfRows } from './read-cells.ts';
import { readCellsApart } from './read-in-thread.ts';

const sampleBytes = 128 * 1024;
const sampleRows = 200;
const mostColumns = 500;

async function firstBytes(path: string): Promise<Buffer> {
  const handle = await open(path, 'r');
  try {
    const buffer = Buffer.alloc(sampleBytes);
    const { bytesRead } = await handle.read(buffer, 0, sampleBytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** Whether all of the file is UTF-8: an old encoding may show only in its last row. */
async function isAllUtf8(path: string): Promise<boolean> {
  let rest = Buffer.alloc(0);
  for await (const chunk of createReadStream(path, { highWaterMark: 64 * 1024 }) as AsyncIterable<Buffer>) {
    const bytes = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    // A character may be cut at the end of a chunk: up to three bytes wait for the next one.
    let end = bytes.length;
    while (end > 0 && bytes.length - end < 3 && ((bytes[end - 1] ?? 0) & 0xc0) === 0x80) end -= 1;
    if (end > 0 && (bytes[end - 1] ?? 0) >= 0xc0) end -= 1;
    else end = bytes.length;
    if (!isUtf8(bytes.subarray(0, end))) return false;
    rest = Buffer.from(bytes.subarray(end));
  }
  return rest.length === 0 || isUtf8(rest);
}

/** A spreadsheet is a ZIP; null: neither that nor text. */
export function kindOfFile(bytes: Uint8Array): 'csv' | 'xlsx' | null {
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) return 'xlsx';
  const isOldExcel = bytes[0] === 0xd0 && bytes[1] === 0xcf;
  const isPdf = bytes[0] === 0x25 && bytes[1] === 0x50;
  const isBinary =
    encodingOfMark(bytes) === null && bytes.subarray(0, 64).includes(0) && !bytes.subarray(0, 64).includes(0x0a);
  return isOldExcel || isPdf || (isBinary && bytes.subarray(0, 4).filter((byte) => byte === 0).length > 2)
    ? null
    : 'csv';
}

export interface GuessedFormat {
  kind: 'csv' | 'xlsx';
  format: ImportFormat;
  /** Sheets that have rows; the first of them is read unless somebody chooses otherwise. */
  sheets: string[];
}

/** Null: neither text nor a workbook. Throws when a workbook is damaged. */
export async function guessFormat(path: string): Promise<GuessedFormat | null> {
  const bytes = await firstBytes(path);
  const kind = kindOfFile(bytes);
  if (kind === null) return null;
  if (kind === 'xlsx') {
    const sheets = await listSheets(path);
    const format = { encoding: 'utf-8', delimiter: ';', hasHeader: true, sheet: sheets[0] ?? null } as const;
    return { kind, format, sheets };
  }
  const encoding = guessEncoding(bytes, await isAllUtf8(path));
  const delimiter = guessDelimiter(new TextDecoder(encoding).decode(bytes));
  return { kind, format: { encoding, delimiter, hasHeader: true, sheet: null }, sheets: [] };
}

/** The first rows of a file, the broken ones too. */
export async function firstRows(file: FileOfRows, limit: number): Promise<CellRow[]> {
  const found: CellRow[] = [];
  const rows = readCellsApart(file);
  try {
    for await (const more of rows) {
      found.push(...more);
      if (found.length >= limit) break;
    }
  } finally {
    await rows.return(undefined);
  }
  return found.slice(0, limit);
}

/** Fit to be kept for looking at: PostgreSQL takes no NUL, which a broken file has. */
const shown = (cell: string): string => cell.trim().replaceAll('\0', '\ufffd');

export interface Analysis {
  headers: string[];
  guesses: StoredGuess[];
  hasHeader: boolean;
}

/** What the columns are. `hasHeader`: null: to be guessed. */
export async function analyseColumns(
  file: FileOfRows,
  targets: readonly ImportTarget[],
  region: string,
  hasHeader: boolean | null,
): Promise<Analysis | null> {
  const rows = (await firstRows(file, sampleRows)).flatMap(({ cells }) => (cells && cells.length > 0 ? [cells] : []));
  const [first] = rows;
  if (!first) return null;
  const named = hasHeader ?? looksLikeHeader(first, targets, region);
  const data = named ? rows.slice(1) : rows;
  const width = Math.min(mostColumns, Math.max(...rows.map((cells) => cells.length)));
  const headers = Array.from({ length: width }, (_, column) => (named ? shown(first[column] ?? '').slice(0, 200) : ''));
  const isMended = areAdded(headers.at(-2) ?? '', headers.at(-1) ?? '');
  const guesses = guessColumns(headers, data, targets, region).map((guess, column) => ({
    ...(isMended && column >= headers.length - 2 ? nothingGuessed : guess),
    samples: data.flatMap((cells) => (cells[column]?.trim() ? [shown(cells[column]).slice(0, 80)] : [])).slice(0, 3),
  }));
  return { headers, guesses, hasHeader: named };
}
