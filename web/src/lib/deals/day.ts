import type { Reader } from '$lib/i18n/format-time.ts';

/** A day without a clock (`2026-03-02`), whatever the reader's zone. @example formatDay('2026-03-02', reader) // '2 Mar 2026' */
export const formatDay = (day: string, { language }: Pick<Reader, 'language'>): string =>
  new Intl.DateTimeFormat(language, { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' }).format(
    new Date(`${day}T00:00:00Z`),
  );
