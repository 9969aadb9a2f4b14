import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const skipped = new Set([
  'node_modules',
  'dist',
  'build',
  '.svelte-kit',
  'paraglide',
  '.cache',
  'data',
  'test-artefacts',
]);

export type SourceFile = { path: string; text: string; lines: number };

export const listFolders = (folder: string): string[] =>
  readdirSync(join(root, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);

/** Every source file of ours below these folders, with its text. */
export function readSources(folders: string[]): SourceFile[] {
  return folders.flatMap((folder) => walk(folder));
}

function walk(folder: string): SourceFile[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return skipped.has(entry.name) ? [] : walk(path);
    if (!/\.(ts|mjs|svelte)$/.test(entry.name)) return [];
    const text = readFileSync(join(root, path), 'utf8');
    return [{ path, text, lines: text.split('\n').length - 1 }];
  });
}
