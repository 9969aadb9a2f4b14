import { m } from '$lib/paraglide/messages.js';

const choices = [0, 5, 15, 60, 1_440];

/** @param minutes before the task */
export function reminderWord(minutes: number): string {
  if (minutes === 0) return m.task_reminder_at_time();
  if (minutes === 1_440) return m.task_reminder_day();
  return minutes % 60 === 0
    ? m.task_reminder_hours({ count: minutes / 60 })
    : m.task_reminder_minutes({ count: minutes });
}

/** The reminders of a task as one value of a list, and back. */
export const reminderValue = (reminders: readonly number[]): string => [...reminders].sort((a, b) => b - a).join(',');
export const remindersOfValue = (value: string): number[] => (value === '' ? [] : value.split(',').map(Number));

/** None, the usual ones, and what the task has when that is something else. */
export function reminderOptions(known: readonly number[]): { value: string; label: string }[] {
  const values = ['', ...choices.map(String)];
  const own = reminderValue(known);
  const all = values.includes(own) ? values : [...values, own];
  return all.map((value) => ({
    value,
    label: value === '' ? m.task_reminder_none() : remindersOfValue(value).map(reminderWord).join(', '),
  }));
}
