/** Pure: how much memory and disk the embedded PostgreSQL takes of the machine it shares with the server and often with Asterisk. */

const MB = 1024 * 1024;
const between = (least: number, value: number, most: number): number =>
  Math.max(least, Math.min(Math.floor(value), most));

export interface MemorySettings {
  shared_buffers: string;
  effective_cache_size: string;
  work_mem: string;
  maintenance_work_mem: string;
}

/**
 * An eighth of the memory for pages of the base, where PostgreSQL's own documentation advises a quarter for a machine of its
 * own (https://www.postgresql.org/docs/current/runtime-config-resource.html); a step of one statement gets little enough
 * that forty of them at once take no more than that. A small machine keeps what a base of a few thousand people needs.
 * @param bytes that the process may use: of the machine, or of its container
 */
export function memorySettings(bytes: number): MemorySettings {
  const total = bytes / MB;
  return {
    shared_buffers: `${between(192, total / 8, 4_096)}MB`,
    effective_cache_size: `${between(1_024, total / 2, 65_536)}MB`,
    work_mem: `${between(8, total / 512, 32)}MB`,
    maintenance_work_mem: `${between(64, total / 64, 256)}MB`,
  };
}

/**
 * `max_wal_size`: a checkpoint for every gigabyte took a quarter of the time of a large import. After a crash in the middle
 * of one the database reads as much again before it starts.
 * @param freeBytes of the disk of the database
 */
export const logSize = (freeBytes: number): string => (freeBytes >= 40 * 1024 * MB ? '4GB' : '1GB');
