/** What a figure was measured on: without it an absolute figure says nothing. */
import os from 'node:os';

export type MachineFacts = {
  node: string;
  platform: string;
  cores: number;
  cpu: string;
  memoryMb: number;
  /** Mean number of busy cores over the minute before: above some tenths, the figures are those of a shared machine. */
  loadBefore: number;
};

export function machineFacts(): MachineFacts {
  const cpus = os.cpus();
  return {
    node: process.version,
    platform: `${os.platform()} ${os.arch()} ${os.release()}`,
    cores: cpus.length,
    cpu: cpus[0]?.model.trim() ?? 'unknown',
    memoryMb: Math.round(os.totalmem() / 1024 / 1024),
    loadBefore: Math.round((os.loadavg()[0] ?? 0) * 100) / 100,
  };
}
