/** Says that a task changed: the fact, and what time has to do about it. */
import type { Tx } from '../../platform/database/database.ts';
import type { Platform } from '../../platform/platform.ts';
import { actorOf, type Principal } from '../access/principal.ts';
import { readSettings } from '../settings/settings.usecases.ts';
import { reminderMoments } from './reminder-moments.ts';
import { closeReminders, insertReminders } from './task-reminders.repository.ts';
import { toTask } from './task-view.ts';
import { taskNotFound } from './tasks.errors.ts';
import type { TaskFacts } from './tasks.events.ts';
import { selectTasks, type TaskRow } from './tasks.repository.ts';

export type TaskPlatform = Pick<Platform, 'clock' | 'ids' | 'facts' | 'config'>;

export interface By {
  principal: Principal;
  ip: string | null;
}

type Before = Pick<TaskRow, 'agent_id' | 'contact_id'>;

const factOf = (row: TaskRow, before: Before | null | undefined, principal: Principal) => ({
  type: 'task.changed' as const,
  payload: {
    task: toTask(row, null),
    teamId: row.team_id,
    ...(before ? { previousAgentId: before.agent_id, previousContactId: before.contact_id } : {}),
  },
  subject: row.id,
  actor: actorOf(principal),
});

/** @param before as it was; left out: a new task */
export async function tellTask(
  { facts }: Pick<Platform, 'facts'>,
  tx: Tx,
  { id, before, principal }: { id: string; before?: Before | null; principal: Principal },
): Promise<TaskRow> {
  const [row] = await tellTasks({ facts }, tx, { changes: [{ id, before }], principal });
  if (!row) throw taskNotFound();
  return row;
}

/** The facts of several tasks in one statement. Returns them as they are now, in the order given. */
export async function tellTasks(
  { facts }: Pick<Platform, 'facts'>,
  tx: Tx,
  {
    changes,
    principal,
  }: { changes: readonly { id: string; before?: Before | null | undefined }[]; principal: Principal },
): Promise<TaskRow[]> {
  const found = await selectTasks(
    tx,
    changes.map(({ id }) => id),
  );
  const byId = new Map(found.map((row) => [row.id, row]));
  const told = changes.flatMap(({ id, before }) => {
    const row = byId.get(id);
    return row ? [{ row, before }] : [];
  });
  await facts.appendAll<TaskFacts>(
    tx,
    told.map(({ row, before }) => factOf(row, before, principal)),
  );
  return told.map(({ row }) => row);
}

/** The zone in which the days of a task are counted. */
export async function zoneOf(
  platform: Pick<Platform, 'config'>,
  tx: Tx,
  zone: string | null | undefined,
): Promise<string> {
  return zone ?? (await readSettings(platform, tx)).defaultTimeZone;
}

/** Every reminder that was not told yet is made anew from the task as it is now. Those put off by hand go as well. */
export async function planReminders(platform: TaskPlatform, tx: Tx, row: TaskRow): Promise<void> {
  const now = platform.clock.now();
  await closeReminders(platform, tx, row.id, now);
  const whose = row.agent_id ?? row.creator_agent_id;
  if (row.done || row.state === 'executed' || whose === null || row.reminders.length === 0) return;
  const times = { startAt: row.start_at, dueAt: row.due_at, allDay: row.all_day, reminders: row.reminders };
  const moments = reminderMoments(times, await zoneOf(platform, tx, row.time_zone), now);
  await insertReminders(
    tx,
    moments.map((at) => ({ id: platform.ids('rem'), task_id: row.id, agent_id: whose, remind_at: at })),
  );
}

/** What of a task changes its reminders. */
export const changesReminders = (before: TaskRow, after: TaskRow): boolean =>
  before.done !== after.done ||
  before.state !== after.state ||
  before.agent_id !== after.agent_id ||
  before.start_at?.getTime() !== after.start_at?.getTime() ||
  before.due_at?.getTime() !== after.due_at?.getTime() ||
  before.reminders.join() !== after.reminders.join();
