/** Reminders: told once each when their moment has come, shown until somebody answers, put off as often as wanted. */
import type { TaskReminder } from '../../contract/tasks.contract.ts';
import type { Sql } from '../../platform/database/database.ts';
import { notFound } from '../../platform/errors/domain-error.ts';
import type { Platform } from '../../platform/platform.ts';
import type { Reader } from '../access/permissions.ts';
import type { Principal } from '../access/principal.ts';
import {
  closeReminder,
  insertReminders,
  lockDueReminders,
  lockReminder,
  markTold,
  selectShownReminders,
} from './task-reminders.repository.ts';
import { toTask } from './task-view.ts';
import { wrongField } from './tasks.errors.ts';
import type { TaskFacts } from './tasks.events.ts';
import { selectTasks } from './tasks.repository.ts';

const AT_ONCE = 200;
const MOST_SHOWN = 50;
const YEAR_MS = 366 * 86_400_000;

/**
 * Tells what is due, in one transaction with the mark that it was told: no reminder is lost with a server, none comes twice.
 * Returns how many.
 */
export async function tellDueReminders({ database, clock, facts }: Platform): Promise<number> {
  return database.transaction(async (tx) => {
    const due = await lockDueReminders(tx, clock.now(), AT_ONCE);
    if (due.length === 0) return 0;
    await markTold(
      tx,
      due.map(({ id }) => id),
      clock.now(),
    );
    await facts.appendAll<TaskFacts>(
      tx,
      due.map(({ id, agent_id, task_id }) => ({
        type: 'task.reminded' as const,
        payload: { reminderId: id, agentId: agent_id, taskId: task_id },
        subject: task_id,
      })),
    );
    return due.length;
  });
}

/** What stands on the screen of this agent now. */
export async function shownReminders(sql: Sql, reader: Reader & { agentId: string }): Promise<TaskReminder[]> {
  const reminders = await selectShownReminders(sql, reader.agentId, MOST_SHOWN);
  const tasks = await selectTasks(
    sql,
    reminders.map((reminder) => reminder.task_id),
  );
  const byId = new Map(tasks.map((task) => [task.id, task]));
  return reminders.flatMap(({ id, task_id, remind_at }) => {
    const task = byId.get(task_id);
    return task ? [{ id, at: remind_at.toISOString(), task: toTask(task, reader) }] : [];
  });
}

/** It was seen, or is put off till `until`. Twice is once. */
export async function answerReminder(
  { database, clock, facts, ids }: Platform,
  { principal, id, until }: { principal: Principal; id: string; until?: string | undefined },
): Promise<void> {
  await database.transaction(async (tx) => {
    const reminder = await lockReminder(tx, id);
    if (!reminder || reminder.agent_id !== principal.agentId || reminder.told_at === null)
      throw notFound('tasks.reminder_not_found', 'There is no such reminder, or not for you.');
    if (reminder.closed_at !== null) return;
    const now = clock.now();
    if (until !== undefined) {
      const at = new Date(until);
      if (at <= now || at.getTime() > now.getTime() + YEAR_MS)
        throw wrongField('until', 'must be later than now and within a year');
      await insertReminders(tx, [
        { id: ids('rem'), task_id: reminder.task_id, agent_id: reminder.agent_id, remind_at: at, snoozed: true },
      ]);
    }
    await closeReminder(tx, id, now);
    await facts.append<TaskFacts>(tx, {
      type: 'task.reminder-closed',
      payload: { reminderId: id, agentId: reminder.agent_id },
      subject: reminder.task_id,
    });
  });
}
