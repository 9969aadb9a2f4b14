/** Many plain tasks made in one step by another module, and taken away again as long as nobody has touched them. */
import type { Tx } from '../../platform/database/database.ts';
import { actorOf } from '../access/principal.ts';
import { createAudit } from '../audit/audit.usecases.ts';
import { auditedTask, toTask } from './task-view.ts';
import type { TaskFacts } from './tasks.events.ts';
import { selectTasks, type TaskColumns } from './tasks.repository.ts';
import { type By, type TaskPlatform, tellTasks } from './tell-task.ts';

/** What each of them has of its own. */
export type TaskAtOnce = Required<Pick<TaskColumns, 'contact_id' | 'agent_id' | 'team_id' | 'due_at'>>;

interface Shared extends By {
  title: string;
  kind: string;
  timeZone: string;
}

/** So many facts and audit entries go into one statement. */
const atOnce = 500;

/** Tasks of whole days. The caller has checked whose they are and about whom. Returns their ids. */
export async function addTasksAtOnce(
  platform: TaskPlatform,
  tx: Tx,
  rows: readonly TaskAtOnce[],
  { title, kind, timeZone, ...by }: Shared,
): Promise<string[]> {
  const made = rows.map((row) => ({ id: platform.ids('tsk'), ...row }));
  for (let first = 0; first < made.length; first += atOnce) {
    const part = made.slice(first, first + atOnce);
    await tx`
      insert into tasks (id, title, kind, contact_id, agent_id, team_id, due_at, all_day, time_zone, created_by, created_at)
      select r.id, ${title}, ${kind}, r.contact_id, r.agent_id, r.team_id, r.due_at, true, ${timeZone},
        ${by.principal.userId}, ${platform.clock.now()}
      from jsonb_to_recordset(${tx.json(part)}::jsonb) as r (
        id text, contact_id text, agent_id text, team_id text, due_at timestamptz)`;
    const told = await tellTasks(platform, tx, { changes: part.map(({ id }) => ({ id })), principal: by.principal });
    await createAudit(platform).recordMany(
      tx,
      { ...by, action: 'task.created' },
      told.map((row) => ({ record: row.id, after: auditedTask(row, by.principal) })),
    );
  }
  return made.map(({ id }) => id);
}

type Row = Awaited<ReturnType<typeof selectTasks>>[number];
const isAsMade = ({ version, done }: Row): boolean => version === 1 && !done;

/**
 * Takes away those of these tasks that are as they were made. Returns how many.
 * @param isUntouched for whoever knows better than the version, which also counts changes of the person
 */
export async function removeUntouchedTasks(
  platform: TaskPlatform,
  tx: Tx,
  ids: readonly string[],
  by: By,
  isUntouched: (row: Row) => boolean = isAsMade,
): Promise<number> {
  await tx`select from tasks where id = any(${[...ids]}::text[]) order by id for update`;
  const rows = (await selectTasks(tx, ids)).filter(isUntouched);
  if (rows.length === 0) return 0;
  const removed = rows.map((row) => row.id);
  await tx`delete from tasks where id = any(${removed}::text[])`;
  await createAudit(platform).recordMany(
    tx,
    { ...by, action: 'task.deleted' },
    removed.map((record) => ({ record, after: null })),
  );
  for (let first = 0; first < rows.length; first += atOnce)
    await platform.facts.appendAll<TaskFacts>(
      tx,
      rows.slice(first, first + atOnce).map((row) => ({
        type: 'task.deleted' as const,
        payload: { task: toTask(row, null), teamId: row.team_id, creatorAgentId: row.creator_agent_id },
        subject: row.id,
        actor: actorOf(by.principal),
      })),
    );
  return rows.length;
}
