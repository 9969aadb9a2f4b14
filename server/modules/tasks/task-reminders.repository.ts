/** SQL of reminders. */
import type { Sql, Tx } from '../../platform/database/database.ts';
import type { Platform } from '../../platform/platform.ts';
import type { TaskFacts } from './tasks.events.ts';

export interface ReminderRow {
  id: string;
  task_id: string;
  agent_id: string;
  remind_at: Date;
  snoozed: boolean;
  told_at: Date | null;
  closed_at: Date | null;
}

type NewReminder = Pick<ReminderRow, 'id' | 'task_id' | 'agent_id' | 'remind_at'> & { snoozed?: boolean };

export async function insertReminders(tx: Tx, rows: readonly NewReminder[]): Promise<void> {
  if (rows.length > 0) await tx`insert into task_reminders ${tx(rows.map((row) => ({ snoozed: false, ...row })))}`;
}

/** Those that are not told yet are forgotten, those on a screen go from it. */
export async function closeReminders(
  { facts }: Pick<Platform, 'facts'>,
  tx: Tx,
  taskId: string,
  now: Date,
): Promise<void> {
  await tx`delete from task_reminders where task_id = ${taskId} and told_at is null`;
  const shown = await tx<Pick<ReminderRow, 'id' | 'agent_id'>[]>`
    update task_reminders set closed_at = ${now} where task_id = ${taskId} and closed_at is null returning id, agent_id`;
  await facts.appendAll<TaskFacts>(
    tx,
    shown.map(({ id, agent_id }) => ({
      type: 'task.reminder-closed' as const,
      payload: { reminderId: id, agentId: agent_id },
      subject: taskId,
    })),
  );
}

/** Due ones that no other server is at, the oldest first. */
export async function lockDueReminders(tx: Tx, now: Date, limit: number): Promise<ReminderRow[]> {
  return tx<ReminderRow[]>`
    select r.* from task_reminders r
    where r.told_at is null and r.closed_at is null and r.remind_at <= ${now}
    order by r.remind_at, r.id limit ${limit} for update skip locked`;
}

export async function markTold(tx: Tx, ids: readonly string[], now: Date): Promise<void> {
  await tx`update task_reminders set told_at = ${now} where id = any(${ids})`;
}

export async function lockReminder(tx: Tx, id: string): Promise<ReminderRow | undefined> {
  const [row] = await tx<ReminderRow[]>`select * from task_reminders where id = ${id} for update`;
  return row;
}

export async function closeReminder(tx: Tx, id: string, now: Date): Promise<void> {
  await tx`update task_reminders set closed_at = ${now} where id = ${id}`;
}

/** Told and not answered, newest first. */
export async function selectShownReminders(sql: Sql, agentId: string, limit: number): Promise<ReminderRow[]> {
  return sql<ReminderRow[]>`
    select * from task_reminders where agent_id = ${agentId} and told_at is not null and closed_at is null
    order by remind_at desc, id desc limit ${limit}`;
}

export async function selectReminder(sql: Sql, id: string): Promise<ReminderRow | undefined> {
  const [row] = await sql<ReminderRow[]>`
    select * from task_reminders where id = ${id} and told_at is not null and closed_at is null`;
  return row;
}
