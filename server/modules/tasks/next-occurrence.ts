/**
 * Which date of a series comes next. Pure, and dates only: the clock and the zone are put to it by task-times.ts, so that "every day
 * at ten" stays at ten when the clocks change. Why no library: docs/decisions/0012.
 */
import { Temporal } from 'temporal-polyfill';
import type { Recurrence } from '../../contract/tasks.contract.ts';

const DAYS_OF_WEEK = 7;

/** A month without that day takes its last one; the 31st stays the 31st in the months that have it. */
function inMonth(month: Temporal.PlainYearMonth, day: number): Temporal.PlainDate {
  return month.toPlainDate({ day: Math.min(day, month.daysInMonth) });
}

function nextInWeeks(from: Temporal.PlainDate, every: number, weekdays: readonly number[]): Temporal.PlainDate {
  const wanted = weekdays.length > 0 ? [...weekdays].sort((a, b) => a - b) : [from.dayOfWeek];
  const laterThisWeek = wanted.find((day) => day > from.dayOfWeek);
  if (laterThisWeek !== undefined) return from.add({ days: laterThisWeek - from.dayOfWeek });
  const monday = from.subtract({ days: from.dayOfWeek - 1 });
  return monday.add({ days: every * DAYS_OF_WEEK + (wanted[0] ?? 1) - 1 });
}

function following(rule: Recurrence, from: Temporal.PlainDate): Temporal.PlainDate {
  switch (rule.unit) {
    case 'day':
      return from.add({ days: rule.every });
    case 'week':
      return nextInWeeks(from, rule.every, rule.weekdays ?? []);
    case 'month':
      return inMonth(from.toPlainYearMonth().add({ months: rule.every }), rule.dayOfMonth ?? from.day);
  }
}

/**
 * The date after `slot`, or null when the series is over.
 * @param occurrence which one of the series stands at `slot`; the first is 0
 * @example nextSlot({ every: 1, unit: 'month', dayOfMonth: 31 }, '2026-01-31', 0) // '2026-02-28'
 */
export function nextSlot(rule: Recurrence, slot: string, occurrence: number): string | null {
  if (rule.count !== undefined && occurrence + 1 >= rule.count) return null;
  const next = following(rule, Temporal.PlainDate.from(slot)).toString();
  return rule.until !== undefined && next > rule.until ? null : next;
}

/** The rule with all that was left out taken from the date of the first task. */
export function completeRule(rule: Recurrence, firstSlot: string): Recurrence {
  const first = Temporal.PlainDate.from(firstSlot);
  const { weekdays, dayOfMonth, ...rest } = rule;
  if (rule.unit === 'week') {
    const days = weekdays && weekdays.length > 0 ? weekdays : [first.dayOfWeek];
    return { ...rest, weekdays: [...new Set(days)].sort((a, b) => a - b) };
  }
  return rule.unit === 'month' ? { ...rest, dayOfMonth: dayOfMonth ?? first.day } : rest;
}
