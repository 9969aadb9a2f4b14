import { expect, test } from 'vitest';
import type { Import, ImportCounts } from '$contract/imports.contract.ts';
import { createApi } from '$lib/api/api.ts';
import { ApiFailure } from '$lib/api/api-failure.ts';
import type { Console } from '$lib/app/console.svelte.ts';
import { testClock } from '$lib/clock/clock.ts';
import { certaintyOf, choose, isRepaired, offeredTargets, previewFields, type Target } from './column-choice.ts';
import { foundOf, hasEnded, isEditable, isSetUp, resultOf } from './import-stage.ts';
import { keptWord, problemText } from './import-words.ts';
import { ImportWork } from './import-work.svelte.ts';
import { cellsToShow } from './problem-cells.ts';

const none: ImportCounts = {
  problems: 0,
  create: 0,
  update: 0,
  skip: 0,
  clash: 0,
  created: 0,
  updated: 0,
  organisationsCreated: 0,
  restored: 0,
  kept: 0,
};
const one = (change: Partial<Import> = {}) => ({ state: 'ready', stoppedIn: null, counts: none, ...change }) as Import;
const target = (key: string, isRepeatable = false): Target => ({
  key,
  kind: 'text',
  labels: { en: key, ru: key, fr: key, it: key },
  isRepeatable,
  isOff: false,
});
const targets = [target('name'), target('phone', true), target('email', true)];

test('[IMP-1] a field of which there is one moves to the column that is chosen for it; numbers may stand in several', () => {
  expect(choose(['name', null, 'phone'], 1, 'name', targets)).toEqual([null, 'name', 'phone']);
  expect(choose(['name', null, 'phone'], 1, 'phone', targets)).toEqual(['name', 'phone', 'phone']);
  expect(choose(['name', null, null], 0, null, targets)).toEqual([null, null, null]);
});

test('[CRM-3] [IMP-1] a field that was switched off is offered only to the column that has it', () => {
  const off = { ...target('custom.old'), isOff: true };
  expect(offeredTargets([target('name'), off], 'name').map(({ key }) => key)).toEqual(['name']);
  expect(offeredTargets([target('name'), off], 'custom.old')).toContain(off);
});

test('[IMP-1] only what changes a number is called a repair', () => {
  const number = (written: string) => ({ written, e164: '+74951234567', extension: null, because: null });
  expect(isRepaired(number('+7 (495) 123-45-67'))).toBe(false);
  expect(isRepaired(number('8 (495) 123-45-67, ext. 9'))).toBe(true);
  expect(isRepaired({ ...number('12'), e164: null, because: 'internal' })).toBe(false);
});

test('[IMP-1] the preview shows the name, the numbers together, then the rest; an owner as it was written', () => {
  expect(previewFields(['email', 'lastName', 'phone', null, 'firstName', 'owner', 'mobile'])).toEqual([
    { key: 'name', writtenIn: null },
    { key: 'numbers', writtenIn: null },
    { key: 'email', writtenIn: null },
    { key: 'owner', writtenIn: 5 },
  ]);
  expect(previewFields(['morePhones', 'phoneMark', 'moreAddresses'])).toEqual([
    { key: 'name', writtenIn: null },
    { key: 'numbers', writtenIn: null },
    { key: 'phoneMark', writtenIn: 1 },
    { key: 'moreAddresses', writtenIn: 2 },
  ]);
});

test('[IMP-1] a confidence is said in words', () => {
  expect([0.95, 0.7, 0.45].map(certaintyOf)).toEqual(['sure', 'likely', 'unsure']);
});

test('[IMP-1] what is written, or is being undone, is not set up any more', () => {
  expect(isEditable(one())).toBe(true);
  expect(isEditable(one({ state: 'failed', stoppedIn: 'reading' }))).toBe(true);
  expect(isEditable(one({ state: 'paused', stoppedIn: 'undoing' }))).toBe(false);
  expect(isEditable(one({ state: 'reading' }))).toBe(false);
  expect(isSetUp(one({ state: 'reading' }))).toBe(true);
  const written = one({ state: 'paused', stoppedIn: 'writing', counts: { ...none, created: 4 } });
  expect([isEditable(written), isSetUp(written)]).toEqual([false, false]);
  expect(hasEnded(one({ state: 'undone' }))).toBe(true);
});

test('[IMP-1] a dry run that found nothing is told, one that was not made is not', () => {
  expect(foundOf(one())).toBeNull();
  expect(foundOf(one({ state: 'checked' }))).toMatchObject({ create: 0, problem: 0 });
  expect(foundOf(one({ state: 'done', counts: { ...none, problems: 2 } }))).toMatchObject({ problem: 2 });
});

