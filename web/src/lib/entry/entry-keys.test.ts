import { expect, test } from 'vitest';
import { type CellKey, moveOf } from './entry-keys.ts';

const size = { rows: 3, columns: 4 };
const middle = { atStart: false, atEnd: false, isChoice: false };
const press = (key: string, extra: Partial<CellKey> = {}): CellKey => ({ key, shift: false, ctrl: false, ...extra });
const go = (row: number, column: number) => ({ kind: 'go', to: { row, column } });

test('[CRM-2] Enter begins the next row, Tab does at the end of a row, else it is the browser’s', () => {
  expect(moveOf(press('Enter'), { row: 0, column: 2 }, middle, size)).toEqual(go(1, 0));
  expect(moveOf(press('Tab'), { row: 0, column: 3 }, middle, size)).toEqual(go(1, 0));
  expect(moveOf(press('Tab'), { row: 0, column: 1 }, middle, size)).toBeNull();
  expect(moveOf(press('Tab', { shift: true }), { row: 1, column: 0 }, middle, size)).toEqual(go(0, 3));
});

test('[CRM-2] at the edges of the grid Tab leaves it, so that nobody is caught', () => {
  expect(moveOf(press('Tab'), { row: 2, column: 3 }, middle, size)).toBeNull();
  expect(moveOf(press('Tab', { shift: true }), { row: 0, column: 0 }, middle, size)).toBeNull();
});

test('[CRM-2] arrows keep the column, and leave a cell at its edge only', () => {
  expect(moveOf(press('ArrowDown'), { row: 0, column: 2 }, middle, size)).toEqual(go(1, 2));
  expect(moveOf(press('ArrowRight'), { row: 0, column: 1 }, middle, size)).toBeNull();
  expect(moveOf(press('ArrowRight'), { row: 0, column: 1 }, { ...middle, atEnd: true }, size)).toEqual(go(0, 2));
  expect(moveOf(press('ArrowLeft'), { row: 0, column: 1 }, { ...middle, atStart: true }, size)).toEqual(go(0, 0));
});

test('[CRM-2] in a list of choices the arrows choose', () => {
  expect(moveOf(press('ArrowDown'), { row: 0, column: 2 }, { ...middle, isChoice: true }, size)).toBeNull();
});

test('[CRM-2] with Ctrl: D copies from above, down goes to who may be the same, Delete takes the row back', () => {
  const at = { row: 1, column: 0 };
  expect(moveOf(press('d', { ctrl: true }), at, middle, size)).toEqual({ kind: 'copy-above' });
  expect(moveOf(press('ArrowDown', { ctrl: true }), at, middle, size)).toEqual({ kind: 'beside' });
  expect(moveOf(press('Delete', { ctrl: true }), at, middle, size)).toEqual({ kind: 'take-back' });
  expect(moveOf(press('c', { ctrl: true }), at, middle, size)).toBeNull();
});
