import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isBlock, parseBlock } from './parse-block.ts';

test('[CRM-2] rows of a spreadsheet come with tabs, of a file with semicolons or commas', () => {
  expect(parseBlock('Anna\t+7 495\r\nIvan\t\r\n').rows).toEqual([
    ['Anna', '+7 495'],
    ['Ivan', ''],
  ]);
  expect(parseBlock('Anna;8 (495) 1, доб. 2\nIvan;9').rows).toEqual([
    ['Anna', '8 (495) 1, доб. 2'],
    ['Ivan', '9'],
  ]);
  expect(parseBlock('Anna,1\nIvan,2').rows).toEqual([
    ['Anna', '1'],
    ['Ivan', '2'],
  ]);
});

test('[CRM-2] quotes keep separators, line breaks and quotes within a cell; a lone quote is a letter', () => {
  expect(parseBlock('"ООО ""Ромашка"""\t"two\nlines"\tx').rows).toEqual([['ООО "Ромашка"', 'two\nlines', 'x']]);
  expect(parseBlock('board 5"\t12').rows).toEqual([['board 5"', '12']]);
  expect(parseBlock('"half\t12').rows).toEqual([['"half', '12']]);
});

test('[CRM-2] empty rows and the mark at the beginning of a file are left out', () => {
  expect(parseBlock('\ufeffAnna\t1\n\n\t\nIvan\t2').rows).toHaveLength(2);
});

test('[CRM-2] one cell is no block, also with a line break at its end', () => {
  expect(isBlock('+7 495 123\n')).toBe(false);
  expect(isBlock('Anna\t1')).toBe(true);
  expect(isBlock('Anna\nIvan')).toBe(true);
});

test('[CRM-2] whatever stands in the cells comes back as it was', () => {
  const cell = fc.string({ maxLength: 12 }).map((text) => text.replace(/\r/g, '').trim());
  const row = fc.tuple(fc.constant('x'), cell, cell);
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 5 }), (rows) => {
      const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
      const text = rows.map((cells) => cells.map(quoted).join('\t')).join('\n');
      expect(parseBlock(text).rows).toEqual(rows);
    }),
  );
});
