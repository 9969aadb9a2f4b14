import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { m } from '$lib/paraglide/messages.js';

type Form = { declarations: string[]; selectors: string[]; match: Record<string, string> };
type Catalogue = Record<string, string | [Form]>;

const root = fileURLToPath(new URL('../../../messages', import.meta.url));
const languages = ['en', 'ru', 'fr', 'it'] as const;
const files = readdirSync(`${root}/en`);
const read = (language: string, file: string): Catalogue =>
  JSON.parse(readFileSync(`${root}/${language}/${file}`, 'utf8'));

const textsOf = (entry: string | [Form]) => (typeof entry === 'string' ? [entry] : Object.values(entry[0].match));
const holes = (text: string) => [...new Set([...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name))].sort();
/** Units (min, MB) are the same in many languages. */
const isWords = (text: string) => /\p{L}{4,}/u.test(text.replace(/\{\w+\}/g, ''));

test.each(files)('[UX-1] %s holds the same keys with the same holes in every language', (file) => {
  const english = read('en', file);
  for (const language of languages) {
    const other = read(language, file);
    expect(Object.keys(other), language).toEqual(Object.keys(english));
    for (const [key, entry] of Object.entries(english)) {
      const wanted = holes(textsOf(entry).at(-1) as string);
      for (const text of textsOf(other[key] as string | [Form])) {
        expect(text.trim(), `${language} ${key}`).not.toBe('');
        expect(wanted, `${language} ${key}: ${text}`).toEqual(expect.arrayContaining(holes(text)));
      }
    }
  }
});

test('[UX-1] no key is in two files', () => {
  const keys = files.flatMap((file) => Object.keys(read('en', file)));
  expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
});

test('[UX-1] Russian is Cyrillic, and no sentence was left in English', () => {
  const same = files.flatMap((file) => {
    const english = read('en', file);
    return languages.slice(1).flatMap((language) =>
      Object.entries(read(language, file))
        .filter(
          ([key, entry]) =>
            textsOf(entry).join().includes(' ') && textsOf(entry).join() === textsOf(english[key] ?? '').join(),
        )
        .filter(([, entry]) => isWords(textsOf(entry).join()))
        .map(([key]) => `${language} ${key}`),
    );
  });
  expect(same).toEqual([]);
});

test('[UX-1] every plural gives words for every number in every language', () => {
  const plurals = files.flatMap((file) =>
    Object.entries(read('en', file)).filter(([, entry]) => typeof entry !== 'string'),
  );
  expect(plurals.length).toBeGreaterThan(4);
  for (const [key] of plurals) {
    for (const locale of languages) {
      for (const count of [0, 1, 2, 3, 5, 11, 12, 14, 21, 22, 25, 101, 111, 112, 1.5, 1_000_000]) {
        const message = m[key as 'n_calls']({ count } as { count: number }, { locale });
        expect(message, `${key} ${locale} ${count}`).not.toBe(key);
      }
    }
  }
});

test('[UX-1] Russian counts right', () => {
  const say = (count: number) => m.n_missed_calls({ count }, { locale: 'ru' });
  expect([1, 2, 4, 5, 11, 12, 21, 22, 25, 100, 101, 111].map(say)).toEqual([
    '1 пропущенный звонок',
    '2 пропущенных звонка',
    '4 пропущенных звонка',
    '5 пропущенных звонков',
    '11 пропущенных звонков',
    '12 пропущенных звонков',
    '21 пропущенный звонок',
    '22 пропущенных звонка',
    '25 пропущенных звонков',
    '100 пропущенных звонков',
    '101 пропущенный звонок',
    '111 пропущенных звонков',
  ]);
});
