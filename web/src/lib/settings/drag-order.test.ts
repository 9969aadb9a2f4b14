import { expect, test } from 'vitest';
import { dropped, newPositions } from './drag-order.ts';

test('[CRM-3] an item is dropped above and below its place, and outside nothing is lost', () => {
  expect(dropped(['a', 'b', 'c'], 0, 2)).toEqual(['b', 'c', 'a']);
  expect(dropped(['a', 'b', 'c'], 2, 0)).toEqual(['c', 'a', 'b']);
  expect(dropped(['a', 'b'], 0, 9)).toEqual(['b', 'a']);
  expect(dropped(['a', 'b'], 7, 0)).toEqual(['a', 'b']);
});

test('[CRM-3] only what stands elsewhere now is told', () => {
  const items = [
    { id: 'a', position: 1 },
    { id: 'c', position: 3 },
    { id: 'b', position: 2 },
  ];
  expect(newPositions(items)).toEqual([
    { id: 'c', position: 2 },
    { id: 'b', position: 3 },
  ]);
});
