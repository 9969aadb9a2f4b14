/** How long a task takes in the calendar. Pure. */
export const QUARTER = 15;
/** What a task shows that does not say how long it takes. */
export const USUAL_MINUTES = 30;
const DAY = 24 * 60;

/**
 * The length after the lower edge went so many minutes down, or up: its end falls on a quarter of an hour, not before a
 * quarter has passed and within its day.
 * @param from minutes since midnight
 * @example lengthAfter({ from: 610, length: 30 }, 15) // 50: from 10:10 until 11:00
 */
export function lengthAfter({ from, length }: { from: number; length: number }, byMinutes: number): number {
  // What goes on after midnight is drawn until midnight, and taken from there.
  const end = Math.min(DAY, from + length) + byMinutes;
  const snapped = Math.round(end / QUARTER) * QUARTER;
  return Math.min(DAY - from, Math.max(QUARTER, snapped - from));
}