test('[IMP-1] the result tells the parts that are not nothing', () => {
  expect(resultOf({ ...none, created: 3, problems: 1 })).toEqual([
    { part: 'created', count: 3 },
    { part: 'problems', count: 1 },
  ]);
});

test('[IMP-1] a problem is told with the field it is in, and what is not known as it came', () => {
  const fieldOf = (key: string) => ({ phone: 'Phone' })[key] ?? key;
  expect(problemText('phone:internal', fieldOf)).toBe('Phone: looks like an internal number');
  expect(problemText('row:broken-quotes', fieldOf)).toBe('Row: quotation marks are opened and not closed');
  expect(problemText('phone:moon', fieldOf)).toBe('Phone: moon');
  expect(problemText('phone:internal email:no-email', fieldOf)).toBe(
    'Phone: looks like an internal number; email: is no e-mail address',
  );
  expect(keptWord('owner_agent_id', fieldOf)).toBe('owner');
  expect(keptWord('custom.size', (key) => ({ 'custom.size': 'Size' })[key] ?? key)).toBe('Size');
});

test('[IMP-1] the cells of a row stand beside its reason: those it is about first, empty ones not at all', () => {
  const cut = { headers: ['Name', 'Town', '', 'Phone'], mapping: ['name', null, 'notes', 'phone'] };
  const { cells, left } = cellsToShow(['Anna', 'Riga', '', '12'], cut, 'phone:internal');
  expect(cells.map(({ header, text, isMeant }) => [header, text, isMeant])).toEqual([
    ['Phone', '12', true],
    ['Name', 'Anna', false],
    ['Town', 'Riga', false],
  ]);
  expect(left).toBe(0);
  const both = cellsToShow(['Anna', 'Riga', '', '12'], cut, 'phone:internal name:too-long');
  expect(both.cells.filter(({ isMeant }) => isMeant).map(({ text }) => text)).toEqual(['Anna', '12']);
  const wide = Array.from({ length: 20 }, (_, index) => `c${index}`);
  expect(cellsToShow(wide, { headers: wide, mapping: wide }, 'c19:too-long')).toMatchObject({ left: 8 });
});

/** A server that answers by hand, and the console around it. */
function scripted() {
  const asked: {
    method: string;
    path: string;
    body: unknown;
    answer: (value: unknown) => void;
    fail: (e: Error) => void;
  }[] = [];
  const told: unknown[] = [];
  const clock = testClock('2026-03-02T09:00:00Z');
  const api = createApi(
    (method, path, options) =>
      new Promise((resolve, reject) =>
        asked.push({ method, path, body: options?.body, answer: resolve as (value: unknown) => void, fail: reject }),
      ),
  );
  const console = { api, clock, toasts: { fail: (error: unknown) => told.push(error) } } as unknown as Console;
  const find = (path: string, method = 'GET') => asked.findLast((each) => each.path === path && each.method === method);
  return { console, clock, asked, told, find };
}
const settle = () => new Promise((resolve) => setTimeout(resolve, 0));
const file = one({ id: 'imp_1', version: 1, mapping: ['name', null], target: 'contacts' });

test('[IMP-1] two changes in a row go one after the other, each on the version before it', async () => {
  const server = scripted();
  const work = new ImportWork(server.console, 'imp_1');
  const opened = work.open();
  server.find('imports/imp_1')?.answer(file);
  await opened;
  work.change({ mapping: ['name', 'phone'] });
  work.change({ mapping: ['name', 'email'] });
  expect(work.value?.mapping).toEqual(['name', 'email']);
  await settle();
  const first = server.find('imports/imp_1', 'PATCH');
  expect(first?.body).toEqual({ mapping: ['name', 'phone'], version: 1 });
  first?.answer({ ...file, mapping: ['name', 'phone'], version: 2 });
  await settle();
  expect(work.value?.mapping).toEqual(['name', 'email']);
  const second = server.find('imports/imp_1', 'PATCH');
  expect(second?.body).toEqual({ mapping: ['name', 'email'], version: 2 });
  second?.answer({ ...file, mapping: ['name', 'email'], version: 3 });
  await settle();
  expect(work.value).toMatchObject({ version: 3, mapping: ['name', 'email'] });
});

test('[IMP-1] a change that is refused is told, and what the server holds is shown again', async () => {
  const server = scripted();
  const work = new ImportWork(server.console, 'imp_1');
  const opened = work.open();
  server.find('imports/imp_1')?.answer(file);
  await opened;
  work.change({ mapping: [null, null] });
  await settle();
  server.find('imports/imp_1', 'PATCH')?.fail(new ApiFailure('imports.stale', 409, 'stale'));
  await settle();
  server.find('imports/imp_1')?.answer({ ...file, version: 5 });
  await settle();
  expect(work.value).toMatchObject({ version: 5, mapping: ['name', null] });
  expect(server.told).toHaveLength(1);
});
