/** Pure: times that are one press away for a next step, in the reader's own zone (the browser's). */
export type PresetName = '30m' | '2h' | 'tomorrow' | 'monday';
export interface DuePreset {
  name: PresetName;
  at: string;
}

const MORNING_HOUR = 10;

function morningAfter(now: Date, days: number): Date {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, MORNING_HOUR);
}

/** Half an hour and two hours (to the next five minutes), tomorrow and next Monday at ten. Sundays have one of both. */
export function duePresets(nowMs: number): DuePreset[] {
  const now = new Date(nowMs);
  const fiveMinutes = 5 * 60_000;
  const later = (minutes: number) =>
    new Date(Math.ceil((nowMs + minutes * 60_000) / fiveMinutes) * fiveMinutes).toISOString();
  const untilMonday = (8 - now.getDay()) % 7 || 7;
  const presets: DuePreset[] = [
    { name: '30m', at: later(30) },
    { name: '2h', at: later(120) },
    { name: 'tomorrow', at: morningAfter(now, 1).toISOString() },
  ];
  return untilMonday === 1
    ? presets
    : [...presets, { name: 'monday', at: morningAfter(now, untilMonday).toISOString() }];
}

/** ISO 8601 to the value of a `datetime-local` field and back; '' stays ''. */
export function toLocalField(iso: string): string {
  if (iso === '') return '';
  const at = new Date(iso);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}T${two(at.getHours())}:${two(at.getMinutes())}`;
}
export const fromLocalField = (value: string): string => (value === '' ? '' : new Date(value).toISOString());
