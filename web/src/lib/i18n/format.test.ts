import { expect, test } from 'vitest';
import { formatFileSize } from './format-number.ts';
import { formatPhone, looksDialable } from './format-phone.ts';
import {
  formatClock,
  formatDuration,
  formatWhen,
  formatWhenShort,
  zoneDifferenceMinutes,
  zonePlace,
} from './format-time.ts';
import { regionalOf } from './languages.ts';

const now = Date.parse('2026-03-03T12:00:00Z');
const at = (minutes: number) => now + minutes * 60_000;
const moscow = (language: string) => ({ language, timeZone: 'Europe/Moscow' });

test('[UX-1] times are relative up to an hour, then the clock, then the date with its weekday', () => {
  expect(formatWhen(at(-12), now, moscow('en'))).toBe('12 min. ago');
  expect(formatWhen(at(5), now, moscow('ru'))).toBe('через 5 мин.');
  expect(formatWhen(now - 4_000, now, moscow('fr'))).toBe('maintenant');
  expect(formatWhen(at(-90), now, moscow('en'))).toBe('13:30');
  expect(formatWhen(at(-24 * 60), now, moscow('ru'))).toMatch(/^пн, 2 мар.*, 15:00$/);
  expect(formatWhen(at(-400 * 24 * 60), now, moscow('it'))).toMatch(/2025/);
});

test('[UX-1] in a narrow column near days are told by weekday and clock, far ones by the date', () => {
  expect(formatWhenShort(at(-12), now, moscow('en'))).toBe('12 min. ago');
  expect(formatWhenShort(at(-90), now, moscow('en'))).toBe('13:30');
  expect(formatWhenShort(at(-24 * 60), now, moscow('fr'))).toBe('lun. 15:00');
  expect(formatWhenShort(at(3 * 24 * 60), now, moscow('ru'))).toBe('пт 15:00');
  expect(formatWhenShort(at(-20 * 24 * 60), now, moscow('en-GB'))).toBe('11 Feb');
  expect(formatWhenShort(at(-400 * 24 * 60), now, moscow('it'))).toMatch(/2025/);
});

test('[UX-1] times are written as in the reader’s country when the browser tells it', () => {
  expect(regionalOf('en', ['de-DE', 'en-GB', 'en-US'])).toBe('en-GB');
  expect(regionalOf('fr', ['ru', 'en'])).toBe('fr');
});

test('[UX-1] the same day is the reader’s day, not the day of UTC', () => {
  const late = Date.parse('2026-03-03T22:30:00Z');
  expect(formatWhen(Date.parse('2026-03-03T20:00:00Z'), late, moscow('en'))).toMatch(/Tue, Mar 3, 23:00/);
});

test('[UX-1] the clock is of 24 hours, midnight is 00', () => {
  expect(formatClock(Date.parse('2026-03-02T21:05:09Z'), moscow('en'), true)).toBe('00:05:09');
});

test.each([
  [0, '0:00'],
  [7.9, '0:07'],
  [760, '12:40'],
  [3729, '1:02:09'],
  [-4, '0:00'],
])('[UX-1] %s seconds are written %s', (seconds, text) => {
  expect(formatDuration(seconds)).toBe(text);
});

test('[TEL-2] local time there: the difference follows daylight saving', () => {
  const winter = Date.parse('2026-01-15T12:00:00Z');
  const summer = Date.parse('2026-07-15T12:00:00Z');
  expect(zoneDifferenceMinutes(winter, 'Europe/Samara', 'Europe/Moscow')).toBe(60);
  expect(zoneDifferenceMinutes(winter, 'Europe/Paris', 'Europe/Moscow')).toBe(-120);
  expect(zoneDifferenceMinutes(summer, 'Europe/Paris', 'Europe/Moscow')).toBe(-60);
  expect(zoneDifferenceMinutes(winter, 'Asia/Kolkata', 'Europe/Moscow')).toBe(150);
});

test('[TEL-2] a zone is told as a place in the reader’s language', () => {
  expect(['en', 'ru', 'fr', 'it'].map((language) => zonePlace('Europe/Moscow', now, language))).toEqual([
    'Moscow',
    'Москва',
    'Moscou',
    'Mosca',
  ]);
  expect(zonePlace('America/New_York', now, 'en')).toBe('New York');
});

test('[TEL-8] numbers are national at home, international abroad, as they came when they could not be repaired', () => {
  expect(formatPhone({ raw: null, e164: '+74951234567' }, 'RU')).toBe('8 (495) 123-45-67');
  expect(formatPhone({ raw: null, e164: '+74951234567' }, 'FR')).toBe('+7 495 123 45 67');
  expect(formatPhone({ raw: '12-xx', e164: null }, 'RU')).toBe('12-xx');
  expect(formatPhone({ raw: null, e164: null }, 'RU')).toBeNull();
});

test('[TEL-5] the dial box knows what can be dialled', () => {
  expect(['8 (927) 200-11-77', '+33 1 45 67 89 01', '101', '*72'].map((text) => looksDialable(text, 'RU'))).toEqual([
    true,
    true,
    true,
    true,
  ]);
  expect(['Anna', '', '7', '12345678901234567890'].map((text) => looksDialable(text, 'RU'))).toEqual([
    false,
    false,
    false,
    false,
  ]);
});

test('[UX-1] the size of a file is told in kilobytes, then in megabytes, with the words of the language', () => {
  expect(formatFileSize(12, 'en')).toBe('1 kB');
  expect(formatFileSize(59_392, 'en')).toBe('58 kB');
  expect(formatFileSize(1_572_864, 'fr').replace(/\s/u, ' ')).toBe('1,5 Mo');
});
