/** Milliseconds since the epoch as ISO 8601 UTC with milliseconds, the form of every time in the contract. */
export function isoTime(ms: number): string {
  return new Date(ms).toISOString();
}

/** The same for a time that may not have come yet. */
export function isoTimeOrNull(ms: number | null): string | null {
  return ms === null ? null : isoTime(ms);
}
