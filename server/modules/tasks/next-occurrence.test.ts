import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Recurrence } from '../../contract/tasks.contract.ts';
import { completeRule, nextSlot } from './next-occurrence.ts';
import { localOf, momentOf } from './task-times.ts';

/** The first `length` dates of a series. */
function dates(rule: Recurrence, first: string, length: number): string[] {
  const complete = completeRule(rule, first);
  const found = [first];
  while (found.length < length) {
    const next = nextSlot(complete, found.at(-1) as string, found.length - 1);
    if (next === null) break;
    found.push(next);
  }
  return found;
}

describe('[TASK-1] the dates of a series', () => {
  it('[TASK-1] come every so many days', () => {
    expect(dates({ every: 3, unit: 'day' }, '2026-02-27', 3)).toEqual(['2026-02-27', '2026-03-02', '2026-03-05']);
  });

  it('[TASK-1] come on the weekdays of every second week', () => {
    const rule: Recurrence = { every: 2, unit: 'week', weekdays: [5, 1] };
    // Monday 2 and Friday 6 March, then the week after next.
    expect(dates(rule, '2026-03-02', 5)).toEqual([
      '2026-03-02',
      '2026-03-06',
      '2026-03-16',
      '2026-03-20',
      '2026-03-30',
    ]);
  });

  it('[TASK-1] keep to the weekday of the first one when none is named', () => {
    expect(dates({ every: 1, unit: 'week' }, '2026-03-05', 3)).toEqual(['2026-03-05', '2026-03-12', '2026-03-19']);
  });

  it('[TASK-1] fall on the last day of a month that is too short, and on the 31st again after it', () => {
    expect(dates({ every: 1, unit: 'month' }, '2026-01-31', 4)).toEqual([
      '2026-01-31',
      '2026-02-28',
      '2026-03-31',
      '2026-04-30',
    ]);
    expect(dates({ every: 12, unit: 'month' }, '2028-02-29', 2)).toEqual(['2028-02-29', '2029-02-28']);
  });

  it('[TASK-1] end with the last date, or with the number of them', () => {
    expect(dates({ every: 1, unit: 'day', until: '2026-03-04' }, '2026-03-02', 9)).toHaveLength(3);
    expect(dates({ every: 1, unit: 'day', count: 4 }, '2026-03-02', 9)).toHaveLength(4);
    expect(dates({ every: 1, unit: 'day', count: 1 }, '2026-03-02', 9)).toHaveLength(1);
  });

  it('[TASK-1] always lie later than the one before, and on a day that was asked for', () => {
    const rules = fc.oneof(
      fc.record({ every: fc.integer({ min: 1, max: 60 }), unit: fc.constant('day' as const) }),
      fc.record({
        every: fc.integer({ min: 1, max: 8 }),
        unit: fc.constant('week' as const),
        weekdays: fc.array(fc.integer({ min: 1, max: 7 }), { maxLength: 7 }),
      }),
      fc.record({
        every: fc.integer({ min: 1, max: 24 }),
        unit: fc.constant('month' as const),
        dayOfMonth: fc.integer({ min: 1, max: 31 }),
      }),
    );
    const day = fc
      .integer({ min: 0, max: 4_000 })
      .map((days) => new Date(Date.UTC(2024, 0, 1 + days)).toISOString().slice(0, 10));
    fc.assert(
      fc.property(rules, day, (rule, first) => {
        const complete = completeRule(rule, first);
        const all = dates(rule, first, 12);
        for (const [index, date] of all.entries()) {
          if (index === 0) continue;
          expect(date > (all[index - 1] as string)).toBe(true);
          const weekday = new Date(`${date}T00:00:00Z`).getUTCDay() || 7;
          if (complete.weekdays) expect(complete.weekdays).toContain(weekday);
        }
        expect(all).toHaveLength(12);
      }),
    );
  });
});

describe('[TASK-1] the clock of a series', () => {
  it('[TASK-1] stays the same when the clocks of the zone are changed', () => {
    // Berlin goes to summer time on 29 March 2026: ten o'clock is an hour earlier in UTC.
    expect(momentOf('2026-03-28', '10:00', 'Europe/Berlin').toISOString()).toBe('2026-03-28T09:00:00.000Z');
    expect(momentOf('2026-03-29', '10:00', 'Europe/Berlin').toISOString()).toBe('2026-03-29T08:00:00.000Z');
    expect(momentOf('2026-10-25', '10:00', 'Europe/Berlin').toISOString()).toBe('2026-10-25T09:00:00.000Z');
  });

  it('[TASK-1] is an hour later where it is skipped, and the first of two in autumn', () => {
    expect(localOf(momentOf('2026-03-29', '02:30', 'Europe/Berlin'), 'Europe/Berlin').clock).toBe('03:30');
    expect(momentOf('2026-10-25', '02:30', 'Europe/Berlin').toISOString()).toBe('2026-10-25T00:30:00.000Z');
  });

  it('[TASK-1] is that of the zone also where the date is another one', () => {
    expect(localOf(new Date('2026-03-02T22:30:00Z'), 'Asia/Almaty')).toEqual({ date: '2026-03-03', clock: '03:30' });
    expect(momentOf('2026-03-03', '03:30', 'Asia/Almaty').toISOString()).toBe('2026-03-02T22:30:00.000Z');
  });
});
