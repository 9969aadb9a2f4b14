import type { Recurrence } from '$contract/tasks.contract.ts';
import { m } from '$lib/paraglide/messages.js';
import { formatDate, weekDays } from '$lib/settings/week-days.ts';

/**
 * How a task is repeated, in one line.
 * @example recurrenceText({ every: 2, unit: 'week', weekdays: [1] }, 'en') // 'By weeks: 2 (Monday)'
 */
export function recurrenceText(
  { every, unit, weekdays, dayOfMonth, until, count }: Recurrence,
  language: string,
): string {
  const units = { day: m.task_repeat_day, week: m.task_repeat_week, month: m.task_repeat_month };
  const names = weekDays(language);
  const days = weekdays?.map((day) => names[day - 1] ?? '').join(', ') ?? dayOfMonth?.toString() ?? '';
  const end = until ? ` – ${formatDate(until, language)}` : count ? ` × ${count}` : '';
  return `${units[unit]()}: ${every}${days === '' ? '' : ` (${days})`}${end}`;
}
