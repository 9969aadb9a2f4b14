/** Pure: days of the firm's calendar for filters. All arithmetic is Temporal's (docs/decisions/0003). */
import { Temporal } from 'temporal-polyfill';

const dayMs = 86_400_000;

const today = (now: Date, zone: string): Temporal.PlainDate =>
  Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(zone).toPlainDate();

const startOf = (day: Temporal.PlainDate, zone: string): string =>
  day.toZonedDateTime({ timeZone: zone }).toInstant().toString();

/** The day it is now, `YYYY-MM-DD`, moved by so many days. */
export const dayFromToday = (now: Date, zone: string, days = 0): string => today(now, zone).add({ days }).toString();

/** The moment so many times 24 hours from now. */
export const momentFromNow = (now: Date, days: number): string => new Date(now.getTime() + days * dayMs).toISOString();

/** The first moment of a day, and that of the day after it. */
export function boundsOfDay(day: string, zone: string): { from: string; until: string } {
  const date = Temporal.PlainDate.from(day);
  return { from: startOf(date, zone), until: startOf(date.add({ days: 1 }), zone) };
}

/** First and last day of this month. */
export function monthOf(now: Date, zone: string): { first: string; last: string } {
  const day = today(now, zone);
  return { first: day.with({ day: 1 }).toString(), last: day.with({ day: day.daysInMonth }).toString() };
}

/**
 * Month and day of the next days, today included. In years without a 29th of February those born on it are told on
 * the 28th.
 * @example monthDaysAhead(new Date('2026-02-27T12:00:00Z'), 'UTC', 1) // ['02-27', '02-28', '02-29']
 */
export function monthDaysAhead(now: Date, zone: string, days: number): string[] {
  const begin = today(now, zone);
  const found = new Set<string>();
  for (let ahead = 0; ahead <= Math.min(days, 366); ahead += 1) {
    const day = begin.add({ days: ahead });
    const monthDay = day.toString().slice(-5);
    found.add(monthDay);
    if (monthDay === '02-28' && !day.inLeapYear) found.add('02-29');
  }
  return [...found];
}

/** `YYYY-MM-DD` that the calendar has. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || text.startsWith('0000')) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

/** A whole ISO time in UTC. */
export const isMoment = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?Z$/.test(text) &&
  isDay(text.slice(0, 10)) &&
  !Number.isNaN(new Date(text).getTime());
