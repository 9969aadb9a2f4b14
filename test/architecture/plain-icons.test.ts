/** Icons are made plain markup when the console is built (web/plain-icons.js); what they understand is all they are given. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compile } from 'svelte/compiler';
import { expect, test } from 'vitest';
import { iconProps, plainIcon } from '../../web/plain-icons.js';
import { readSources } from './source-files.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const sources = readSources(['web/src']);
const imports = sources.flatMap(({ path, text }) =>
  [...text.matchAll(/import (\w+) from '@lucide\/svelte\/icons\/([\w-]+)'/g)].map(([, local = '', icon = '']) => ({
    ...{ path, local, icon },
  })),
);

const icons = join(root, 'node_modules/@lucide/svelte/dist/icons');

/** The component of an icon; an icon that was renamed stands in the file of its new name. */
function componentOf(icon: string): string {
  const file = /from ["']\.\/([\w-]+\.svelte)["']/.exec(readFileSync(join(icons, `${icon}.js`), 'utf8'))?.[1] ?? '';
  return readFileSync(join(icons, file), 'utf8');
}

test('every icon of the console becomes markup, and none is put together at run time', () => {
  const used = [...new Set(imports.map(({ icon }) => icon))];
  expect(used.length).toBeGreaterThan(50);
  for (const icon of used) {
    const plain = plainIcon(componentOf(icon));
    expect(plain, icon).toMatch(/<svg [^>]*>(<\w+ [^<>]+\/>)+<\/svg>/);
    const { warnings } = compile(plain, { generate: 'client', runes: true });
    expect(
      warnings.map(({ code }) => code),
      icon,
    ).toEqual([]);
  }
});

test('nobody gives an icon what a plain one does not understand', () => {
  const names = [...new Set(imports.map(({ local }) => local)), 'Icon', '[\\w.]+\\.icon'];
  const tag = new RegExp(`<(?:${names.join('|')})(\\s[^<]*?)/>`, 'g');
  const given = sources.flatMap(({ path, text }) =>
    [...text.matchAll(tag)].flatMap(([, attributes = '']) =>
      [...attributes.matchAll(/(?:^|\s)([\w-]+)=|\{\.\.\.(\w+)\}/g)].map(([, name, spread]) => ({
        path,
        name: name ?? `...${spread}`,
      })),
    ),
  );
  expect(given.length).toBeGreaterThan(100);
  expect(given.filter(({ name }) => !iconProps.includes(name))).toEqual([]);
});

test('a version of lucide that writes its icons in another way is refused in words', () => {
  expect(() => plainIcon('<svg/>')).toThrow('does not know how this version of @lucide/svelte writes an icon');
});
