import { expect, test } from 'vitest';
import { isHolidayRegion, publicHolidays } from './public-holidays.ts';

test('[MIS-4] a public holiday is known by its local date', () => {
  expect(publicHolidays('RU')('2026-05-09')).toBe('День Победы');
  expect(publicHolidays('RU')('2026-05-12')).toBeNull();
});

test('[MIS-4] a holiday moved to a working day closes that day', () => {
  expect(publicHolidays('RU')('2026-03-09')).not.toBeNull();
});

test('[MIS-4] all of the Russian New Year holidays are closed, not only those the library knows', () => {
  const january = ['01', '02', '03', '04', '05', '06', '07', '08'].map((day) => `2027-01-${day}`);
  expect(january.filter((date) => publicHolidays('RU')(date) === null)).toEqual([]);
  expect(publicHolidays('RU')('2027-01-11')).toBeNull();
});

test('[MIS-4] a region of a country has its own holidays', () => {
  expect(publicHolidays('CH-TI')('2026-03-19')).not.toBeNull();
  expect(publicHolidays('CH-ZH')('2026-03-19')).toBeNull();
});

test('[MIS-4] every day of a holiday of several days is closed', () => {
  const eid = ['2026-03-19', '2026-03-20', '2026-03-21', '2026-03-22'];
  expect(eid.filter((date) => publicHolidays('SA')(date) === null)).toEqual([]);
  expect(publicHolidays('SA')('2026-03-23')).toBeNull();
});

test('[MIS-4] days that people celebrate and work on stay open', () => {
  // Mother's day is an observance in Italy.
  expect(publicHolidays('IT')('2026-05-10')).toBeNull();
});

test('[MIS-4] without a region no day is a holiday', () => {
  expect(publicHolidays(null)('2026-12-25')).toBeNull();
});

test('[MIS-4] a region is known or refused', () => {
  expect(['RU', 'IT', 'CH-TI', 'FR', 'DE-BY'].map(isHolidayRegion)).toEqual([true, true, true, true, true]);
  expect(['XX', 'CH-XX', 'ru', '', 'CH-TI-XX', 'constructor'].map(isHolidayRegion)).toEqual(Array(6).fill(false));
});
