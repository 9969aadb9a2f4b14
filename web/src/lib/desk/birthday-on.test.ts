import { expect, test } from 'vitest';
import { calendarOf, isBirthdayOn } from './birthday-on.ts';

test('[TEL-2] a birthday is that of where the caller lives', () => {
  const lateInParis = Date.parse('2026-05-16T22:30:00Z');
  expect(isBirthdayOn('1980-05-17', lateInParis, 'Europe/Paris')).toBe(true);
  expect(isBirthdayOn('1980-05-17', lateInParis, 'America/New_York')).toBe(false);
});

test('[TEL-2] born on 29 February: the 28th in a year without it, only the 29th in a leap year', () => {
  expect(isBirthdayOn('1984-02-29', Date.parse('2027-02-28T12:00:00Z'), 'UTC')).toBe(true);
  expect(isBirthdayOn('1984-02-29', Date.parse('2028-02-28T12:00:00Z'), 'UTC')).toBe(false);
});

test('[CRM-9] tomorrow crosses the end of a month', () => {
  const now = new Date(2026, 10, 30, 12).getTime();
  expect([calendarOf(now, 0), calendarOf(now, 1)]).toEqual(['2026-11-30', '2026-12-01']);
});
