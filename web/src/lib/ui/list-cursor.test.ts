import { expect, test } from 'vitest';
import { initialsOf } from './initials.ts';
import { ListCursor } from './list-cursor.svelte.ts';

test('[UX-1] the cursor moves inside the list and begins at the first row', () => {
  const cursor = new ListCursor();
  cursor.move([], 1);
  expect(cursor.current).toBeNull();
  cursor.move(['a', 'b'], 1);
  cursor.move(['a', 'b'], 1);
  cursor.move(['a', 'b'], 1);
  expect(cursor.current).toBe('b');
});

test('[UX-1] rows may come and go: the cursor stays on its row, or falls on the one in its place', () => {
  const cursor = new ListCursor();
  cursor.current = 'b';
  cursor.keep(['new', 'a', 'b', 'c']);
  expect(cursor.current).toBe('b');
  cursor.keep(['new', 'a', 'c']);
  expect(cursor.current).toBe('c');
  cursor.keep([]);
  expect(cursor.current).toBeNull();
});

test('[UX-1] selected rows that are gone are no longer selected', () => {
  const cursor = new ListCursor();
  cursor.toggle('a');
  cursor.toggle('b');
  cursor.toggle('a');
  cursor.toggle('c');
  cursor.keep(['a', 'b']);
  expect([...cursor.selected]).toEqual(['b']);
});

test.each([
  ['Anna Sergeevna Petrova', 'AP'],
  ['Иван', 'И'],
  ['  «Рога и копыта» ', 'РК'],
  ['—', '?'],
])('[UX-1] initials of %s are %s', (name, initials) => {
  expect(initialsOf(name)).toBe(initials);
});
