import type { Reader } from '$lib/i18n/format-time.ts';

/**
 * A day without a clock (`2026-03-02`), whatever the reader's zone; the year only when it is another one.
 * @param now milliseconds
 * @example formatDay('2026-03-02', now, reader) // '2 Mar'
 */
export function formatDay(day: string, now: number, { language }: Pick<Reader, 'language'>): string {
  const date = new Date(`${day}T00:00:00Z`);
  const isThisYear = date.getUTCFullYear() === new Date(now).getUTCFullYear();
  return new Intl.DateTimeFormat(language, {
    day: 'numeric',
    month: 'short',
    year: isThisYear ? undefined : 'numeric',
    timeZone: 'UTC',
  }).format(date);
}
