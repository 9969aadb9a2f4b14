/** One Trunkline per data folder: a file with the owner's process id, made so that only one can win. */
import { open, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { processStamp } from '../process-stamp.ts';

export class DataFolderInUse extends Error {
  constructor(folder: string, pid: number) {
    super(
      `The data folder ${folder} is in use by another Trunkline (process ${pid}). Stop it, or set DATA_DIR to another folder.`,
    );
    this.name = 'DataFolderInUse';
  }
}

export interface FolderClaim {
  release(): Promise<void>;
}

/** Number of the process that holds the claim; 0 when that process is gone. */
async function ownerOf(file: string): Promise<number> {
  const [pid = '0', stamp = ''] = (await readFile(file, 'utf8').catch(() => '')).split('\n');
  return stamp !== '' && processStamp(Number(pid)) === stamp ? Number(pid) : 0;
}

/** Rejects with `DataFolderInUse` while another live process holds the folder. A dead owner's claim is taken over. */
export async function claimDataFolder(folder: string): Promise<FolderClaim> {
  const file = path.join(folder, 'owner.pid');
  for (let tries = 0; tries < 3; tries += 1) {
    try {
      const handle = await open(file, 'wx', 0o600);
      await handle.writeFile(`${process.pid}\n${processStamp(process.pid)}`);
      await handle.close();
      return { release: () => rm(file, { force: true }) };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      const pid = await ownerOf(file);
      if (pid > 0) throw new DataFolderInUse(folder, pid);
      await rm(file, { force: true });
    }
  }
  throw new DataFolderInUse(folder, await ownerOf(file));
}
