/**
 * Several tasks at once: done, another date or length, given to somebody. One transaction, one statement for the change; each gets its own
 * values, so that sending the old ones back takes it all back. What may not be changed is left as it is and told.
 */
import type { z } from 'zod';
import type { bulkTasksResultSchema, bulkTasksSchema } from '../../contract/tasks.contract.ts';
import type { Tx } from '../../platform/database/database.ts';
import { DomainError } from '../../platform/errors/domain-error.ts';
import type { Platform } from '../../platform/platform.ts';
import { readAgentRecords } from '../agents/agents.usecases.ts';
import { createAudit } from '../audit/audit.usecases.ts';
import { mayChange } from './list-tasks.usecases.ts';
import { makeNextOfSeries } from './series.usecases.ts';
import { columnsOfState, setDone } from './take-step.ts';
import { maySeeTask } from './task-access.ts';
import { settleTimes } from './task-fields.ts';
import { auditedChange, toTask } from './task-view.ts';
import { giverOnly, taskIsStale, taskNotFound, taskNotYours, wrongField } from './tasks.errors.ts';
import { type BulkColumns, lockTasks, type TaskRow, updateTasksAtOnce } from './tasks.repository.ts';
import { type By, changesReminders, planReminders, tellTasks, zoneOf } from './tell-task.ts';

type Change = z.output<typeof bulkTasksSchema>['changes'][number];
type Result = z.output<typeof bulkTasksResultSchema>;
type Agents = Awaited<ReturnType<typeof readAgentRecords>>;

function checkAllowed(row: TaskRow | undefined, change: Change, { principal }: By): TaskRow {
  if (!row || !maySeeTask(principal, 'tasks.read', row)) throw taskNotFound();
  if (!maySeeTask(principal, 'tasks.write', row)) throw taskNotYours();
  if (change.version !== undefined && change.version !== row.version) throw taskIsStale();
  const { startAt, dueAt, durationMinutes, agentId } = change;
  const touchesMore = [startAt, dueAt, durationMinutes, agentId].some((value) => value !== undefined);
  if (touchesMore && !mayChange(principal, row)) throw giverOnly();
  return row;
}

function ownerOf(row: TaskRow, { agentId }: Change, agents: Agents) {
  if (agentId === undefined) return { agent_id: row.agent_id, team_id: row.team_id };
  if (agentId === null) return { agent_id: null, team_id: null };
  const agent = agents.get(agentId);
  if (!agent?.active) throw wrongField('agentId', 'is no agent who works here');
  return { agent_id: agent.id, team_id: agent.teamId };
}

async function plan(
  platform: Platform,
  tx: Tx,
  row: TaskRow,
  change: Change,
  by: By,
  agents: Agents,
): Promise<BulkColumns> {
  const zone = await zoneOf(platform, tx, row.time_zone);
  const { start_at, due_at } = settleTimes(
    {
      startAt: change.startAt === undefined ? row.start_at : change.startAt,
      dueAt: change.dueAt === undefined ? row.due_at : change.dueAt,
      allDay: row.all_day,
    },
    zone,
  );
  if (row.recurrence && due_at === null) throw wrongField('dueAt', 'is needed while the task is repeated');
  const owner = ownerOf(row, change, agents);
  const { state, done, done_at, executed_at } = row;
  const isGivenAway = row.verify && !row.done && owner.agent_id !== row.agent_id;
  const kept = isGivenAway ? columnsOfState(row, 'given', platform.clock.now()) : { state, done, done_at, executed_at };
  const { principal } = by;
  const asked = change.done === undefined ? null : await setDone(platform, tx, row, { done: change.done, principal });
  const duration_minutes = change.durationMinutes === undefined ? row.duration_minutes : change.durationMinutes;
  return { id: row.id, ...(asked ?? kept), start_at, due_at, duration_minutes, ...owner };
}

export async function changeTasksAtOnce(
  platform: Platform,
  { changes, ...by }: By & { changes: readonly Change[] },
): Promise<Result> {
  return platform.database.transaction(async (tx) => {
    // Of two changes of one task the last counts.
    const wanted = new Map(changes.map((change) => [change.id, change]));
    const rows = new Map((await lockTasks(tx, [...wanted.keys()])).map((row) => [row.id, row]));
    const agentIds = [...new Set(changes.flatMap(({ agentId }) => (agentId ? [agentId] : [])))];
    const agents = await readAgentRecords(tx, agentIds);
    const planned: { before: TaskRow; columns: BulkColumns }[] = [];
    const refused: Result['refused'] = [];
    for (const change of wanted.values()) {
      try {
        const before = checkAllowed(rows.get(change.id), change, by);
        planned.push({ before, columns: await plan(platform, tx, before, change, by, agents) });
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
        const why = error.fields ? Object.values(error.fields).join(' ') : error.message;
        refused.push({ id: change.id, code: error.code, message: why });
      }
    }
    await updateTasksAtOnce(
      tx,
      planned.map(({ columns }) => columns),
    );
    const items = await follow(platform, tx, planned, by);
    return { items, refused };
  });
}

/** What follows the change of each: facts, audit, reminders, the next of its series. */
async function follow(
  platform: Platform,
  tx: Tx,
  planned: readonly { before: TaskRow }[],
  by: By,
): Promise<Result['items']> {
  const { principal } = by;
  const tellings = planned.map(({ before }) => ({ id: before.id, before }));
  const after = await tellTasks(platform, tx, { changes: tellings, principal });
  const audit = createAudit(platform);
  for (const [index, row] of after.entries()) {
    const before = planned[index]?.before ?? row;
    const entry = auditedChange(before, row, principal);
    await audit.record(tx, { ...by, action: 'task.changed', record: row.id, ...entry });
    if (changesReminders(before, row)) await planReminders(platform, tx, row);
    if (row.done && !before.done) await makeNextOfSeries(platform, tx, row, principal);
  }
  return after.map((row) => toTask(row, principal));
}
