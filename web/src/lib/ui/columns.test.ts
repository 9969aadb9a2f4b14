import { expect, test } from 'vitest';
import { type Column, gridTemplate, isChosen, visibleColumns } from './columns.ts';

const label = () => 'x';
const columns: Column[] = [
  { id: 'state', label, min: 100, rank: 0 },
  { id: 'who', label, min: 160, grow: 1, rank: 0 },
  { id: 'queue', label, min: 90, rank: 3 },
  { id: 'agent', label, min: 120, rank: 1 },
  { id: 'cause', label, min: 80, rank: 2, off: true },
];
const ids = (choice: Record<string, boolean>, width: number) =>
  visibleColumns(columns, choice, width).map(({ id }) => id);

test('[UX-1] the least needed column goes first when a list gets narrow, the needed ones never', () => {
  expect(ids({}, 2_000)).toEqual(['state', 'who', 'queue', 'agent']);
  expect(ids({}, 500)).toEqual(['state', 'who', 'agent']);
  expect(ids({}, 300)).toEqual(['state', 'who']);
  expect(ids({}, 10)).toEqual(['state', 'who']);
});

test('[UX-1] columns are switched on and off by hand; a needed one stays', () => {
  expect(ids({ cause: true, queue: false }, 2_000)).toEqual(['state', 'who', 'agent', 'cause']);
  expect(ids({ who: false }, 2_000)).toContain('who');
  expect(isChosen(columns[4] as Column, {})).toBe(false);
});

test('[UX-1] what somebody switched on stays while there is room for it, and the last of theirs goes first', () => {
  expect(ids({ cause: true }, 420)).toEqual(['state', 'who', 'cause']);
  expect(ids({ cause: true, queue: true }, 480)).toEqual(['state', 'who', 'queue', 'cause']);
  expect(ids({ cause: true, queue: true }, 400)).toEqual(['state', 'who', 'queue']);
  expect(ids({ cause: true, queue: true }, 100)).toEqual(['state', 'who']);
});

test('[UX-1] one column takes what is left over', () => {
  expect(gridTemplate(visibleColumns(columns, {}, 300))).toBe('100px minmax(0px, 1fr)');
  expect(gridTemplate([columns[2] as Column])).toBe('minmax(90px, 1fr)');
});
