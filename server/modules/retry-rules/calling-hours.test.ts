import { describe, expect, test } from 'vitest';
import { nextAllowedMoment, type OpeningRule } from './calling-hours.ts';

const day = [{ from: '09:00', until: '20:00' }];
const office: OpeningRule = {
  week: [day, day, day, day, day, [{ from: '10:00', until: '18:00' }], []],
  closedDates: [],
  openDates: [],
};
const everyDay = (...shifts: { from: string; until: string }[]): OpeningRule => ({
  week: Array.from({ length: 7 }, () => shifts),
  closedDates: [],
  openDates: [],
});
const noHolidays = () => null;
const next = (at: string, rule: OpeningRule, zone: string, holidays: (date: string) => string | null = noHolidays) =>
  nextAllowedMoment(new Date(at), rule, zone, holidays);
const at = (...args: Parameters<typeof next>) => next(...args).at?.toISOString() ?? null;

describe('[MIS-4] calling hours of the customer’s own time zone', () => {
  test('[MIS-4] a moment inside the hours stays as it is, to the millisecond, and needs no reason', () => {
    expect(next('2026-11-24T08:00:20.123Z', office, 'Europe/Samara')).toEqual({
      at: new Date('2026-11-24T08:00:20.123Z'),
      because: null,
    });
  });

  test('[MIS-4] the first minute of a shift is open and the minute it ends is closed', () => {
    expect(at('2026-11-24T05:00:00.000Z', office, 'Europe/Samara')).toBe('2026-11-24T05:00:00.000Z');
    expect(at('2026-11-24T15:59:59.999Z', office, 'Europe/Samara')).toBe('2026-11-24T15:59:59.999Z');
    expect(at('2026-11-24T16:00:00.000Z', office, 'Europe/Samara')).toBe('2026-11-25T05:00:00.000Z');
  });

  test('[MIS-4] evening goes to the next morning of the customer and says so', () => {
    expect(next('2026-11-24T16:28:00Z', office, 'Europe/Samara')).toEqual({
      at: new Date('2026-11-25T05:00:00Z'),
      because: {
        key: 'retry.moved',
        values: { moved: 'closed-hours', zone: 'Europe/Samara', localDate: '2026-11-25', localTime: '09:00' },
      },
    });
  });

  test('[MIS-4] Saturday evening goes to Monday', () => {
    expect(at('2026-11-28T18:30:00+04:00', office, 'Europe/Samara')).toBe('2026-11-30T05:00:00.000Z');
  });

  test('[MIS-4] a public holiday is closed and named in the reason', () => {
    const holidays = (date: string) => (date === '2026-11-04' ? 'День народного единства' : null);
    const answer = next('2026-11-04T07:00:00Z', office, 'Europe/Moscow', holidays);
    expect(answer.at?.toISOString()).toBe('2026-11-05T06:00:00.000Z');
    expect(answer.because?.values).toMatchObject({ moved: 'holiday', holiday: 'День народного единства' });
  });

  test('[MIS-4] the holiday is that of the customer’s date, not of ours', () => {
    const holidays = (date: string) => (date === '2026-01-01' ? 'New Year' : null);
    // 31 December 22:00 UTC is 1 January, 10:00, in Kamchatka.
    expect(at('2025-12-31T22:00:00Z', office, 'Asia/Kamchatka', holidays)).toBe('2026-01-01T21:00:00.000Z');
  });

  test('[MIS-4] an open date wins over a holiday and over a closed weekday', () => {
    const rule = { ...office, openDates: ['2026-11-29', '2026-11-04'] };
    const holidays = (date: string) => (date === '2026-11-04' ? 'holiday' : null);
    expect(at('2026-11-04T07:00:00Z', rule, 'Europe/Moscow', holidays)).toBe('2026-11-04T07:00:00.000Z');
    // A Sunday that works takes the hours of the first weekday that has any.
    expect(at('2026-11-29T05:00:00Z', rule, 'Europe/Moscow', holidays)).toBe('2026-11-29T06:00:00.000Z');
  });

  test('[MIS-4] a closed date wins over an open date', () => {
    const rule = { ...office, openDates: ['2026-11-24'], closedDates: ['2026-11-24'] };
    const answer = next('2026-11-24T08:00:00Z', rule, 'Europe/Moscow');
    expect(answer.at?.toISOString()).toBe('2026-11-25T06:00:00.000Z');
    expect(answer.because?.values.moved).toBe('closed-date');
  });
});

