/** Every record repeats the times of its call, so each is written once and remembered until another takes its place. */
const PLACES = 4096;
const times = new Float64Array(PLACES).fill(Number.NaN);
const texts = new Array<string>(PLACES).fill('');

/** Milliseconds since the epoch as ISO 8601 UTC with milliseconds, the form of every time in the contract. */
export function isoTime(ms: number): string {
  const place = ms & (PLACES - 1);
  if (times[place] !== ms) {
    texts[place] = new Date(ms).toISOString();
    times[place] = ms;
  }
  return texts[place] ?? '';
}

/** The same for a time that may not have come yet. */
export function isoTimeOrNull(ms: number | null): string | null {
  return ms === null ? null : isoTime(ms);
}
