/** In which group of the list a task stands: overdue, a day, or none. Pure. */
import type { Task } from '$contract/tasks.contract.ts';
import { dayKey } from './calendar-days.ts';

type Timed = Pick<Task, 'dueAt' | 'done' | 'state' | 'allDay' | 'timeZone'>;

/** The day of an all-day task is that of its zone, whatever the reader's. */
export function taskDay(task: Pick<Task, 'dueAt' | 'allDay' | 'timeZone'>): string | null {
  if (task.dueAt === null) return null;
  if (!task.allDay || task.timeZone === null) return dayKey(task.dueAt);
  const parts = { year: 'numeric', month: '2-digit', day: '2-digit', timeZone: task.timeZone } as const;
  return new Intl.DateTimeFormat('en-CA', parts).format(new Date(task.dueAt));
}

/** Past its time and nobody has done it. What waits to be verified is not late any more. */
export const isOverdue = (task: Timed, now: number): boolean =>
  !task.done && task.state !== 'executed' && task.dueAt !== null && Date.parse(task.dueAt) < now;

/** `overdue`, `none`, or the day `2026-03-02`. */
export const groupOf = (task: Timed, now: number): string =>
  isOverdue(task, now) ? 'overdue' : (taskDay(task) ?? 'none');