describe('[MIS-4] clock changes', () => {
  test('[MIS-4] a shift inside the hour that spring skips does not exist that day', () => {
    const rule = everyDay({ from: '02:15', until: '02:45' });
    // Berlin, 29 March 2026: 02:00 becomes 03:00.
    expect(at('2026-03-28T02:00:00Z', rule, 'Europe/Berlin')).toBe('2026-03-30T00:15:00.000Z');
  });

  test('[MIS-4] a shift that begins in the skipped hour begins when the clocks have jumped', () => {
    const rule = everyDay({ from: '02:30', until: '05:00' });
    expect(at('2026-03-29T00:00:00Z', rule, 'Europe/Berlin')).toBe('2026-03-29T01:00:00.000Z');
  });

  test('[MIS-4] the hour that comes twice in autumn is open twice', () => {
    const rule = everyDay({ from: '02:00', until: '02:30' });
    // Berlin, 25 October 2026: 03:00 summer time becomes 02:00.
    expect(at('2026-10-25T00:10:00Z', rule, 'Europe/Berlin')).toBe('2026-10-25T00:10:00.000Z');
    expect(at('2026-10-25T00:40:00Z', rule, 'Europe/Berlin')).toBe('2026-10-25T01:00:00.000Z');
    expect(at('2026-10-25T01:40:00Z', rule, 'Europe/Berlin')).toBe('2026-10-26T01:00:00.000Z');
  });

  test('[MIS-4] morning stays at nine after the clocks changed on the weekend', () => {
    expect(at('2026-03-28T19:00:00Z', office, 'Europe/Berlin')).toBe('2026-03-30T07:00:00.000Z');
    expect(at('2026-10-24T19:00:00Z', office, 'Europe/Berlin')).toBe('2026-10-26T08:00:00.000Z');
  });

  test('[MIS-4] a jump of half an hour is followed (Lord Howe)', () => {
    const rule = everyDay({ from: '02:10', until: '02:40' });
    // 4 October 2026: 02:00 becomes 02:30, so that only ten minutes of the shift are left.
    expect(at('2026-10-03T15:00:00Z', rule, 'Australia/Lord_Howe')).toBe('2026-10-03T15:30:00.000Z');
  });
});

describe('[MIS-4] hours at and over midnight', () => {
  test('[MIS-4] a shift can run until 24:00', () => {
    const rule = everyDay({ from: '20:00', until: '24:00' });
    expect(at('2026-11-24T23:59:00Z', rule, 'UTC')).toBe('2026-11-24T23:59:00.000Z');
    expect(at('2026-11-25T00:00:00Z', rule, 'UTC')).toBe('2026-11-25T20:00:00.000Z');
  });

  test('[MIS-4] a shift over midnight belongs to the day on which it began', () => {
    const friday = Array.from({ length: 7 }, (_, index) => (index === 4 ? [{ from: '22:00', until: '02:00' }] : []));
    const rule: OpeningRule = { week: friday, closedDates: [], openDates: [] };
    expect(at('2026-11-28T01:30:00Z', rule, 'UTC')).toBe('2026-11-28T01:30:00.000Z');
    expect(at('2026-11-28T02:00:00Z', rule, 'UTC')).toBe('2026-12-04T22:00:00.000Z');
  });

  test('[MIS-4] midnight cuts a shift short when the next day is closed', () => {
    const rule = { ...everyDay({ from: '22:00', until: '02:00' }), closedDates: ['2026-11-25'] };
    expect(at('2026-11-24T23:30:00Z', rule, 'UTC')).toBe('2026-11-24T23:30:00.000Z');
    expect(at('2026-11-25T00:30:00Z', rule, 'UTC')).toBe('2026-11-26T22:00:00.000Z');
  });

  test('[MIS-4] two shifts a day leave the lunch hour alone', () => {
    const rule = everyDay({ from: '14:00', until: '18:00' }, { from: '09:00', until: '13:00' });
    expect(at('2026-11-24T13:20:00Z', rule, 'UTC')).toBe('2026-11-24T14:00:00.000Z');
    expect(at('2026-11-24T03:00:00Z', rule, 'UTC')).toBe('2026-11-24T09:00:00.000Z');
  });
});

describe('[MIS-4] never is said, not left open', () => {
  test('[MIS-4] no shift at all', () => {
    expect(next('2026-11-24T08:00:00Z', everyDay(), 'Europe/Moscow')).toEqual({
      at: null,
      because: { key: 'retry.no-open-hour', values: { days: '400', zone: 'Europe/Moscow' } },
    });
  });

  test('[MIS-4] one open day a year is found', () => {
    const rule = { ...office, week: office.week.map((shifts, index) => (index === 0 ? shifts : [])) };
    const onlyOne = (date: string) => (date === '2027-11-22' ? null : 'closed');
    expect(at('2026-11-24T08:00:00Z', rule, 'UTC', onlyOne)).toBe('2027-11-22T09:00:00.000Z');
  });
});
