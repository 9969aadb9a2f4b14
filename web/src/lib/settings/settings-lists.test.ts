import { expect, test } from 'vitest';
import { durationWords } from './duration-words.ts';
import { moved } from './move-place.ts';

test('[MIS-3] a ladder is told by its delays', () => {
  expect([300, 1_800, 10_800, 86_400].map(durationWords).join(' → ')).toBe('5 min → 30 min → 3 h → 1 d');
});

test('[TEL-9] a result changes places with its neighbour; places are counted anew', () => {
  const items = ['a', 'b', 'c'].map((id, index) => ({ id, position: index * 10 }));
  expect(moved(items, 2, -1)).toEqual([
    { id: 'a', position: 0 },
    { id: 'c', position: 1 },
    { id: 'b', position: 2 },
  ]);
  expect(moved(items, 0, -1).map(({ id }) => id)).toEqual(['a', 'b', 'c']);
});
