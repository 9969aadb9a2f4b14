import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clockMinutes, dayKey, daysBetween, daysOf, onDay, shifted, turn, weekStart } from './calendar-days.ts';
import { layOutDay } from './lay-out-day.ts';

const at = (month: number, date: number, hours = 0, minutes = 0) => new Date(2026, month - 1, date, hours, minutes);

describe('[TASK-1] days of the calendar', () => {
  it('[TASK-1] a week begins on Monday, three weeks too, a day is itself', () => {
    const wednesday = at(3, 4, 15).getTime();
    expect(daysOf('week', wednesday).map(dayKey)[0]).toBe('2026-03-02');
    expect(daysOf('weeks', wednesday)).toHaveLength(21);
    expect(daysOf('day', wednesday).map(dayKey)).toEqual(['2026-03-04']);
    expect(dayKey(weekStart(at(3, 8, 23).getTime()))).toBe('2026-03-02');
    expect(dayKey(turn('week', wednesday, -1))).toBe('2026-02-25');
  });

  it('[TASK-1] moving by days keeps the clock, also over a change of the clocks', () => {
    for (let date = 1; date <= 31; date += 1) {
      const moved = shifted(at(3, date, 10, 30).toISOString(), 250);
      expect(clockMinutes(moved)).toBe(630);
      expect(daysBetween(at(3, date).getTime(), Date.parse(moved))).toBe(250);
    }
    expect(onDay(at(3, 4, 10, 30).toISOString(), at(11, 2).getTime())).toBe(at(11, 2, 10, 30).toISOString());
    expect(shifted(at(3, 4, 10).toISOString(), 1, -15)).toBe(at(3, 5, 9, 45).toISOString());
  });
});

describe('[TASK-1] what overlaps in a day', () => {
  it('[TASK-1] stands side by side, and what comes after has the whole width again', () => {
    const placed = layOutDay([
      { id: 'c', from: 600, to: 660 },
      { id: 'a', from: 540, to: 600 },
      { id: 'b', from: 570, to: 630 },
      { id: 'd', from: 700, to: 730 },
    ]);
    expect(placed.map(({ id, lane, lanes }) => `${id}${lane}/${lanes}`)).toEqual(['a0/2', 'b1/2', 'c0/2', 'd0/1']);
  });

  it('[TASK-1] never covers one another, and nothing is lost', () => {
    const spans = fc.array(
      fc.record({ from: fc.integer({ min: 0, max: 1_400 }), length: fc.integer({ min: 5, max: 300 }) }),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(spans, (list) => {
        const placed = layOutDay(
          list.map(({ from, length }, index) => ({ id: String(index), from, to: from + length })),
        );
        expect(placed).toHaveLength(list.length);
        for (const a of placed) {
          expect(a.lane).toBeLessThan(a.lanes);
          for (const b of placed) if (a.id < b.id && a.from < b.to && b.from < a.to) expect(a.lane).not.toBe(b.lane);
        }
      }),
    );
  });
});
