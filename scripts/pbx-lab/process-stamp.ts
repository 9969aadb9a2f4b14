import { readFileSync } from 'node:fs';

/**
 * Names one process for good: `pid:start time`. A pid alone is reused by the system, sometimes by a process that must not
 * be killed.
 */
export function processStamp(pid: number): string {
  return `${pid}:${startTicks(pid) ?? 'gone'}`;
}

/** True while the very process of the stamp lives (a zombie does not). */
export function isSameProcess(stamp: string): boolean {
  const [pid, ticks] = stamp.split(':');
  return ticks !== undefined && startTicks(Number(pid)) === ticks;
}

/** Kills the process of the stamp and its group with SIGKILL; false when it is gone already. */
export function killStampedGroup(stamp: string): boolean {
  if (!isSameProcess(stamp)) return false;
  process.kill(-Number(stamp.split(':')[0]), 'SIGKILL');
  return true;
}

/** Field 22 of /proc/PID/stat, counted after the program name, which may itself hold blanks and brackets. */
function startTicks(pid: number): string | undefined {
  let text: string;
  try {
    text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return undefined;
  }
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return fields[0] === 'Z' ? undefined : fields[19];
}
