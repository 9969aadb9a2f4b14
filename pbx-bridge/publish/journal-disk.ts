/** The few file operations a journal needs, so that tests can make a disk that fills up or breaks. */
import fs from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import path from 'node:path';

export interface JournalDisk {
  openForAppend(file: string): number;
  write(fd: number, bytes: Buffer): void;
  truncate(fd: number, length: number): void;
  sync(fd: number): Promise<void>;
  close(fd: number): void;
  remove(file: string): Promise<void>;
  /** Writes the whole file so that after a crash either the old or the new one is there. */
  replace(file: string, content: string): Promise<void>;
}

/** Numbers of customers are in these files: readable by the bridge's user only. */
const privateFile = 0o600;

export const nodeDisk: JournalDisk = {
  openForAppend: (file) => fs.openSync(file, 'a', privateFile),
  write: (fd, bytes) => {
    for (let written = 0; written < bytes.length; ) written += fs.writeSync(fd, bytes, written);
  },
  truncate: (fd, length) => fs.ftruncateSync(fd, length),
  sync: (fd) => new Promise((resolve, reject) => fs.fsync(fd, (error) => (error === null ? resolve() : reject(error)))),
  close: (fd) => fs.closeSync(fd),
  remove: (file) => rm(file, { force: true }),
  replace: async (file, content) => {
    const temporary = `${file}.new`;
    const handle = await open(temporary, 'w', privateFile);
    try {
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
    await syncFolder(path.dirname(file));
  },
};

/** Makes the names in a folder durable. Not every system can (Windows): then the rename alone must do. */
const syncFolder = async (folder: string): Promise<void> => {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};
