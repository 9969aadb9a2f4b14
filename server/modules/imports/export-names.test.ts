import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { languages } from '../../contract/built-in-words.ts';
import { contactColumns, organisationColumns } from '../exports/people-columns.ts';
import { guessColumns } from './guess-columns.ts';
import { targetsOf } from './import-targets.ts';

/** What the server itself counts or makes: no file can say it. */
const made = new Set([
  'id',
  'createdAt',
  'updatedAt',
  'lastCallAt',
  'lastReachedAt',
  'calls',
  'attempts',
  'reached',
  'people',
]);
const targetOf = (key: string): string | null => (made.has(key) ? null : key.replace(/\d$/, ''));

describe('[IMP-1] a file that was exported', () => {
  for (const [list, columns] of [
    ['contacts', contactColumns],
    ['organisations', organisationColumns],
  ] as const)
    for (const language of languages)
      it(`has columns that an import knows by their names: ${list}, ${language}`, () => {
        const headers = columns.map(({ labels }) => labels[language]);
        const guesses = guessColumns(headers, [], targetsOf(list), 'RU');
        expect(headers.map((header, index) => `${header}: ${guesses[index]?.target ?? null}`)).toEqual(
          columns.map(({ key, labels }) => `${labels[language]}: ${targetOf(key)}`),
        );
      });

  for (const language of languages)
    it(`says what the screens say: ${language}`, () => {
      const screens = JSON.parse(
        readFileSync(new URL(`../../../web/messages/${language}/people.json`, import.meta.url), 'utf8'),
      ) as Record<string, string>;
      const said = (columns: readonly { key: string; labels: Record<string, string> }[], key: string) =>
        columns.find((column) => column.key === key)?.labels[language];
      expect(said(contactColumns, 'role')).toBe(screens.people_role);
      for (const columns of [contactColumns, organisationColumns])
        expect(said(columns, 'lifecycle')).toBe(screens.people_stage);
    });

  it('is known by the words of earlier exports as well', () => {
    const targets = (headers: string[]) =>
      guessColumns(headers, [], targetsOf('contacts'), 'RU').map((guess) => guess?.target);
    for (const lifecycle of ['Lifecycle', 'Этап', 'Cycle de vie', 'Ciclo di vita'])
      expect(targets(['Name', lifecycle])).toEqual(['name', 'lifecycle']);
    expect(targets(['Name', 'Role', 'Other role'])).toEqual(['name', 'role', 'otherRole']);
  });
});
