import { readFileSync } from 'node:fs';

/** Resident memory of a process in megabytes, as Linux tells it; NaN elsewhere. */
export function residentMb(pid: number): number {
  if (process.platform !== 'linux') return Number.NaN;
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) / 1_024;
}
