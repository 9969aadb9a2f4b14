/** Days of the calendar in the reader's own zone. Pure: local dates come from the moments handed in. */
export type CalendarView = 'day' | 'week' | 'weeks';

/** `2026-03-02` of a moment in the reader's zone. */
export function dayKey(at: number | string): string {
  const day = new Date(at);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}

/** The first moment of a day, so many days later. A day may have 23 or 25 hours: never add hours. */
export function dayStart(at: number, days = 0): number {
  const day = new Date(at);
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() + days).getTime();
}

/** The Monday of the week of a moment. */
export const weekStart = (at: number): number => dayStart(at, -((new Date(at).getDay() + 6) % 7));

const lengths: Record<CalendarView, number> = { day: 1, week: 7, weeks: 21 };

/** First moments of the days that a view shows around a moment. */
export function daysOf(view: CalendarView, at: number): number[] {
  const first = view === 'day' ? dayStart(at) : weekStart(at);
  return Array.from({ length: lengths[view] }, (_, index) => dayStart(first, index));
}

/** The moment around which the view before or after is. Three weeks go on by one, so that what was seen stays seen. */
export const turn = (view: CalendarView, at: number, by: 1 | -1): number => dayStart(at, (view === 'day' ? 1 : 7) * by);

/** The same clock on another day. */
export function onDay(at: string, day: number): string {
  const [from, to] = [new Date(at), new Date(day)];
  to.setHours(from.getHours(), from.getMinutes(), from.getSeconds(), 0);
  return to.toISOString();
}

/** Later or earlier by whole days at the same clock, then by minutes. */
export function shifted(at: string, days: number, minutes = 0): string {
  const moment = new Date(at);
  moment.setDate(moment.getDate() + days);
  return new Date(moment.getTime() + minutes * 60_000).toISOString();
}

/** Minutes since midnight by the clock on the wall. */
export function clockMinutes(at: string | number): number {
  const moment = new Date(at);
  return moment.getHours() * 60 + moment.getMinutes();
}

/** Whole days from one day to another, whatever their length. */
export const daysBetween = (from: number, to: number): number =>
  Math.round((Date.UTC(...ymd(to)) - Date.UTC(...ymd(from))) / 86_400_000);

function ymd(at: number): [number, number, number] {
  const day = new Date(at);
  return [day.getFullYear(), day.getMonth(), day.getDate()];
}
