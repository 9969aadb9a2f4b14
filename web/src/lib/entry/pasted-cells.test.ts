import { expect, test } from 'vitest';
import { pastedCells } from './pasted-cells.ts';

const sources = [{ id: 'dir_fair', label: 'Выставка' }];

test('[CRM-2] two columns of numbers become one cell, a column that is left out is not there', () => {
  const [cells] = pastedCells([['Анна', '+7 495 1', 'x', '+7 912 2']], ['name', 'number', '', 'number'], sources);
  expect(cells).toMatchObject({ name: 'Анна', number: '+7 495 1; +7 912 2', role: '' });
});

test('[CRM-2] a source is found by its word, an unknown one is kept in the note', () => {
  const rows = [
    ['Анна', 'выставка', ''],
    ['Иван', 'Радио', 'перезвонить'],
  ];
  const cells = pastedCells(rows, ['name', 'source', 'note'], sources);
  expect(cells.map(({ source, note }) => [source, note])).toEqual([
    ['dir_fair', ''],
    ['', 'перезвонить\nРадио'],
  ]);
});
