/**
 * Milliseconds to wait before a dead process is started for the n-th time: 0.25 s, doubled each time, 10 s at most.
 * @example restartDelayMs(1) // 250
 */
export function restartDelayMs(failures: number): number {
  return Math.min(10_000, 250 * 2 ** Math.max(0, failures - 1));
}
