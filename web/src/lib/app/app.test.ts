import { expect, test } from 'vitest';
import { Load } from './load.svelte.ts';
import { createPreferences } from './preferences.ts';
import { safeReturn } from './safe-return.ts';

test('[ACC-3] after signing in one returns to a path of this console, never to another site', () => {
  expect(safeReturn('/calls?from=1')).toBe('/calls?from=1');
  for (const evil of [
    '//evil.example',
    '/\\evil.example',
    'https://evil.example',
    'javascript:alert(1)',
    '/sign-in',
    null,
  ]) {
    expect(safeReturn(evil)).toBe('/');
  }
});

test('[UX-1] choices last for the page when the browser keeps nothing', () => {
  const full = {
    getItem: () => null,
    setItem: () => {
      throw new Error('quota');
    },
  } as unknown as Storage;
  const preferences = createPreferences(full);
  preferences.write('a', { b: 1 });
  expect(preferences.read('a', {})).toEqual({ b: 1 });
  preferences.remove('a');
  expect(preferences.read('a', 'none')).toBe('none');
});

test('[UX-1] a broken saved choice is left out', () => {
  const broken = { getItem: () => '{oops' } as unknown as Storage;
  expect(createPreferences(broken).read('a', 7)).toBe(7);
});

test('[UX-1] an answer that comes late does not overwrite a newer one', async () => {
  const answers: ((value: string) => void)[] = [];
  const load = new Load(() => new Promise<string>((resolve) => answers.push(resolve)));
  const first = load.again();
  const second = load.again();
  answers[1]?.('new');
  answers[0]?.('old');
  await Promise.all([first, second]);
  expect(load.value).toBe('new');
});

test('[UX-1] what was read stays while it is read again, and a failure is shown with a way back', async () => {
  let fails = false;
  const load = new Load(async () => {
    if (fails) throw new Error('away');
    return 'value';
  });
  await load.again();
  const again = load.again();
  expect(load.value).toBe('value');
  await again;
  fails = true;
  await load.again();
  expect(load.state.kind).toBe('failed');
  fails = false;
  await load.again();
  expect(load.value).toBe('value');
});
