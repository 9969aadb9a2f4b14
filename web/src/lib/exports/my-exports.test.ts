import { expect, test } from 'vitest';
import type { Export } from '$contract/exports.contract.ts';
import { createApi } from '$lib/api/api.ts';
import { ApiFailure } from '$lib/api/api-failure.ts';
import type { Console } from '$lib/app/console.svelte.ts';
import { createPreferences } from '$lib/app/preferences.ts';
import { testClock } from '$lib/clock/clock.ts';
import { MyExports } from './my-exports.svelte.ts';

const file = (change: Partial<Export> = {}) =>
  ({ id: 'exp_1', list: 'contacts', state: 'waiting', downloadPath: null, ...change }) as Export;
const settle = () => new Promise((resolve) => setTimeout(resolve, 0));

/** A console whose server answers with what `held` holds; preferences outlive it. */
function browser() {
  const preferences = createPreferences(null);
  const held = { value: file() as Export | ApiFailure };
  const said: string[] = [];
  const clock = testClock('2026-03-02T09:00:00Z');
  const start = () => {
    const api = createApi((async () => {
      if (held.value instanceof ApiFailure) throw held.value;
      return held.value;
    }) as never);
    const toasts = { say: (text: string) => said.push(text), offer: (text: string) => said.push(text) };
    const live = { on: () => () => undefined };
    return new MyExports({ api, clock, preferences, toasts, live } as unknown as Console);
  };
  return { held, said, clock, preferences, start };
}

test('[IMP-1] a file that was asked for is waited for without a live event, and told once', async () => {
  const { held, said, clock, start } = browser();
  const mine = start();
  await mine.ask({ list: 'contacts' });
  clock.advance(2_000);
  await settle();
  expect(said).toEqual([]);
  held.value = file({ state: 'done', downloadPath: '/api/exports/exp_1/file' });
  for (const _ of [1, 2]) {
    clock.advance(2_000);
    await settle();
  }
  expect(said).toEqual(['People: the file is ready']);
  expect(mine.items[0]).toMatchObject({ state: 'done' });
});

test('[IMP-1] it is waited for after a reload, and a failure is told with what to do', async () => {
  const { held, said, clock, start } = browser();
  await start().ask({ list: 'contacts' });
  start();
  held.value = file({ state: 'failed' });
  clock.advance(2_000);
  await settle();
  expect(said).toContain('People: the file could not be written. Export the list again.');
});

test('[IMP-1] one that is not there for whoever is signed in now is forgotten; a lost link forgets nothing', async () => {
  const { held, clock, preferences, start } = browser();
  await start().ask({ list: 'contacts' });
  held.value = new ApiFailure('network.unreachable', 0, 'away');
  clock.advance(2_000);
  await settle();
  expect(preferences.read('exports-pending', [])).toEqual(['exp_1']);
  held.value = new ApiFailure('exports.not_found', 404, 'not yours');
  clock.advance(2_000);
  await settle();
  expect(preferences.read('exports-pending', [])).toEqual([]);
});
