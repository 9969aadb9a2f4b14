import { existsSync, readFileSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The folder that holds the project's package.json. Works from the sources and from `dist/` alike, because the build keeps
 * only JavaScript: configuration templates are always read from the sources.
 */
export function projectRoot(from: string = dirname(fileURLToPath(import.meta.url))): string {
  for (let folder = from; ; folder = dirname(folder)) {
    const manifest = join(folder, 'package.json');
    if (existsSync(manifest) && JSON.parse(readFileSync(manifest, 'utf8')).name === 'trunkline') return folder;
    if (dirname(folder) === folder) throw new Error(`No Trunkline project above ${from}`);
  }
}

/** Folder of the Asterisk configuration templates. */
export function configTemplateDir(): string {
  return join(projectRoot(), 'scripts', 'pbx-lab', 'config');
}

/** The dialplan that campaigns need, as it is given to every Asterisk. */
export function dialplanFile(): string {
  return join(projectRoot(), 'pbx-bridge', 'dialplan', 'trunkline.conf');
}

/** Root of everything this project downloads: `TRUNKLINE_CACHE_DIR`, else `.cache` in the project. */
export function cacheRoot(env: NodeJS.ProcessEnv = process.env): string {
  return resolve(env.TRUNKLINE_CACHE_DIR ?? join(projectRoot(), '.cache'));
}

/** True when a process of this user may walk into `path` (all that exists of it). Not called for root itself. */
export async function isReachableBy(path: string, uid: number): Promise<boolean> {
  for (let folder = resolve(path); ; folder = dirname(folder)) {
    const info = await stat(folder).catch(() => undefined);
    if (info !== undefined && (info.mode & (info.uid === uid ? 0o100 : 0o001)) === 0) return false;
    if (dirname(folder) === folder) return true;
  }
}
