/**
 * The next task of a series. It is made when the one before is done or when that one's time has come, whichever is first: so there is
 * always one to come, and what was not done stays there as overdue instead of silently moving on. Made once: the place in the series
 * is unique in the database, and the task before remembers its successor in the same transaction.
 */

import type { Tx } from '../../platform/database/database.ts';
import type { Platform } from '../../platform/platform.ts';
import { type Principal, systemPrincipal } from '../access/principal.ts';
import { createAudit } from '../audit/audit.usecases.ts';
import { nextSlot } from './next-occurrence.ts';
import { momentOf } from './task-times.ts';
import { auditedTask } from './task-view.ts';
import { insertTask, lockTask, type TaskRow, updateTask } from './tasks.repository.ts';
import { planReminders, type TaskPlatform, tellTask, zoneOf } from './tell-task.ts';

/** Stands for "there is no next one". */
const OVER = 'over';
const AT_ONCE = 500;

/** Makes the next one unless it is there. Runs in the transaction of the change that calls for it. */
export async function makeNextOfSeries(
  platform: TaskPlatform,
  tx: Tx,
  row: TaskRow,
  principal: Principal,
): Promise<void> {
  const { recurrence, slot, due_at: due } = row;
  if (!recurrence || row.successor_id !== null || slot === null || due === null) return;
  const next = nextSlot(recurrence, slot, row.occurrence);
  if (next === null) {
    await tx`update tasks set successor_id = ${OVER} where id = ${row.id}`;
    return;
  }
  const zone = await zoneOf(platform, tx, row.time_zone);
  const dueAt = momentOf(next, recurrence.clock, zone);
  const beforeDueMs = row.start_at ? due.getTime() - row.start_at.getTime() : 0;
  const id = platform.ids('tsk');
  const isNew = await insertTask(
    tx,
    id,
    {
      ...copied(row),
      state: row.verify ? 'given' : 'open',
      due_at: dueAt,
      start_at: row.start_at ? new Date(dueAt.getTime() - beforeDueMs) : null,
      occurrence: row.occurrence + 1,
      slot: next,
    },
    platform.clock.now(),
  );
  await updateTask(tx, row.id, { successor_id: id });
  if (!isNew) return;
  const made = await tellTask(platform, tx, { id, principal });
  await planReminders(platform, tx, made);
  const by = { principal, ip: null };
  await createAudit(platform).record(tx, {
    ...by,
    action: 'task.repeated',
    record: id,
    after: auditedTask(made, null),
  });
}

/** What each task of a series has in common. */
function copied(row: TaskRow) {
  const {
    title,
    description,
    kind,
    verify,
    priority,
    all_day,
    duration_minutes,
    time_zone,
    contact_id,
    organisation_id,
  } = row;
  const { deal_id, agent_id, team_id, created_by, reminders, recurrence, series_id, custom } = row;
  const what = { title, description, kind, verify, priority, all_day, duration_minutes, time_zone };
  return {
    ...what,
    contact_id,
    organisation_id,
    deal_id,
    agent_id,
    team_id,
    created_by,
    reminders,
    recurrence,
    series_id,
    custom,
  };
}

/** Makes the next of every series whose last one has fallen due. Each in a transaction of its own. Returns how many. */
export async function continueSeries(platform: Platform, signal?: AbortSignal): Promise<number> {
  const due = await platform.database.sql<{ id: string }[]>`
    select id from tasks where recurrence is not null and successor_id is null and due_at <= ${platform.clock.now()}
    order by due_at limit ${AT_ONCE}`;
  for (const { id } of due) {
    if (signal?.aborted) break;
    try {
      await platform.database.transaction(async (tx) => {
        const row = await lockTask(tx, id);
        if (row) await makeNextOfSeries(platform, tx, row, systemPrincipal);
      });
    } catch (error) {
      platform.logger.error({ err: error, taskId: id }, 'the next task of a series could not be made');
    }
  }
  return due.length;
}
