import { expect, test } from 'vitest';
import { pastedCells } from './pasted-cells.ts';

const choices = {
  source: { empty: '', options: [{ value: 'dir_fair', label: 'Выставка' }] },
  stage: { empty: 'Лид', options: [{ value: 'client', label: 'Клиент' }] },
  owner: { empty: 'Вы', options: [{ value: 'agt_boris', label: 'Boris' }] },
};

test('[CRM-2] two columns of numbers become one cell, a column that is left out is not there', () => {
  const [cells] = pastedCells([['Анна', '+7 495 1', 'x', '+7 912 2']], ['name', 'number', '', 'number'], choices);
  expect(cells).toMatchObject({ name: 'Анна', number: '+7 495 1; +7 912 2', role: '' });
});

test('[CRM-2] a source is found by its word, an unknown one is kept in the note', () => {
  const rows = [
    ['Анна', 'выставка', ''],
    ['Иван', 'Радио', 'перезвонить'],
  ];
  const cells = pastedCells(rows, ['name', 'source', 'note'], choices);
  expect(cells.map(({ source, note }) => [source, note])).toEqual([
    ['dir_fair', ''],
    ['', 'перезвонить\nРадио'],
  ]);
});

test('[CRM-2] stage and owner of a pasted row are found by their words, too', () => {
  const rows = [
    ['Анна', 'клиент', 'BORIS'],
    ['Иван', 'лид', 'вы'],
    ['Олег', 'client', 'Somebody who left'],
  ];
  const cells = pastedCells(rows, ['name', 'stage', 'owner'], choices);
  expect(cells.map(({ stage, owner, note }) => [stage, owner, note])).toEqual([
    ['client', 'agt_boris', ''],
    ['', '', ''],
    ['client', '', 'Somebody who left'],
  ]);
});
