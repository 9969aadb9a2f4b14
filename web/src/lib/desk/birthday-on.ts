/** Pure: whether somebody has a birthday at a moment, where they live. Born on 29 February: on the 28th when there is no 29th. */
export function isBirthdayOn(birthday: string, now: number, timeZone: string): boolean {
  const parts = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  const today = parts.format(new Date(now));
  const monthDay = birthday.slice(5);
  if (monthDay === today.slice(5)) return true;
  const hasLeapDay = new Date(Date.UTC(Number(today.slice(0, 4)), 1, 29)).getUTCMonth() === 1;
  return monthDay === '02-29' && !hasLeapDay && today.endsWith('-02-28');
}

/** The day of the reader's own calendar, `days` from now. @example calendarOf(now, 1) // '2026-11-27' */
export function calendarOf(now: number, days: number): string {
  const at = new Date(now);
  const day = new Date(Date.UTC(at.getFullYear(), at.getMonth(), at.getDate() + days));
  return day.toISOString().slice(0, 10);
}
