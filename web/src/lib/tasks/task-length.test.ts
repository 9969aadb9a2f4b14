import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Task } from '$contract/tasks.contract.ts';
import type { Console } from '$lib/app/console.svelte.ts';
import { testClock } from '$lib/clock/clock.ts';
import { Calendar, changeOfMove } from './calendar.svelte.ts';
import { lengthAfter } from './task-length.ts';

describe('[TASK-1] how long a task takes', () => {
  it.each([
    ['longer by a quarter', { from: 600, length: 30 }, 15, 45],
    ['shorter by a quarter', { from: 600, length: 45 }, -15, 30],
    ['never nothing', { from: 600, length: 30 }, -300, 15],
    ['until a quarter of the clock, wherever it began', { from: 610, length: 30 }, 15, 50],
    ['where the mouse let go, to the next quarter', { from: 600, length: 30 }, 37, 60],
    ['until midnight at most', { from: 1_380, length: 30 }, 600, 60],
    ['of several days: from where its edge is drawn', { from: 1_380, length: 2_880 }, -15, 45],
  ])('[TASK-1] %s', (_name, task, by, length) => {
    expect(lengthAfter(task, by)).toBe(length);
  });

  it('[TASK-1] is never less than a minute, and never ends on another day', () => {
    const task = fc.record({ from: fc.integer({ min: 0, max: 1_439 }), length: fc.integer({ min: 1, max: 10_080 }) });
    fc.assert(
      fc.property(task, fc.integer({ min: -2_000, max: 2_000 }), (one, by) => {
        const length = lengthAfter(one, by);
        expect(length).toBeGreaterThan(0);
        expect(one.from + length).toBeLessThanOrEqual(1_440);
      }),
    );
  });

  it('[TASK-1] leaves the times alone, and is changed together with them where both were', () => {
    const at = '2026-03-04T10:00:00.000Z';
    const task = { startAt: at, dueAt: at, allDay: false } as Task;
    expect(changeOfMove(task, at, { at, minutes: 45 })).toEqual({ durationMinutes: 45 });
    const later = '2026-03-04T10:15:00.000Z';
    expect(changeOfMove(task, at, { at: later, minutes: 45 })).toEqual({
      startAt: later,
      dueAt: later,
      durationMinutes: 45,
    });
  });
});

describe('[TASK-1] keys in the calendar', () => {
  beforeAll(() => void vi.stubGlobal('navigator', { languages: ['en-GB'] }));
  afterAll(() => void vi.unstubAllGlobals());
  const at = '2026-03-04T10:00:00.000Z';
  const task = (id: string) =>
    ({
      id,
      version: 1,
      title: id,
      startAt: null,
      dueAt: at,
      durationMinutes: null,
      allDay: false,
      agent: null,
    }) as Task;

  async function open() {
    const clock = testClock('2026-03-04T09:00:00Z');
    const sent: object[] = [];
    const items = [task('one'), task('two')].map((each) => ({ kind: 'task' as const, at, task: each }));
    const api = {
      tasks: {
        calendar: async () => ({ items, isCut: false }),
        changeMany: async ({ changes }: { changes: object[] }) => {
          sent.push(...changes);
          return { items: [], refused: [] };
        },
      },
    };
    const rest = { live: { take: () => undefined }, toasts: { say: () => undefined, undoable: () => undefined } };
    const time = { peek: () => clock.now() };
    const calendar = new Calendar({ clock, api, time, ...rest } as unknown as Console);
    await calendar.read();
    return { calendar, clock, sent };
  }

  it('[TASK-1] what several presses did to one task is sent once, whole', async () => {
    const { calendar, clock, sent } = await open();
    calendar.nudge('one', { at, agent: { id: 'agt_b', name: 'Boris' } });
    calendar.nudge('one', { at, minutes: 45 });
    expect(sent).toEqual([]);
    expect(calendar.items[0]).toMatchObject({ task: { durationMinutes: 45, agent: { name: 'Boris' } } });
    clock.advance(1_000);
    expect(sent).toEqual([{ id: 'one', version: 1, durationMinutes: 45, agentId: 'agt_b' }]);
  });

  it('[TASK-1] going on to another task sends the one before', async () => {
    const { calendar, clock, sent } = await open();
    calendar.nudge('one', { at, minutes: 45 });
    calendar.nudge('two', { at, minutes: 15 });
    clock.advance(1_000);
    expect(sent).toMatchObject([
      { id: 'one', durationMinutes: 45 },
      { id: 'two', durationMinutes: 15 },
    ]);
  });
});
