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
const targetOf = (key: string): string | null =>
  made.has(key) ? null : key === 'morePhones' ? 'phone' : key.replace(/\d$/, '');

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
});
