import { describe, expect, it } from 'vitest';
import { boundsOfDay, dayFromToday, isDay, isMoment, monthDaysAhead, monthOf } from './filter-days.ts';

const late = new Date('2026-02-27T21:30:00Z');

describe('[CRM-4] days of a filter are those of the firm’s zone', () => {
  it('half past nine in the evening in UTC is the next day in Moscow', () => {
    expect(dayFromToday(late, 'Europe/Moscow')).toBe('2026-02-28');
    expect(dayFromToday(late, 'UTC', -1)).toBe('2026-02-26');
  });

  it('a day has 23 hours when the clocks go forward', () => {
    expect(boundsOfDay('2026-03-29', 'Europe/Paris')).toEqual({
      from: '2026-03-28T23:00:00Z',
      until: '2026-03-29T22:00:00Z',
    });
  });

  it('a month ends with its last day', () => {
    expect(monthOf(late, 'UTC')).toEqual({ first: '2026-02-01', last: '2026-02-28' });
  });
});

describe('[CRM-9] birthdays ahead', () => {
  it('those of the 29th of February are told on the 28th in years without one', () => {
    expect(monthDaysAhead(late, 'UTC', 1)).toEqual(['02-27', '02-28', '02-29']);
    expect(monthDaysAhead(new Date('2028-02-28T12:00:00Z'), 'UTC', 0)).toEqual(['02-28']);
  });

  it('go on over the end of the year', () => {
    expect(monthDaysAhead(new Date('2026-12-31T12:00:00Z'), 'UTC', 1)).toEqual(['12-31', '01-01']);
  });
});

describe('[CRM-4] what is a day or a time', () => {
  it.each(['2026-02-29', '0000-01-01', '2026-1-1', '2026-01-01T00:00:00Z', ''])('%s is no day', (text) => {
    expect(isDay(text)).toBe(false);
  });
  it.each(['2026-02-29T00:00:00Z', '2026-01-01', '2026-01-01T25:00:00Z', '2026-01-01T00:00:00+01:00'])(
    '%s is no time',
    (text) => {
      expect(isMoment(text)).toBe(false);
    },
  );
  it('a time in UTC is one', () => {
    expect(isMoment('2028-02-29T09:00:00.123Z')).toBe(true);
  });
});
