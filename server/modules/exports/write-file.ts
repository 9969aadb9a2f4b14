/** Rows to a file, streamed: nothing but the page in hand is in memory. */
import { PassThrough, Readable } from 'node:stream';
import type ExcelJS from 'exceljs';
import { csvLine } from './csv-line.ts';
import type { Cell } from './exportable-list.ts';

export type Rows = AsyncIterable<Cell[][]>;

export const cellText = (cell: Cell): string => (cell === null || cell === undefined ? '' : String(cell));

async function* csvText(names: readonly string[], rows: Rows): AsyncGenerator<string> {
  // With the mark spreadsheets read it as UTF-8.
  yield `\ufeff${csvLine(names)}`;
  for await (const page of rows) if (page.length > 0) yield page.map((cells) => csvLine(cells.map(cellText))).join('');
}

export const csvFile = (names: readonly string[], rows: Rows): Readable => Readable.from(csvText(names, rows));

/** A sheet holds 1,048,576 rows at most; the rest goes on the next one. */
const rowsPerSheet = 1_000_000;

async function writeSheets(
  workbook: ExcelJS.stream.xlsx.WorkbookWriter,
  names: readonly string[],
  rows: Rows,
): Promise<void> {
  const open = (number: number) => {
    const sheet = workbook.addWorksheet(String(number));
    sheet.addRow([...names]).commit();
    return sheet;
  };
  let number = 1;
  let written = 0;
  let sheet = open(number);
  for await (const page of rows) {
    for (const cells of page) {
      if (written === rowsPerSheet) {
        sheet.commit();
        number += 1;
        written = 0;
        sheet = open(number);
      }
      // A text is stored as text: a spreadsheet never computes it, whatever it begins with.
      sheet.addRow(cells.map((cell) => (typeof cell === 'number' ? cell : cellText(cell)))).commit();
      written += 1;
    }
  }
  sheet.commit();
  await workbook.commit();
}

export async function xlsxFile(names: readonly string[], rows: Rows): Promise<Readable> {
  const { default: excel } = await import('exceljs');
  const stream = new PassThrough();
  const workbook = new excel.stream.xlsx.WorkbookWriter({ stream, useStyles: false, useSharedStrings: false });
  writeSheets(workbook, names, rows).catch((error: Error) => stream.destroy(error));
  return stream;
}
