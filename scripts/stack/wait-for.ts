/**
 * Waits until `read` gives something that `isIt`; a fact, not a time, ends the wait. The limit only turns a fact that
 * never comes into a failure that says what was there instead.
 */
export async function waitFor<T>(
  what: string,
  read: () => Promise<T> | T,
  isIt: (value: T) => boolean = Boolean,
  limitMs = 30_000,
): Promise<T> {
  const until = process.hrtime.bigint() + BigInt(limitMs) * 1_000_000n;
  let last: T | undefined;
  let lastError: unknown;
  while (process.hrtime.bigint() < until) {
    try {
      last = await read();
      if (isIt(last)) return last;
      lastError = undefined;
    } catch (error) {
      lastError = error;
    }
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  const seen = lastError ? String(lastError) : JSON.stringify(last)?.slice(0, 2_000);
  throw new Error(`${what}: not within ${limitMs} ms; last seen: ${seen}`);
}
