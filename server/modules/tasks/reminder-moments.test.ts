import { describe, expect, it } from 'vitest';
import { reminderMoments } from './reminder-moments.ts';
import { endOfDay } from './task-times.ts';

const at = (clock: string) => new Date(`2026-03-02T${clock}:00.000Z`);
const clocks = (moments: Date[]) => moments.map((moment) => moment.toISOString().slice(5, 16));
const plain = { startAt: null, dueAt: at('12:00'), allDay: false };

describe('[TASK-1] the moments of reminders', () => {
  it('[TASK-1] are counted from the start, without one from the due time, soonest first and each once', () => {
    const both = { ...plain, reminders: [0, 60, 60] };
    expect(clocks(reminderMoments(both, 'UTC', at('08:00')))).toEqual(['03-02T11:00', '03-02T12:00']);
    expect(clocks(reminderMoments({ ...both, startAt: at('10:00') }, 'UTC', at('08:00')))).toEqual([
      '03-02T09:00',
      '03-02T10:00',
    ]);
  });

  it('[TASK-1] leave out what is past, and are none without a time', () => {
    expect(clocks(reminderMoments({ ...plain, reminders: [0, 60] }, 'UTC', at('11:30')))).toEqual(['03-02T12:00']);
    expect(reminderMoments({ ...plain, dueAt: null, reminders: [0] }, 'UTC', at('11:30'))).toEqual([]);
  });

  it('[TASK-1] of a whole day are counted from nine in the morning of its zone, also on the day of the change', () => {
    const dueAt = endOfDay(new Date('2026-03-29T12:00:00Z'), 'Europe/Berlin');
    expect(dueAt.toISOString()).toBe('2026-03-29T21:59:00.000Z');
    const moments = reminderMoments(
      { startAt: null, dueAt, allDay: true, reminders: [0] },
      'Europe/Berlin',
      at('08:00'),
    );
    expect(moments.map((moment) => moment.toISOString())).toEqual(['2026-03-29T07:00:00.000Z']);
  });
});
