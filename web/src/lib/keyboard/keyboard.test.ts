import { expect, test } from 'vitest';
import { testClock } from '$lib/clock/clock.ts';
import { Keyboard } from './keyboard.svelte.ts';
import { type KeyPress, keyLabel, keyName } from './match-key.ts';
import { UndoStore } from './undo.svelte.ts';

const press = (key: string, extra: Partial<KeyPress> = {}): KeyPress => ({
  key,
  code: /^[a-z]$/i.test(key) ? `Key${key.toUpperCase()}` : '',
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...extra,
});
const label = () => 'x';

function keyboard() {
  const clock = testClock('2026-03-02T09:00:00Z');
  const keys = new Keyboard(clock);
  const ran: string[] = [];
  const add = (name: string, extra = {}) =>
    keys.register({ keys: name, group: 'call', label, run: () => ran.push(name), ...extra });
  return { clock, keys, ran, add };
}

test('[UX-1] letters work in a Russian layout by place and in a French one by what is printed', () => {
  expect(keyName(press('ф', { code: 'KeyA' }))).toBe('a');
  expect(keyName(press('a', { code: 'KeyQ' }))).toBe('a');
  expect(keyName(press('&', { code: 'Digit1' }))).toBe('1');
  expect(keyName(press('?', { code: 'Slash', shiftKey: true }))).toBe('?');
  expect(keyName(press('л', { code: 'KeyK', metaKey: true }))).toBe('ctrl+k');
  expect(keyName(press('Shift'))).toBeNull();
  expect(keyName(press('a', { altKey: true }))).toBeNull();
  expect(keyName(press('ArrowDown', { altKey: true }))).toBeNull();
  expect(keyName(press('ArrowDown', { altKey: true, shiftKey: true }))).toBe('alt+shift+arrowdown');
  expect(keyName(press('ArrowDown', { altKey: true, shiftKey: true, ctrlKey: true }))).toBeNull();
});

test('[UX-1] a single key does nothing while a field has the keyboard, Ctrl K does', () => {
  const { keys, ran, add } = keyboard();
  add('a');
  add('ctrl+k', { inFields: true });
  expect(keys.press(press('a'), true)).toBe(false);
  expect(keys.press(press('k', { ctrlKey: true }), true)).toBe(true);
  expect(keys.press(press('a'), false)).toBe(true);
  expect(ran).toEqual(['ctrl+k', 'a']);
});

test('[UX-1] two keys after each other go to a page, but only within a moment', () => {
  const { keys, ran, add, clock } = keyboard();
  add('g d');
  add('d');
  keys.press(press('g'), false);
  keys.press(press('d'), false);
  keys.press(press('g'), false);
  clock.advance(2_000);
  keys.press(press('d'), false);
  expect(ran).toEqual(['g d', 'd']);
});

test('[UX-1] the last one that is possible has the key; one that is taken away gives it back', () => {
  const { keys, ran, add } = keyboard();
  add('1');
  let possible = true;
  const stop = keys.register({ keys: '1', group: 'call', label, run: () => ran.push('pick'), when: () => possible });
  keys.press(press('1', { code: 'Digit1' }), false);
  possible = false;
  keys.press(press('1', { code: 'Digit1' }), false);
  stop();
  keys.press(press('1', { code: 'Digit1' }), false);
  expect(ran).toEqual(['pick', '1', '1']);
});

test('[UX-1] single keys can be switched off; Esc, Ctrl K and ? stay', () => {
  const { keys, ran, add } = keyboard();
  for (const name of ['a', 'escape', '?', 'ctrl+k']) add(name);
  keys.singleKeys = false;
  for (const each of [press('a'), press('Escape'), press('?'), press('k', { ctrlKey: true })]) keys.press(each, false);
  expect(ran).toEqual(['escape', '?', 'ctrl+k']);
});

test('[UX-1] keys are printed as people know them', () => {
  expect(['ctrl+k', 'g d', 'escape', '1', 'alt+shift+arrowdown'].map(keyLabel)).toEqual([
    'Ctrl K',
    'G D',
    'Esc',
    '1',
    'Alt ⇧ ↓',
  ]);
});

test('[UX-1] a change is taken back once, and only the last one', async () => {
  const store = new UndoStore();
  const undone: string[] = [];
  const change = (text: string) => ({ text, undo: () => void undone.push(text) });
  const first = change('first');
  const old = change('old');
  store.offer(old);
  store.forget(old);
  expect(await store.run()).toBe(false);
  store.offer(first);
  store.offer(change('second'));
  expect(await store.run(first)).toBe(false);
  expect(await store.run()).toBe(true);
  expect(await store.run()).toBe(false);
  expect(undone).toEqual(['second']);
});
