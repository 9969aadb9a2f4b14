/** SQL of what a deal has been through: stages, potential, notes, tasks of stages. */
import type { DealMode, DealState } from '../../contract/pipelines.contract.ts';
import type { Sql, Tx } from '../../platform/database/database.ts';
import type { Principal } from '../access/principal.ts';

export interface StageChange {
  id: string;
  dealId: string;
  from: { stageId: string; state: DealState; since: Date } | null;
  to: { stageId: string; state: DealState };
  mode: DealMode;
  principal: Principal;
  at: Date;
}

const authorOf = (principal: Principal) => ({
  by_id: principal.userId,
  by_name: principal.kind === 'system' ? null : principal.name,
});

export async function insertStageChange(tx: Tx, { id, dealId, from, to, mode, principal, at }: StageChange) {
  await tx`insert into deal_stage_changes ${tx({
    id,
    deal_id: dealId,
    from_stage_id: from?.stageId ?? null,
    to_stage_id: to.stageId,
    from_state: from?.state ?? null,
    to_state: to.state,
    mode,
    ...authorOf(principal),
    at,
    seconds_in_stage: from === null ? null : (at.getTime() - from.since.getTime()) / 1000,
  })}`;
}

export interface LastStageChange {
  from_stage_id: string | null;
  from_state: DealState | null;
  to_stage_id: string;
  by_id: string | null;
  at: Date;
}

export async function selectLastStageChange(sql: Sql, dealId: string): Promise<LastStageChange | null> {
  const [row] = await sql<LastStageChange[]>`
    select from_stage_id, from_state, to_stage_id, by_id, at from deal_stage_changes
    where deal_id = ${dealId} order by at desc, id desc limit 1`;
  return row ?? null;
}

export async function insertPotentialChange(
  tx: Tx,
  { dealId, potential, principal, at }: { dealId: string; potential: string; principal: Principal; at: Date },
): Promise<void> {
  await tx`insert into deal_potential_changes ${tx({ deal_id: dealId, at, potential, ...authorOf(principal) })}`;
}

export interface StageTask {
  task_id: string;
  title: string;
}

/** Required tasks of a stage that are not done. */
export async function selectOpenRequiredTasks(sql: Sql, dealId: string, stageId: string): Promise<StageTask[]> {
  return sql<StageTask[]>`
    select dt.task_id, t.title from deal_tasks dt join tasks t on t.id = dt.task_id
    where dt.deal_id = ${dealId} and dt.stage_id = ${stageId} and dt.required and not t.done order by t.created_at, t.id`;
}

/** Lines of a stage's list for which this deal has its task already. */
export async function selectMadeTemplates(sql: Sql, dealId: string, stageId: string): Promise<Set<string>> {
  const rows = await sql<{ template_id: string }[]>`
    select template_id from deal_tasks where deal_id = ${dealId} and stage_id = ${stageId} and template_id is not null`;
  return new Set(rows.map((row) => row.template_id));
}

export async function linkTask(
  tx: Tx,
  row: { taskId: string; dealId: string; stageId: string; templateId: string; required: boolean },
): Promise<void> {
  await tx`insert into deal_tasks ${tx({
    task_id: row.taskId,
    deal_id: row.dealId,
    stage_id: row.stageId,
    template_id: row.templateId,
    required: row.required,
  })}`;
}

/** Takes open tasks of a stage from the deal, and returns them: they may be made again. */
export async function unlinkOpenTasks(tx: Tx, dealId: string, stageId: string): Promise<string[]> {
  const rows = await tx<{ task_id: string }[]>`
    delete from deal_tasks dt using tasks t
    where t.id = dt.task_id and dt.deal_id = ${dealId} and dt.stage_id = ${stageId} and not t.done returning dt.task_id`;
  return rows.map((row) => row.task_id);
}
