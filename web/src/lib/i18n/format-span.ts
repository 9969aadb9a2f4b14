/** How long something takes or waits, in one unit: `90 min`, `3 hr`, `2 days`. Pure. */
const units = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
] as const;

/** The largest unit that holds it exactly; seconds when none does. */
export function formatSpan(seconds: number, language: string): string {
  const [unit, size] = units.find(([, length]) => seconds > 0 && seconds % length === 0) ?? (['second', 1] as const);
  return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'short' }).format(seconds / size);
}
