/** What happens to a deal that comes to a stage: columns, history, tasks of the stage. One place for moves of every kind. */

import type { Pipeline, Stage } from '../../contract/pipelines.contract.ts';
import { newTaskSchema } from '../../contract/tasks.contract.ts';
import type { Tx } from '../../platform/database/database.ts';
import type { Platform } from '../../platform/platform.ts';
import { canSee } from '../access/permissions.ts';
import { readAgentRecords } from '../agents/agents.usecases.ts';
import { dropNextStepTask } from '../tasks/next-step-task.usecases.ts';
import { addTask } from '../tasks/tasks.usecases.ts';
import { insertStageChange, linkTask, selectMadeTemplates, unlinkOpenTasks } from './deal-history.repository.ts';
import type { DealRow } from './deal-row.ts';
import { type DealColumns, selectDeals, updateDeal } from './deals.repository.ts';
import type { By } from './pipelines.usecases.ts';

/**
 * A probability that was never typed follows the stages: it is still the one of the stage the deal was in. What is won is
 * certain, what is lost is nothing. Pure.
 */
export function probabilityAfter(current: number, from: Pick<Stage, 'probability'> | undefined, to: Stage): number {
  if (to.kind === 'won') return 100;
  if (to.kind === 'lost') return 0;
  return from === undefined || current === from.probability ? to.probability : current;
}

interface Entry extends By {
  row: DealRow;
  pipeline: Pipeline;
  to: Stage;
  /** Columns that change with it: the reason of a loss, the pipeline. */
  columns?: DealColumns;
}

export async function enterStage(platform: Platform, tx: Tx, entry: Entry): Promise<DealRow> {
  const { row, pipeline, to, columns, principal } = entry;
  const now = platform.clock.now();
  const from = pipeline.stages.find(({ id }) => id === row.stage_id);
  const closing = to.kind !== 'open';
  await updateDeal(
    tx,
    row.id,
    {
      stage_id: to.id,
      state: to.kind,
      stage_since: now,
      closed_at: closing ? now : null,
      probability: probabilityAfter(row.probability, from, to),
      ...(closing ? {} : { last_open_stage_id: to.id }),
      ...(to.kind === 'lost' ? {} : { loss_reason_id: null, loss_comment: '' }),
      ...columns,
    },
    now,
  );
  await insertStageChange(tx, {
    id: platform.ids('dsc'),
    dealId: row.id,
    from: { stageId: row.stage_id, state: row.state, since: row.stage_since },
    to: { stageId: to.id, state: to.kind },
    mode: row.mode,
    principal,
    at: now,
  });
  const [after] = await selectDeals(tx, [row.id]);
  if (!after) throw new Error(`deal ${row.id} is gone within its own transaction`);
  await makeStageTasks(platform, tx, { row: after, stage: to, principal, ip: entry.ip });
  return after;
}

interface StageTasks extends By {
  row: DealRow;
  stage: Stage;
}

const hour = 3_600_000;

/** Tasks of a stage for a strict deal that is in it, each once; they are the owner's, or of whoever moved the deal. */
export async function makeStageTasks(platform: Platform, tx: Tx, { row, stage, ...by }: StageTasks): Promise<void> {
  if (row.mode !== 'strict' || stage.kind !== 'open') return;
  const made = await selectMadeTemplates(tx, row.id, stage.id);
  const wanted = stage.tasks.filter(({ id }) => !made.has(id));
  if (wanted.length === 0) return;
  const owner =
    row.owner_agent_id === null
      ? undefined
      : (await readAgentRecords(tx, [row.owner_agent_id])).get(row.owner_agent_id);
  const client = {
    ownerAgentIds: [row.contact_owner_agent_id],
    teamIds: [row.contact_team_id],
    isPrivate: row.contact_is_private ?? false,
  };
  const contactId = row.contact_name !== null && canSee(by.principal, 'contacts.read', client) ? row.contact_id : null;
  const now = platform.clock.now();
  for (const { id: templateId, title, dueInHours, required } of wanted) {
    const dueAt = dueInHours === null ? null : new Date(now.getTime() + dueInHours * hour).toISOString();
    const agentId = owner?.active ? owner.id : by.principal.agentId;
    const body = newTaskSchema.parse({
      title: `${title}: ${row.title}`.slice(0, 500),
      dueAt,
      contactId,
      agentId,
      dealId: row.id,
    });
    const task = await addTask(platform, tx, { body, principal: by.principal, ip: by.ip });
    await linkTask(tx, { taskId: task.id, dealId: row.id, stageId: stage.id, templateId, required });
  }
}

/** A move was taken back: what the stage had asked for and nobody has done is asked for no more. */
export async function dropStageTasks(
  platform: Platform,
  tx: Tx,
  { row, stageId, ...by }: By & { row: DealRow; stageId: string },
): Promise<void> {
  for (const taskId of await unlinkOpenTasks(tx, row.id, stageId))
    await dropNextStepTask(platform, tx, { ...by, taskId });
}
