/**
 * A list as firms hand it over: one name and one number per row, written in a dozen ways, with duplicates, numbers that
 * nobody can repair and quotes that need not be there. The same seed is always the same file. Pure but for the writing.
 */

import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import ExcelJS from 'exceljs';
import { type Random, seededRandom } from '../../pbx-lab/seeded-random.ts';

const first = ['Anna', 'Boris', 'Ivan', 'Maria', 'Oleg', 'Olga', 'Pavel', 'Vera', 'Elena', 'Timur', 'Roman', 'Nina'];
const last = [
  'Petrov',
  'Sidorova',
  'Ivanov',
  'Volkova',
  'Kim',
  'Orlov',
  'Belova',
  'Titov',
  'Lebedev',
  'Zueva',
  'Popov',
];

const forms: ((code: string, rest: string) => string)[] = [
  (c, r) => `8 (${c}) ${r.slice(0, 3)}-${r.slice(3, 5)}-${r.slice(5)}`,
  (c, r) => `+7 ${c} ${r.slice(0, 3)} ${r.slice(3, 5)} ${r.slice(5)}`,
  (c, r) => `8${c}${r}`,
  (c, r) => `7${c}${r}`,
  (c, r) => `+7(${c})${r}`,
  (c, r) => `${c}${r}`,
  (c, r) => `8-${c}-${r.slice(0, 3)}-${r.slice(3)}`,
  (c, r) => `8 ${c} ${r}, ext. 9`,
  (c, r) => `8.${c}.${r}`,
];
const middle = ['Ivanovich', 'Olegovna', 'Petrovich', 'Pavlovna', 'Romanovich'];

const codes = ['916', '903', '925', '999', '495', '812', '343', '383', '926', '905'];

/** What nobody can repair. */
const broken = ['12-34', 'call me', '8 916 12', '+7 495 1234'];

function numberOf(index: number, random: Random): string {
  if (random.next() < 0.02) return random.oneOf(broken);
  const code = codes[index % codes.length] ?? '916';
  const rest = String((index * 7_919) % 10_000_000).padStart(7, '0');
  return random.oneOf(forms)(code, rest);
}

/** One row: 3 of 100 repeat an earlier person, 2 cannot be used. */
function cellsOf(index: number, random: Random): [name: string, number: string] {
  const isRepeated = index > 100 && random.next() < 0.03;
  const who = isRepeated ? Math.floor(random.next() * index) : index;
  const name = `${last[who % last.length]} ${first[(who * 7) % first.length]} ${middle[who % middle.length]} ${(who % 46_656).toString(36)}`;
  return [name, numberOf(who, random)];
}

function rowOf(index: number, random: Random): string {
  const [name, number] = cellsOf(index, random);
  return random.next() < 0.2 ? `"${name}";"${number}"\n` : `${name};${number}\n`;
}

const rowsPerWrite = 5_000;

/** Writes the file and returns its bytes. */
export async function writeDirtyCsv(path: string, rows: number): Promise<number> {
  const random = seededRandom(7);
  const file = createWriteStream(path);
  let text = 'Name;Phone\n';
  for (let index = 0; index < rows; index += 1) {
    text += rowOf(index, random);
    if (index % rowsPerWrite === 0) {
      if (!file.write(text)) await once(file, 'drain');
      text = '';
    }
  }
  file.end(text);
  await once(file, 'close');
  return file.bytesWritten;
}

export async function writeDirtyXlsx(path: string, rows: number): Promise<void> {
  const random = seededRandom(7);
  const workbook = new ExcelJS.stream.xlsx.WorkbookWriter({
    filename: path,
    useStyles: false,
    useSharedStrings: false,
  });
  const sheet = workbook.addWorksheet('People');
  sheet.addRow(['Name', 'Phone']).commit();
  for (let index = 0; index < rows; index += 1) sheet.addRow(cellsOf(index, random)).commit();
  sheet.commit();
  await workbook.commit();
}
