/** Finds files that are not TypeScript (migrations, the built console) from source and from `dist` alike. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

function isProjectRoot(folder: string): boolean {
  const file = path.join(folder, 'package.json');
  return existsSync(file) && (JSON.parse(readFileSync(file, 'utf8')) as { name?: string }).name === 'trunkline';
}

/** The folder of the project's package.json. */
export function projectRoot(from: string = import.meta.dirname): string {
  for (let folder = from; ; folder = path.dirname(folder)) {
    if (isProjectRoot(folder)) return folder;
    if (folder === path.dirname(folder)) throw new Error(`no Trunkline package.json above ${from}`);
  }
}
