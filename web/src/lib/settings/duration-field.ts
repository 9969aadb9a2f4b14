/** A delay as people say it: a whole number of minutes, hours or days. */
export type DurationUnit = 'minutes' | 'hours' | 'days';
export interface DurationParts {
  amount: string;
  unit: DurationUnit;
}

const seconds: Record<DurationUnit, number> = { minutes: 60, hours: 3_600, days: 86_400 };

/** The largest unit that holds the delay exactly; what is less than a minute is rounded up to one, 0 stays 0. */
export function partsOf(delaySeconds: number): DurationParts {
  if (delaySeconds > 0) {
    if (delaySeconds % seconds.days === 0) return { amount: String(delaySeconds / seconds.days), unit: 'days' };
    if (delaySeconds % seconds.hours === 0) return { amount: String(delaySeconds / seconds.hours), unit: 'hours' };
  }
  return { amount: String(Math.ceil(delaySeconds / seconds.minutes)), unit: 'minutes' };
}

/** Seconds of what was typed; null when it is no whole number of that unit. */
export function secondsOf({ amount, unit }: DurationParts): number | null {
  return /^\d{1,6}$/.test(amount.trim()) ? Number(amount.trim()) * seconds[unit] : null;
}

/** A typed whole number within bounds; null when it is not one. */
export function wholeNumber(text: string, min: number, max: number): number | null {
  if (!/^\d{1,9}$/.test(text.trim())) return null;
  const value = Number(text.trim());
  return value >= min && value <= max ? value : null;
}
