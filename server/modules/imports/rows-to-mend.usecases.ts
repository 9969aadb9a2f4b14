/** The rows that could not be used, as a file to mend and hand in again. */
import { Readable } from 'node:stream';
import { addedColumns, becauseWords, type ImportLanguage, problemSentences } from '../../contract/import-problems.ts';
import type { Sql } from '../../platform/database/database.ts';
import type { Platform } from '../../platform/platform.ts';
import type { Principal } from '../access/principal.ts';
import { csvLine } from '../exports/csv-line.ts';
import { fileOf } from './file-of-import.ts';
import type { ImportRecord } from './imports.repository.ts';
import { findImport } from './imports.usecases.ts';
import type { FileOfRows } from './read-cells.ts';
import { readCellsApart } from './read-in-thread.ts';
import { readTargets } from './read-targets.usecases.ts';

const rowsPerLook = 5_000;

interface RowToMend {
  row: number;
  /** `<key of the target>:<reason>` of each fault; null: the row is a clash. */
  problem: string | null;
  because: string | null;
}

/** The rows to mend in order, a few thousand at a time. */
async function* rowsToMend(sql: Sql, importId: string): AsyncGenerator<RowToMend> {
  for (let after = 0; ; ) {
    const rows = await sql<RowToMend[]>`
      select r.row, r.problem, r.because from import_rows r
      where r.import_id = ${importId} and r.row > ${after} and (r.problem is not null or r.action = 'clash')
      order by r.row limit ${rowsPerLook}`;
    yield* rows;
    const last = rows.at(-1);
    if (!last || rows.length < rowsPerLook) return;
    after = last.row;
  }
}

type Words = (row: RowToMend) => string;

/** The reason of a row as the reader is told it. */
async function wordsOf(sql: Sql, { target }: ImportRecord, language: ImportLanguage): Promise<Words> {
  const targets = await readTargets(sql, target);
  const names = new Map(targets.map(({ key, labels }) => [key, labels[language][0] ?? key]));
  names.set('row', addedColumns[1][language]);
  return ({ problem, because }) => {
    if (problem === null) return becauseWords[because ?? '']?.[language] ?? because ?? '';
    return problemSentences(problem, (key) => names.get(key) ?? key, language);
  };
}

interface Mending {
  record: ImportRecord;
  file: FileOfRows;
  language: ImportLanguage;
}

async function* linesToMend(sql: Sql, { record, file, language }: Mending): AsyncGenerator<string> {
  const line = (cells: readonly string[]) => csvLine(cells, record.format.delimiter);
  const width = record.headers.length;
  const padded = (cells: readonly string[]) => Array.from({ length: width }, (_, index) => cells[index] ?? '');
  const words = await wordsOf(sql, record, language);
  yield `\ufeff${line([...record.headers, ...addedColumns.map((column) => column[language])])}`;
  const mend = rowsToMend(sql, record.id);
  let next = await mend.next();
  for await (const rows of readCellsApart(file)) {
    let text = '';
    for (const { row, cells } of rows) {
      if (next.done) break;
      if (row !== next.value.row) continue;
      text += line([...padded(cells ?? []), words(next.value), String(row)]);
      next = await mend.next();
    }
    if (text !== '') yield text;
    if (next.done) return;
  }
}

/** The same columns, then the reason in words and the number of the row. */
export async function openErrorFile(
  platform: Platform,
  principal: Principal,
  { importId, language }: { importId: string; language: ImportLanguage },
): Promise<{ stream: Readable; fileName: string }> {
  const record = await findImport(platform, principal, importId);
  const file = await fileOf(platform, record);
  const stream = Readable.from(linesToMend(platform.database.sql, { record, file, language }));
  return {
    stream,
    fileName: `${record.file_name.replace(/\.[^.]*$/, '').replace(/[^\p{L}\p{N} _-]/gu, '')}-to-mend.csv`,
  };
}
