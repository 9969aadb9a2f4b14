/** Every record repeats the times of its call, so each is written once and remembered for a while. */
const known = new Map<number, string>();
const MOST_KNOWN = 4096;

/** Milliseconds since the epoch as ISO 8601 UTC with milliseconds, the form of every time in the contract. */
export function isoTime(ms: number): string {
  let text = known.get(ms);
  if (text === undefined) {
    text = new Date(ms).toISOString();
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(ms, text);
  }
  return text;
}

/** The same for a time that may not have come yet. */
export function isoTimeOrNull(ms: number | null): string | null {
  return ms === null ? null : isoTime(ms);
}
