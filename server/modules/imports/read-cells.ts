/** The rows of a file as texts, one after the other, however large it is. */
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { parse } from 'csv-parse';
import type ExcelJS from 'exceljs';
import type { ImportFormat } from '../../contract/imports.contract.ts';
import { partOfSheet } from './list-sheets.ts';
import { QuickCsv } from './quick-csv.ts';
import { openParts, type WorkbookParts } from './workbook-parts.ts';

export interface FileOfRows {
  path: string;
  kind: 'csv' | 'xlsx';
  format: Omit<ImportFormat, 'sheet'> & Partial<Pick<ImportFormat, 'sheet'>>;
}

export interface CellRow {
  /** As a spreadsheet counts: the first one is 1. */
  row: number;
  /** Null: the row is broken (a quote that is never closed). */
  cells: string[] | null;
  /** Bytes of the file that have been read; null: not known. */
  bytes: number | null;
}

/** No row of people is this long: a quote was opened and never closed. */
const longestRow = 256 * 1024;

/** Rows at once: handing over each by itself costs more than reading it. */
export type CellRows = AsyncGenerator<CellRow[]>;

export const readCells = (file: FileOfRows): CellRows =>
  file.kind === 'csv' ? readCsv(file) : readXlsx(file.path, file.format.sheet ?? null);

interface Seen {
  bytes: number;
}

async function* textsOf(path: string, encoding: ImportFormat['encoding'], seen: Seen): AsyncGenerator<string> {
  const decode = new TextDecoder(encoding);
  for await (const chunk of createReadStream(path, { highWaterMark: 256 * 1024 }) as AsyncIterable<Buffer>) {
    seen.bytes += chunk.length;
    yield decode.decode(chunk, { stream: true });
  }
  yield decode.decode();
}

async function* readCsv({ path, format }: FileOfRows): CellRows {
  const seen: Seen = { bytes: 0 };
  const texts = textsOf(path, format.encoding, seen);
  const quick = new QuickCsv({ delimiter: format.delimiter, longest: longestRow / 4 });
  let row = 0;
  try {
    for (let next = await texts.next(); !quick.isStopped && !next.done; next = await texts.next()) {
      const rows = quick.read(next.value).map((cells) => ({ row: ++row, cells, bytes: seen.bytes }));
      if (rows.length > 0) yield rows;
      if (quick.isStopped) break;
    }
    if (quick.left.text !== '') yield* readOddCsv(quick.left, texts, { format, seen, row });
  } finally {
    await texts.return(undefined);
  }
}

async function* restOf(first: string, texts: AsyncIterable<string>): AsyncGenerator<string> {
  yield first;
  yield* texts;
}

/** Whatever a file of texts may hold, from the row after `row` on. */
async function* readOddCsv(
  left: QuickCsv['left'],
  texts: AsyncIterable<string>,
  { format, seen, row: before }: { format: FileOfRows['format']; seen: Seen; row: number },
): CellRows {
  const source = Readable.from(restOf(left.text, texts));
  const parser = parse({
    bom: true,
    delimiter: format.delimiter,
    ...(left.end === null ? {} : { record_delimiter: left.end }),
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: false,
    max_record_size: longestRow,
    skip_records_with_error: true,
  });
  const broken: number[] = [];
  let row = before;
  parser.on('skip', () => void broken.push(row));
  source.on('error', (error) => parser.destroy(error));
  source.pipe(parser);
  try {
    let rows: CellRow[] = [];
    for await (const cells of parser as AsyncIterable<string[]>) {
      for (; broken.length > 0; broken.pop()) rows.push({ row: ++row, cells: null, bytes: seen.bytes });
      row += 1;
      rows.push({ row, cells, bytes: seen.bytes });
      if (rows.length >= 1_000) {
        yield rows;
        rows = [];
      }
    }
    for (; broken.length > 0; broken.pop()) rows.push({ row: ++row, cells: null, bytes: seen.bytes });
    if (rows.length > 0) yield rows;
  } finally {
    source.destroy();
    parser.destroy();
  }
}

/** What a cell of a spreadsheet shows. Dates as ISO days, so that no time zone moves them. */
export function cellText(value: ExcelJS.CellValue): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return Number.isSafeInteger(value) ? value.toFixed(0) : String(value);
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? '' : value.toISOString().slice(0, 10);
  if ('richText' in value) return value.richText.map((part) => part.text).join('');
  if ('hyperlink' in value)
    return typeof value.text === 'string' ? value.text : cellText(value.text as ExcelJS.CellValue);
  if ('result' in value) return cellText(value.result as ExcelJS.CellValue);
  return '';
}

/** How the reader of exceljs takes the parts of a workbook; its types do not say so. */
interface PartReader {
  sharedStrings?: unknown[];
  _parseRels(part: Readable): Promise<void>;
  _parseWorkbook(part: Readable): Promise<void>;
  _parseStyles(part: Readable): Promise<void>;
  _parseSharedStrings(part: Readable): AsyncIterable<unknown>;
  _parseWorksheet(part: Readable, number: string): Iterable<{ value: ExcelJS.stream.xlsx.WorksheetReader }>;
}

async function readerOf(path: string, { stream }: WorkbookParts): Promise<PartReader> {
  // Half a second of a thread's start, which most files do not need.
  const { default: excel } = await import('exceljs');
  const reader = new excel.stream.xlsx.WorkbookReader(path, {
    worksheets: 'emit',
    sharedStrings: 'cache',
    hyperlinks: 'ignore',
    // Without styles dates come as serial numbers.
    styles: 'cache',
    entries: 'ignore',
  }) as unknown as PartReader;
  const [relations, workbook] = [await stream('xl/_rels/workbook.xml.rels'), await stream('xl/workbook.xml')];
  if (!relations || !workbook) throw new Error('the workbook is damaged: it does not say which sheets it has');
  await reader._parseRels(relations);
  await reader._parseWorkbook(workbook);
  const styles = await stream('xl/styles.xml');
  if (styles) await reader._parseStyles(styles);
  const texts = await stream('xl/sharedStrings.xml');
  // It keeps them itself; there is nothing to take.
  if (texts) for await (const _ of reader._parseSharedStrings(texts));
  reader.sharedStrings ??= [];
  return reader;
}

/** @param wanted name of a sheet; null: the first one */
async function* readXlsx(path: string, wanted: string | null): CellRows {
  const parts = await openParts(path);
  const reader = await readerOf(path, parts);
  const name = await partOfSheet(path, wanted);
  const part = name === null ? null : await parts.stream(name);
  if (!part) return;
  try {
    for (const { value } of reader._parseWorksheet(part, '1')) yield* rowsOf(value);
  } finally {
    part.destroy();
  }
}

async function* rowsOf(sheet: ExcelJS.stream.xlsx.WorksheetReader): CellRows {
  let rows: CellRow[] = [];
  for await (const row of sheet) {
    const values = Array.isArray(row.values) ? row.values : [];
    const cells = Array.from({ length: Math.max(0, values.length - 1) }, (_, index) =>
      wellFormed(cellText(values[index + 1] as ExcelJS.CellValue)),
    );
    rows.push({ row: row.number, cells, bytes: null });
    if (rows.length >= 500) {
      yield rows;
      rows = [];
    }
  }
  if (rows.length > 0) yield rows;
}

/** Half of a surrogate pair cannot be kept. */
const wellFormed = (text: string): string =>
  /[\ud800-\udfff]/.test(text) ? text.replace(/\p{Surrogate}/gu, '\ufffd') : text;
