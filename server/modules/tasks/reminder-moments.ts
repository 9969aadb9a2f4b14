/** When the reminders of a task come. Pure. */
import { localOf, momentOf } from './task-times.ts';

const MINUTE_MS = 60_000;
/** An all-day task is due at midnight, when nobody wants to be reminded: its minutes are counted from the morning. */
const MORNING = '09:00';

export interface TimedTask {
  startAt: Date | null;
  dueAt: Date | null;
  allDay: boolean;
  /** Minutes before. */
  reminders: readonly number[];
}

/** What the minutes are counted from; null: a task without a time reminds of nothing. */
function basisOf({ startAt, dueAt, allDay }: TimedTask, zone: string): Date | null {
  if (allDay && dueAt) return momentOf(localOf(dueAt, zone).date, MORNING, zone);
  return startAt ?? dueAt;
}

/** Moments still to come, soonest first; those that are past are not told: whoever made the task knows of it. */
export function reminderMoments(task: TimedTask, zone: string, now: Date): Date[] {
  const basis = basisOf(task, zone);
  if (!basis) return [];
  const moments = [...new Set(task.reminders)].map((minutes) => basis.getTime() - minutes * MINUTE_MS);
  return moments
    .filter((at) => at >= now.getTime())
    .sort((a, b) => a - b)
    .map((at) => new Date(at));
}
