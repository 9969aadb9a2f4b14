/** Tasks that are deleted, and come back as they were. One that a stage of a deal made is done, not deleted. */
import type { Task } from '../../contract/tasks.contract.ts';
import type { Sql, Tx } from '../../platform/database/database.ts';
import type { Platform } from '../../platform/platform.ts';
import { actorOf } from '../access/principal.ts';
import { createAudit } from '../audit/audit.usecases.ts';
import { mayChange } from './list-tasks.usecases.ts';
import { isGiver, maySeeTask, type OwnedTask } from './task-access.ts';
import { toTask } from './task-view.ts';
import { giverOnly, taskNotDeleted, taskNotFound, taskNotYours, taskOfStage } from './tasks.errors.ts';
import type { TaskFacts } from './tasks.events.ts';
import { lockTask, selectTasks, type TaskRow } from './tasks.repository.ts';
import { type By, planReminders, tellTask } from './tell-task.ts';

interface Kept extends OwnedTask {
  verify: boolean;
}

async function keep(tx: Tx, { id, agent_id, team_id, created_by }: TaskRow, by: By, now: Date): Promise<void> {
  await tx`
    insert into deleted_tasks (id, agent_id, team_id, created_by, task, steps, deleted_at, deleted_by)
    select t.id, ${agent_id}, ${team_id}, ${created_by}, to_jsonb(t),
      coalesce((select jsonb_agg(to_jsonb(s)) from task_steps s where s.task_id = t.id), '[]'), ${now}, ${by.principal.id}
    from tasks t where t.id = ${id}`;
  await tx`delete from tasks where id = ${id}`;
}

const isOfStage = async (sql: Sql, id: string): Promise<boolean> =>
  (await sql`select from deal_tasks where task_id = ${id}`).count > 0;

/** Takes a task out of every list, with its reminders. Nothing is lost: `restoreTask` brings it back. */
export function deleteTask(
  platform: Platform,
  { taskId, ...by }: By & { taskId: string },
): Promise<{ id: string; version: number }> {
  const { principal } = by;
  return platform.database.transaction(async (tx) => {
    const row = await lockTask(tx, taskId);
    if (!row || !maySeeTask(principal, 'tasks.read', row)) throw taskNotFound();
    if (!maySeeTask(principal, 'tasks.write', row)) throw taskNotYours();
    if (!mayChange(principal, row)) throw giverOnly();
    if (await isOfStage(tx, taskId)) throw taskOfStage();
    await keep(tx, row, by, platform.clock.now());
    await createAudit(platform).record(tx, {
      ...by,
      action: 'task.deleted',
      record: taskId,
      before: toTask(row, principal),
    });
    await platform.facts.append<TaskFacts>(tx, {
      type: 'task.deleted',
      payload: { task: toTask(row, null), teamId: row.team_id, creatorAgentId: row.creator_agent_id },
      subject: taskId,
      actor: actorOf(principal),
    });
    return { id: taskId, version: row.version + 1 };
  });
}

/** About whom it is now: people and organisations that were merged since are those that stayed. */
async function putBack(tx: Tx, taskId: string): Promise<void> {
  await tx`
    with recursive kept as (select id, task, steps from deleted_tasks where id = ${taskId}),
      people as (
        select c.id, c.merged_into from contacts c join kept on c.id = kept.task->>'contact_id'
        union select c.id, c.merged_into from contacts c join people p on c.id = p.merged_into),
      firms as (
        select o.id, o.merged_into from organisations o join kept on o.id = kept.task->>'organisation_id'
        union select o.id, o.merged_into from organisations o join firms f on o.id = f.merged_into)
    insert into tasks select t.* from kept, jsonb_populate_record(null::tasks, kept.task || jsonb_build_object(
      'contact_id', (select id from people where merged_into is null),
      'organisation_id', (select id from firms where merged_into is null),
      'version', (kept.task->>'version')::int + 2)) t`;
  await tx`
    insert into task_steps select s.* from deleted_tasks d, jsonb_populate_recordset(null::task_steps, d.steps) s
    where d.id = ${taskId}`;
  await tx`delete from deleted_tasks where id = ${taskId}`;
}

/** Brings a deleted task back for whoever may delete it. */
export function restoreTask(platform: Platform, { taskId, ...by }: By & { taskId: string }): Promise<Task> {
  const { principal } = by;
  return platform.database.transaction(async (tx) => {
    const [kept] = await tx<Kept[]>`
      select agent_id, team_id, created_by, (task->>'verify')::boolean as verify from deleted_tasks
      where id = ${taskId} for update`;
    if (!kept) {
      const [row] = await selectTasks(tx, [taskId]);
      throw row && maySeeTask(principal, 'tasks.read', row) ? taskNotDeleted() : taskNotFound();
    }
    if (!maySeeTask(principal, 'tasks.read', kept)) throw taskNotFound();
    if (!maySeeTask(principal, 'tasks.write', kept)) throw taskNotYours();
    if (kept.verify && !isGiver(principal, kept)) throw giverOnly();
    await putBack(tx, taskId);
    const row = await tellTask(platform, tx, { id: taskId, principal });
    await planReminders(platform, tx, row);
    await createAudit(platform).record(tx, { ...by, action: 'task.restored', record: taskId });
    return toTask(row, principal);
  });
}
