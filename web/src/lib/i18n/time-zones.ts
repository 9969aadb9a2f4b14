/** The zones this browser knows, and the one in force even when the browser names it otherwise. */
export function timeZones(current: string | null): string[] {
  const known = Intl.supportedValuesOf('timeZone');
  return current && !known.includes(current) ? [current, ...known] : known;
}
