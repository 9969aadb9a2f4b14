/** Set-up of the unit tests: the messages the console's sources import exist, and are not older than the catalogues. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const web = fileURLToPath(new URL('..', import.meta.url));
const compiled = `${web}src/lib/paraglide/runtime.js`;

function newest(folder: string): number {
  const entries = readdirSync(folder, { withFileTypes: true, recursive: true });
  const areas = entries.filter((e) => e.isFile() && !e.parentPath.endsWith('joined'));
  return Math.max(0, ...areas.map((e) => statSync(`${e.parentPath}/${e.name}`).mtimeMs));
}

/** In a process of its own: the compiler keeps handles open, and vitest would wait for them. */
export default function compileMessages(): void {
  if (existsSync(compiled) && statSync(compiled).mtimeMs > newest(`${web}messages`)) return;
  execFileSync('npm', ['run', '-s', 'messages'], { cwd: web, stdio: 'pipe' });
}
