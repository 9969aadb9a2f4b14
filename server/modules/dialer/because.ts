/**
 * Every decision of pacing says why, as a key and values, so that the console can say it in the reader's language.
 * The keys live in the contract (`pacingBecauseKeys`); docs/pacing.md lists the values of each.
 */
import type { PacingBecauseKey } from '../../contract/pacing.contract.ts';

export interface Because {
  key: PacingBecauseKey;
  values: Record<string, string>;
}

/** A reason; numbers are rounded to three decimals, so that the same state gives the same words. */
export function becauseOf(key: PacingBecauseKey, values: Record<string, number | string>): Because {
  const said: Record<string, string> = {};
  for (const name in values) {
    const value = values[name]!;
    said[name] = typeof value === 'number' ? String(Math.round(value * 1000) / 1000) : value;
  }
  return { key, values: said };
}
