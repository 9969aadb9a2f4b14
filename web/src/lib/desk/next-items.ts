/** Pure: what comes next when nobody calls, the most urgent first. */

import type { LiveState } from '$contract/live-events.ts';
import type { MissedCall } from '$contract/missed-calls.contract.ts';
import type { Task } from '$contract/tasks.contract.ts';

const urgencyOrder: Record<MissedCall['urgency'], number> = { overdue: 0, due: 1, later: 2, closed: 3 };

/** Callbacks that are mine, my team's or anybody's: overdue, due, later; within each by when the next try is. */
export function nextCallbacks(state: LiveState | null): MissedCall[] {
  return Object.values(state?.missedCalls ?? {})
    .filter(({ urgency }) => urgency !== 'closed')
    .sort(
      (a, b) =>
        urgencyOrder[a.urgency] - urgencyOrder[b.urgency] ||
        (a.nextAttemptAt ?? a.lastMissedAt).localeCompare(b.nextAttemptAt ?? b.lastMissedAt),
    );
}

/** My open tasks: those with a time first, the earliest at the top. What waits to be verified is not mine to do any more. */
export function nextTasks(state: LiveState | null, agentId: string | null): Task[] {
  return Object.values(state?.tasks ?? {})

    .filter((task) => !task.done && task.state !== 'executed')
    .filter((task) => task.agent === null || task.agent.id === agentId)
    .sort((a, b) => (a.dueAt ?? '9').localeCompare(b.dueAt ?? '9') || a.createdAt.localeCompare(b.createdAt));
}

/** overdue by more than an hour, due within the next quarter of an hour, or later. */
export function taskUrgency(task: Pick<Task, 'dueAt'>, now: number): 'overdue' | 'due' | 'later' {
  if (task.dueAt === null) return 'later';
  const inMs = Date.parse(task.dueAt) - now;
  return inMs < -3_600_000 ? 'overdue' : inMs < 900_000 ? 'due' : 'later';
}
