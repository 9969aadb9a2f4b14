/** The only place in the lab that reads a clock. Phones measure durations on the monotonic one. */
export const labClock = {
  /** Wall clock, milliseconds since 1970. */
  epochMs: (): number => Date.now(),
  /** Milliseconds since an arbitrary start, never jumps. */
  monotonicMs: (): number => performance.now(),
};

/** Resolves after `ms` milliseconds. */
export function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
