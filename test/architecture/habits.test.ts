import { expect, test } from 'vitest';
import { readSources } from './source-files.ts';

const sources = readSources(['pbx-bridge', 'server', 'scripts', 'web/src']);
const isTest = (path: string) => /\.test\.ts$/.test(path);
const product = sources.filter((file) => !isTest(file.path));

const offenders = (pattern: RegExp, except: RegExp) =>
  product
    .filter((file) => !except.test(file.path))
    .flatMap((file) =>
      file.text
        .split('\n')
        .map((line, index) => ({ line, at: `${file.path}:${index + 1}` }))
        .filter(({ line }) => pattern.test(line) && !/^\s*(\*|\/\/|\/\*)/.test(line))
        .map(({ at }) => at),
    );

test('no source file is longer than 400 lines, no component longer than 300, no test longer than 600', () => {
  const limit = (path: string) => (isTest(path) ? 600 : path.endsWith('.svelte') ? 300 : 400);
  expect(sources.filter((file) => file.lines > limit(file.path)).map((file) => `${file.path}: ${file.lines}`)).toEqual(
    [],
  );
});

test('the time is read from a clock only', () => {
  expect(
    offenders(/Date\.now\(\)|new Date\(\)|performance\.now\(\)/, /clock|^scripts\/|^web\/src\/lib\/clock/),
  ).toEqual([]);
});

test('no error is swallowed by an empty catch', () => {
  expect(offenders(/catch\s*(\([^)]*\))?\s*\{\s*\}/, /^$/)).toEqual([]);
});

test('types are not switched off', () => {
  expect(offenders(/@ts-ignore|@ts-nocheck|\bas any\b|: any\b/, /^$/)).toEqual([]);
});

test('the project stands alone: nothing outside the checkout is referred to', () => {
  const outside = ['..', 'shared'].join('/');
  expect(
    sources
      .filter((file) => file.text.includes(`${outside}/`) && /['"`](\.\.\/)+shared\//.test(file.text))
      .map((f) => f.path),
  ).toEqual([]);
});
