/** The task behind the next step of a call: made once, changed afterwards, done again when the step is dropped. */
import type { Tx } from '../../platform/database/database.ts';
import { createAudit } from '../audit/audit.usecases.ts';
import { oneLine } from '../contacts/clean-text.ts';
import { columnsOfState } from './take-step.ts';
import { whose } from './task-fields.ts';
import { toTask } from './task-view.ts';
import { insertTask, lockTask, type TaskColumns, updateTask } from './tasks.repository.ts';
import { type By, planReminders, type TaskPlatform, tellTask } from './tell-task.ts';

export interface NextStepTask {
  taskId: string | null;
  callId: string;
  contactId: string | null;
  /** Whose next step: the agent of the call; left out: whoever says so. */
  agentId?: string | null;
  text: string;
  dueAt: string | null;
}

/** Makes or changes the task of a next step and returns its id. Access was checked with the call. */
export async function saveNextStepTask(platform: TaskPlatform, tx: Tx, step: NextStepTask & By): Promise<string> {
  const row = step.taskId === null ? null : await lockTask(tx, step.taskId);
  const by = { principal: step.principal, ip: step.ip };
  const agentId = step.agentId === undefined ? step.principal.agentId : step.agentId;
  const now = platform.clock.now();
  const due = step.dueAt === null ? null : new Date(step.dueAt);
  const fields: TaskColumns = { title: oneLine(step.text), due_at: due, contact_id: step.contactId };
  const id = row?.id ?? platform.ids('tsk');
  if (row) {
    // A start or a day that was given since does not fit another due time.
    const times = { start_at: null, all_day: false };
    await updateTask(tx, id, { ...fields, ...times, ...columnsOfState(row, row.verify ? 'given' : 'open', now) });
  } else {
    const owner = await whose(tx, agentId).catch(() => ({ agent_id: null, team_id: null }));
    const rest = { call_id: step.callId, created_by: step.principal.userId, reminders: [0] };
    await insertTask(tx, id, { ...fields, ...rest, ...owner }, now);
  }
  const saved = await tellTask(platform, tx, { id, before: row ?? null, principal: by.principal });
  await planReminders(platform, tx, saved);
  const before = row ? toTask(row, by.principal) : undefined;
  const action = row ? 'task.changed' : 'task.created';
  await createAudit(platform).record(tx, { ...by, action, record: id, before, after: toTask(saved, by.principal) });
  return id;
}

/** The next step was taken back: its task is done with. Nothing happens when it is gone already. */
export async function dropNextStepTask(
  platform: TaskPlatform,
  tx: Tx,
  { taskId, ...by }: By & { taskId: string },
): Promise<void> {
  const row = await lockTask(tx, taskId);
  if (!row || row.done) return;
  await updateTask(tx, taskId, columnsOfState(row, row.verify ? 'verified' : 'done', platform.clock.now()));
  const dropped = await tellTask(platform, tx, { id: taskId, before: row, principal: by.principal });
  await planReminders(platform, tx, dropped);
  await createAudit(platform).record(tx, { ...by, action: 'task.dropped', record: taskId });
}
