/** Pure: on which days of a range a birthday falls, whatever the year of birth. */

export interface BirthdayDay {
  /** The day of the range, `YYYY-MM-DD`. */
  date: string;
  /** Month and day of the births that are kept on it. */
  month: number;
  day: number;
}

/** Longest range: every day of the year once is as much as there can be. */
export const mostBirthdayDays = 366;

const isLeap = (year: number) => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

/**
 * Every day of the range with the births that are kept on it. Somebody born on 29 February has the birthday on the 28th
 * when the year has no 29th. A range that ends before it begins is empty.
 * @param from first day, `YYYY-MM-DD` @param to last day
 */
export function birthdayDays(from: string, to: string): BirthdayDay[] {
  const days: BirthdayDay[] = [];
  const end = Date.parse(`${to}T00:00:00Z`);
  let time = Date.parse(`${from}T00:00:00Z`);
  while (time <= end && days.length < mostBirthdayDays + 1) {
    const at = new Date(time);
    const date = at.toISOString().slice(0, 10);
    const [month, day] = [at.getUTCMonth() + 1, at.getUTCDate()];
    days.push({ date, month, day });
    if (month === 2 && day === 28 && !isLeap(at.getUTCFullYear())) days.push({ date, month: 2, day: 29 });
    time += 86_400_000;
  }
  return days;
}

/** How old somebody becomes on this day. @example ageOn('1980-05-17', '2026-05-17') // 46 */
export const ageOn = (birthday: string, date: string): number =>
  Number(date.slice(0, 4)) - Number(birthday.slice(0, 4));
