/** PostgreSQL refuses to run as root: which user it runs as instead, and where that user can keep files. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';

export interface RunAs {
  uid: number;
  gid: number;
}

function idOf(flag: '-u' | '-g', name: string): number | null {
  try {
    return Number(execFileSync('id', [flag, name], { stdio: ['ignore', 'pipe', 'ignore'] }));
  } catch (error) {
    // `id` ends with 1 when there is no such user; without `id` there is no user to find either.
    return error instanceof Error ? null : null;
  }
}

/** Null when this process is not root: PostgreSQL then runs as the same user. */
export function postgresUser(): RunAs | null {
  if (process.getuid?.() !== 0) return null;
  for (const name of ['postgres', 'nobody']) {
    const uid = idOf('-u', name);
    const gid = idOf('-g', name);
    if (uid !== null && gid !== null) return { uid, gid };
  }
  throw new Error(
    'Trunkline runs as root and finds no user "postgres" or "nobody" to run the embedded PostgreSQL as. Start it as an ordinary user, or set DATABASE_URL.',
  );
}

/** True when another user may walk into every folder above `folder` (the nearest that exists counts). */
export function isReachableByOthers(folder: string): boolean {
  for (let at = path.resolve(folder); ; at = path.dirname(at)) {
    if (existsSync(at) && (statSync(at).mode & 0o001) === 0) return false;
    if (at === path.dirname(at)) return true;
  }
}

/**
 * Where cluster and programs live: in the data folder; when we are root and the data folder lies under a closed home,
 * in a folder of `/var/lib/trunkline` that is named after it.
 */
export function databaseHome(dataDir: string, runAs: RunAs | null): string {
  const folder = path.resolve(dataDir, 'database');
  if (runAs === null || isReachableByOthers(path.dirname(folder))) return folder;
  const name = createHash('sha256').update(path.resolve(dataDir)).digest('hex').slice(0, 12);
  return path.join('/var/lib/trunkline', name);
}
