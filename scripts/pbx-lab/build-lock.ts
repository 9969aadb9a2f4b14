import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { delay, labClock } from './lab-clock.ts';
import { isSameProcess, processStamp } from './process-stamp.ts';

/** A lock file nobody has signed yet is a process between two system calls, unless it stays so. */
const UNSIGNED_GRACE_MS = 10_000;

/**
 * Runs `work` while no other process does so under the same lock file. The lock of a process that died is taken over.
 * It only saves double work: whoever uses it must still publish its result by an atomic rename.
 */
export async function withBuildLock<T>(lockFile: string, onWait: () => void, work: () => Promise<T>): Promise<T> {
  await mkdir(dirname(lockFile), { recursive: true });
  let waited = false;
  while (!(await tryLock(lockFile))) {
    if (!waited) onWait();
    waited = true;
    await delay(200);
  }
  try {
    return await work();
  } finally {
    await rm(lockFile, { force: true });
  }
}

async function tryLock(lockFile: string): Promise<boolean> {
  try {
    await writeFile(lockFile, processStamp(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  if (await isAbandoned(lockFile)) {
    // Renaming first: of two processes that judge the same lock, one fails here and simply waits another turn.
    const aside = `${lockFile}.${process.pid}`;
    await rename(lockFile, aside).then(
      () => rm(aside, { force: true }),
      () => undefined,
    );
  }
  return false;
}

async function isAbandoned(lockFile: string): Promise<boolean> {
  const owner = await readFile(lockFile, 'utf8').catch(() => undefined);
  if (owner === undefined) return false;
  if (owner !== '') return !isSameProcess(owner);
  const info = await stat(lockFile).catch(() => undefined);
  return info !== undefined && labClock.epochMs() - info.mtimeMs > UNSIGNED_GRACE_MS;
}
