import { locale } from './locale.svelte.ts';

/**
 * A day of the calendar in the reader's language, whatever the zone. A day of any year (a birthday) without its year.
 * @example calendarDay('2026-05-17') // '17 May 2026'
 */
export function calendarDay(date: string, { year = true }: { year?: boolean } = {}): string {
  const at = new Date(`${date}T00:00:00Z`);
  if (Number.isNaN(at.getTime())) return date;
  return new Intl.DateTimeFormat(locale.reader.language, {
    day: 'numeric',
    month: year ? 'short' : 'long',
    year: year ? 'numeric' : undefined,
    timeZone: 'UTC',
  }).format(at);
}
