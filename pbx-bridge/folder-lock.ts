/** One bridge per folder: two journals in one place would destroy each other. */
import fs from 'node:fs';
import path from 'node:path';
import { ConfigError } from './config.ts';

/**
 * Takes the folder (made when missing) for this process; gives the function that frees it. A lock left by a process that
 * was killed is taken over.
 *
 * @throws ConfigError when another bridge runs there, or the folder cannot be written.
 */
export const lockFolder = (folder: string): (() => void) => {
  const file = path.join(folder, 'bridge.lock');
  try {
    fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
    const holder = readHolder(file);
    if (holder !== null && isAlive(holder, folder)) {
      throw new ConfigError(`DATA_DIR: another bridge (process ${holder.pid}) already uses ${folder}.`);
    }
    heldFolders.add(folder);
    fs.writeFileSync(file, `${process.pid} ${startStamp(process.pid) ?? ''}\n`);
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new ConfigError(
      `DATA_DIR: the folder ${folder} cannot be written (${code}); allowed: a folder that can be written.`,
    );
  }
  return () => {
    heldFolders.delete(folder);
    fs.rmSync(file, { force: true });
  };
};

/** Folders that this very process holds: its own pid in a lock file may also be left from before a restart. */
const heldFolders = new Set<string>();

interface Holder {
  readonly pid: number;
  readonly stamp: string | null;
}

const readHolder = (file: string): Holder | null => {
  if (!fs.existsSync(file)) return null;
  const [pid, stamp] = fs.readFileSync(file, 'utf8').trim().split(' ');
  return Number(pid) > 0 ? { pid: Number(pid), stamp: stamp === undefined || stamp === '' ? null : stamp } : null;
};

const isAlive = ({ pid, stamp }: Holder, folder: string): boolean => {
  if (pid === process.pid) return heldFolders.has(folder);
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  // After a restart of the machine the number can belong to somebody else: the start time tells them apart.
  return stamp === null || startStamp(pid) === stamp;
};

/** Start time of a process in ticks, where the system tells it (Linux); else null. */
const startStamp = (pid: number): string | null => {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
};
