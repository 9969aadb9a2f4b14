/**
 * Public holidays of a country or a region of it, from date-holidays. Only days that are public holidays by law: no
 * observances, no bank or school holidays. Computed once per region and year.
 */
import DateHolidays from 'date-holidays';
import type { HolidayOn } from './calling-hours.ts';

const DAY_MS = 86_400_000;

/**
 * Days the library does not know. Russia: article 112 of the Labour Code names 1 to 6 and 8 January as New Year
 * holidays; date-holidays 3.37 has 1, 2 and 8 only.
 */
const supplements: Record<string, { rule: string; name: string }[]> = {
  RU: ['01-03', '01-04', '01-05', '01-06'].map((rule) => ({ rule, name: 'Новогодние каникулы' })),
};

const calendars = new Map<string, DateHolidays>();
const years = new Map<string, Map<string, string>>();

function calendarOf(region: string): DateHolidays {
  const known = calendars.get(region);
  if (known) return known;
  const [country = '', state, part] = region.split('-');
  const calendar = new DateHolidays({ country, state, region: part });
  for (const { rule, name } of supplements[country] ?? []) calendar.setHoliday(rule, { type: 'public', name });
  calendars.set(region, calendar);
  return calendar;
}

function holidaysOfYear(region: string, year: number): Map<string, string> {
  const key = `${region} ${year}`;
  const known = years.get(key);
  if (known) return known;
  const days = new Map<string, string>();
  for (const holiday of calendarOf(region).getHolidays(year)) {
    if (holiday.type !== 'public') continue;
    const first = Date.parse(`${holiday.date.slice(0, 10)}T00:00:00Z`);
    const length = Math.max(1, Math.round((holiday.end.getTime() - holiday.start.getTime()) / DAY_MS));
    for (let day = 0; day < length; day += 1) {
      days.set(new Date(first + day * DAY_MS).toISOString().slice(0, 10), holiday.name);
    }
  }
  years.set(key, days);
  return days;
}

/** True for a country or a region of one whose holidays are known: `RU`, `CH-TI`. */
export function isHolidayRegion(region: string): boolean {
  const [country = '', state, ...rest] = region.split('-');
  const world = new DateHolidays();
  const hasCountry = Object.hasOwn(world.getCountries(), country);
  if (!hasCountry || state === undefined) return hasCountry;
  const hasState = Object.hasOwn(world.getStates(country) ?? {}, state);
  if (!hasState || rest.length === 0) return hasState;
  return rest.length === 1 && Object.hasOwn(world.getRegions(country, state) ?? {}, rest[0] ?? '');
}

/**
 * The holiday calendar of a region; null means none at all. A holiday that runs over New Year is found in both years.
 * @example publicHolidays('RU')('2026-01-07') // 'Рождество Христово'
 */
export function publicHolidays(region: string | null): HolidayOn {
  if (region === null) return () => null;
  return (localDate) => {
    const year = Number(localDate.slice(0, 4));
    return holidaysOfYear(region, year).get(localDate) ?? holidaysOfYear(region, year - 1).get(localDate) ?? null;
  };
}
