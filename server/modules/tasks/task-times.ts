/** Days and clocks of tasks in their time zone. Pure; offsets come from Temporal (docs/decisions/0004), never by hand. */
import { Temporal } from 'temporal-polyfill';

/** The last minute of a day: when an all-day task is due. */
const END_OF_DAY = '23:59';

/** Date and clock of an instant in a zone: `{ date: '2026-03-29', clock: '10:30' }`. */
export function localOf(at: Date, zone: string): { date: string; clock: string } {
  const local = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(zone);
  return { date: local.toPlainDate().toString(), clock: local.toPlainTime().toString({ smallestUnit: 'minute' }) };
}

/** The instant of a date and a clock in a zone. A clock that is skipped in spring is later by the skipped hour; of two in autumn the first. */
export function momentOf(date: string, clock: string, zone: string): Date {
  const local = Temporal.PlainDate.from(date).toZonedDateTime({ timeZone: zone, plainTime: clock });
  return new Date(local.epochMilliseconds);
}

/** When an all-day task of the day of `at` is due: the last minute of that day. */
export const endOfDay = (at: Date, zone: string): Date => momentOf(localOf(at, zone).date, END_OF_DAY, zone);

export function isTimeZone(zone: string): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
