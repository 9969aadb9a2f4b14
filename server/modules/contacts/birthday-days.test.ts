import { expect, test } from 'vitest';
import { ageOn, birthdayDays } from './birthday-days.ts';

const short = (from: string, to: string) =>
  birthdayDays(from, to).map(({ date, month, day }) => `${date}=${month}/${day}`);

test('[CRM-9] a range of days crosses the end of a year', () => {
  expect(short('2026-12-31', '2027-01-01')).toEqual(['2026-12-31=12/31', '2027-01-01=1/1']);
});

test('[CRM-9] who was born on 29 February is congratulated on the 28th when there is no 29th, and once only', () => {
  expect(short('2027-02-28', '2027-02-28')).toEqual(['2027-02-28=2/28', '2027-02-28=2/29']);
  expect(short('2028-02-28', '2028-02-29')).toEqual(['2028-02-28=2/28', '2028-02-29=2/29']);
});

test('[CRM-9] a range that ends before it begins is empty', () => {
  expect(birthdayDays('2026-05-02', '2026-05-01')).toEqual([]);
});

test('[CRM-9] the age is that of the day, not of today', () => {
  expect(ageOn('1980-05-17', '2027-05-17')).toBe(47);
});
