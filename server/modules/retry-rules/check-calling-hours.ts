/** What the schema of calling hours cannot say: whether they make sense as a whole. Pure. */

import { isSupportedCountry } from 'libphonenumber-js/max';
import type { CallingHours } from '../../contract/missed-calls.contract.ts';
import { isHolidayRegion } from './public-holidays.ts';

type Week = CallingHours['week'];

const minutes = (clock: string) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));

function shiftProblem(shifts: Week[number], index: number): string | null {
  const shift = shifts[index]!;
  if (shift.from === '24:00') return 'a shift begins before 24:00';
  if (shift.from === shift.until) return 'a shift begins and ends at different times';
  const end = minutes(shift.until) > minutes(shift.from) ? minutes(shift.until) : 24 * 60;
  const overlaps = shifts.some(
    (other, at) => at < index && minutes(other.from) < end && endOf(other) > minutes(shift.from),
  );
  return overlaps ? 'overlaps another shift of the day' : null;
}

const endOf = (shift: Week[number][number]) =>
  minutes(shift.until) > minutes(shift.from) ? minutes(shift.until) : 24 * 60;

/**
 * One sentence per wrong field, keyed by its path; empty when all is well.
 * @example checkCallingHours({ ...hours, holidayRegion: 'XX' }) // { holidayRegion: 'is not a country …' }
 */
export function checkCallingHours(hours: Omit<CallingHours, 'id' | 'name' | 'version'>): Record<string, string> {
  const problems: Record<string, string> = {};
  hours.week.forEach((shifts, day) => {
    shifts.forEach((_, index) => {
      const problem = shiftProblem(shifts, index);
      if (problem) problems[`week.${day}.${index}`] = problem;
    });
  });
  if (hours.holidayRegion !== null && !isHolidayRegion(hours.holidayRegion)) {
    problems.holidayRegion = 'is not a country or region whose holidays are known, such as RU or CH-TI';
  }
  const unknown = hours.countries.find((code) => !isSupportedCountry(code));
  if (unknown) problems.countries = `${unknown} is no country with telephone numbers`;
  else if (hours.isDefault && hours.countries.length > 0) {
    problems.countries = 'the default hours hold everywhere; make others the default first';
  }
  const both = hours.openDates.find((date) => hours.closedDates.includes(date));
  if (both) problems.openDates = `${both} is both open and closed`;
  return problems;
}
