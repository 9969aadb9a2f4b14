import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { QuickCsv } from './quick-csv.ts';

const slowly = (text: string, delimiter: string, end: string | null = null): string[][] =>
  parse(text, {
    delimiter,
    ...(end === null ? {} : { record_delimiter: end }),
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: false,
  });

/** As a file is read: in pieces of that many signs, and what is left the slow way. */
function read(text: string, delimiter: string, piece: number) {
  const quick = new QuickCsv({ delimiter, longest: 1_000 });
  const rows: string[][] = [];
  let at = 0;
  for (; at < text.length && !quick.isStopped; at += piece) rows.push(...quick.read(text.slice(at, at + piece)));
  const { text: left, end } = quick.left;
  const count = rows.length;
  const rest = left + text.slice(at);
  return { rows: rest === '' ? rows : [...rows, ...slowly(rest, delimiter, end)], count };
}

const pick = <T>(...items: T[]) => fc.constantFrom(...items);
const cell = fc.oneof(
  pick(
    '',
    'Anna',
    'Пётр',
    '"',
    '""',
    '"a"',
    '"a;b"',
    '"a""b"',
    '""""',
    '"a\nb"',
    '"a\r\nb"',
    'a"b',
    ' "a"',
    '"a" ',
    '\r',
  ),
  fc.string({ unit: pick('a', '"', ';', ',', '\n', '\r', ' ', 'я'), maxLength: 6 }),
);

describe('[IMP-1] the quick way to read CSV', () => {
  it('gives what csv-parse gives, however the file is written and cut', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { maxLength: 8 }),
        pick(';', ',', '\t'),
        pick('\n', '\r\n', '\r'),
        fc.boolean(),
        pick(1, 2, 3, 7, 10_000),
        (cells, delimiter, end, isEnded, piece) => {
          const text = cells.map((row) => row.join(delimiter)).join(end) + (isEnded ? end : '');
          let expected: string[][];
          try {
            expected = slowly(text, delimiter);
          } catch {
            // A quote that is never closed: then the rest is refused, and that is tested with whole files.
            return;
          }
          expect(read(text, delimiter, piece).rows).toEqual(expected);
        },
      ),
      { numRuns: 4_000 },
    );
  });

  it('reads whole files of quoted and plain cells by itself, with either line end', () => {
    for (const end of ['\n', '\r\n']) {
      const text = ['"Name";Phone', 'Anna;1', '"Firm ""Lyra""; and more";"2"', '"two\nlines";', ''].join(end);
      const { rows, count } = read(text, ';', 5);
      expect(rows).toEqual([
        ['Name', 'Phone'],
        ['Anna', '1'],
        ['Firm "Lyra"; and more', '2'],
        ['two\nlines', ''],
      ]);
      expect(count).toBe(4);
    }
  });

  it('leaves off before a row that is longer than any of people', () => {
    const quick = new QuickCsv({ delimiter: ';', longest: 10 });
    expect(quick.read(`a;b\n"${'x'.repeat(20)}"\n`)).toEqual([['a', 'b']]);
    expect(quick.isStopped).toBe(true);
    expect(quick.left).toEqual({ text: `"${'x'.repeat(20)}"\n`, end: '\n' });
  });
});
