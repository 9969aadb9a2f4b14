import { expect, it } from 'vitest';
import { readPastedNumbers } from './read-pasted-numbers.ts';

const read = (text: string, region = 'RU') => readPastedNumbers(text, region);

it('[CAM-8] one number a line, in any form, with the country of the firm when it has none', () => {
  expect(read('8 (495) 123-45-67\r\n+33 1 42 68 53 00\n\n  9161234567 ')).toEqual({
    numbers: ['+74951234567', '+33142685300', '+79161234567'],
    repeated: 0,
    unreadable: [],
  });
  expect(read('01 42 68 53 00', 'FR').numbers).toEqual(['+33142685300']);
});

it('[CAM-8] the line of a table: the number is found in whichever cell it stands, quoted or not', () => {
  const table =
    'Name;Phone;Why\n"Ivanov, Anna";"8 495 123-45-67";asked\nPetrov\t+7 916 123 45 67\t2024\nSo,+33142685300';
  expect(read(table)).toEqual({
    numbers: ['+74951234567', '+79161234567', '+33142685300'],
    repeated: 0,
    unreadable: [{ line: 1, text: 'Name;Phone;Why', because: 'no-digits' }],
  });
});

it('[CAM-8] several numbers in one line are several', () => {
  expect(read('+74951234567, +79161234567').numbers).toEqual(['+74951234567', '+79161234567']);
});

it('[CAM-8] a number that comes again is kept once and counted, however it is written', () => {
  expect(read('+74951234567\n8 495 1234567\n4951234567')).toMatchObject({ numbers: ['+74951234567'], repeated: 2 });
});

it('[CAM-8] a line without a number is told with its place and why; a long one is cut', () => {
  const { numbers, unreadable } = read(`Anna\n101\n12345678\n${'x'.repeat(500)}`);
  expect(numbers).toEqual([]);
  expect(unreadable.map(({ line, because }) => [line, because])).toEqual([
    [1, 'no-digits'],
    [2, 'internal'],
    [3, 'too-short'],
    [4, 'no-digits'],
  ]);
  expect(unreadable[3]?.text).toHaveLength(120);
});
