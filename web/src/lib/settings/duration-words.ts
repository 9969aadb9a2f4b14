import { m } from '$lib/paraglide/messages.js';
import { partsOf } from './duration-field.ts';

/** A length in its largest whole unit, short: `5 min`, `3 h`, `1 d`. */
export function durationWords(seconds: number): string {
  const { amount, unit } = partsOf(seconds);
  const words = { minutes: m.duration_min, hours: m.duration_h, days: m.duration_d };
  return words[unit]({ count: amount });
}
