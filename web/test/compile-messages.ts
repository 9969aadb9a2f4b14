/** Set-up of the unit tests: the messages the console's sources import exist, and are not older than the catalogues. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { compile } from '@inlang/paraglide-js';

const web = fileURLToPath(new URL('..', import.meta.url));
const compiled = `${web}src/lib/paraglide/runtime.js`;

function newest(folder: string): number {
  const entries = readdirSync(folder, { withFileTypes: true, recursive: true });
  return Math.max(0, ...entries.filter((e) => e.isFile()).map((e) => statSync(`${e.parentPath}/${e.name}`).mtimeMs));
}

export default async function compileMessages(): Promise<void> {
  if (existsSync(compiled) && statSync(compiled).mtimeMs > newest(`${web}messages`)) return;
  await compile({
    project: `${web}project.inlang`,
    outdir: `${web}src/lib/paraglide`,
    strategy: ['localStorage', 'preferredLanguage', 'baseLocale'],
  });
}
