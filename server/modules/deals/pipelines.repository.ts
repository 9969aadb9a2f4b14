/** SQL of pipelines and their stages. */
import type { DealMode, DealState, Pipeline, RequirableField, Stage } from '../../contract/pipelines.contract.ts';
import type { Sql, Tx } from '../../platform/database/database.ts';

interface PipelineRow {
  id: string;
  name: string;
  mode: DealMode;
  position: number;
  active: boolean;
  version: number;
}

interface StageRow {
  id: string;
  pipeline_id: string;
  name: string;
  kind: DealState;
  colour: Stage['colour'];
  position: number;
  probability: number;
  required_fields: RequirableField[];
  tasks: Stage['tasks'];
}

const toStage = (row: StageRow): Stage => ({
  id: row.id,
  name: row.name,
  kind: row.kind,
  colour: row.colour,
  position: row.position,
  probability: row.probability,
  requiredFields: row.required_fields,
  tasks: row.tasks,
});

async function withStages(sql: Sql, rows: readonly PipelineRow[]): Promise<Pipeline[]> {
  const stages = await sql<StageRow[]>`
    select id, pipeline_id, name, kind, colour, position, probability, required_fields, tasks from deal_stages
    where pipeline_id = any(${rows.map(({ id }) => id)}::text[]) and deleted_at is null
    order by case kind when 'open' then 0 when 'won' then 1 else 2 end, position, id`;
  return rows.map(({ id, name, mode, position, active, version }) => ({
    id,
    name,
    mode,
    active,
    position,
    stages: stages.filter((stage) => stage.pipeline_id === id).map(toStage),
    version,
  }));
}

const columns = 'id, name, mode, position, active, version';

export async function selectPipelines(sql: Sql): Promise<Pipeline[]> {
  return withStages(sql, await sql<PipelineRow[]>`select ${sql.unsafe(columns)} from pipelines order by position, id`);
}

export async function selectPipeline(sql: Sql, id: string): Promise<Pipeline | null> {
  const rows = await sql<PipelineRow[]>`select ${sql.unsafe(columns)} from pipelines where id = ${id}`;
  return (await withStages(sql, rows))[0] ?? null;
}

/** Keeps the stages as they are while a deal enters one of them. */
export async function holdPipeline(tx: Tx, id: string): Promise<Pipeline | null> {
  await tx`select from pipelines where id = ${id} for share`;
  return selectPipeline(tx, id);
}

/** For a change of the pipeline: waits until no deal is on its way between its stages. */
export async function lockPipeline(tx: Tx, id: string): Promise<Pipeline | null> {
  await tx`select from pipelines where id = ${id} for update`;
  return selectPipeline(tx, id);
}

export async function insertPipeline(tx: Tx, id: string, row: { name: string; mode: DealMode }, now: Date) {
  await tx`
    insert into pipelines (id, name, mode, position, created_at, updated_at)
    select ${id}, ${row.name}, ${row.mode}, coalesce(max(position), 0) + 1, ${now}, ${now} from pipelines`;
}

export type PipelineColumns = Partial<{ name: string; mode: DealMode; active: boolean; position: number }>;

/** Raises the version as well: of stages too it is the one. */
export async function updatePipeline(tx: Tx, id: string, row: PipelineColumns, now: Date): Promise<void> {
  await tx`update pipelines set ${tx({ ...row, updated_at: now })}, version = version + 1 where id = ${id}`;
}

export type StageColumns = Partial<{
  name: string;
  colour: string;
  position: number;
  probability: number;
  required_fields: string[];
  deleted_at: Date;
}>;

export async function insertStage(
  tx: Tx,
  stage: Omit<Stage, 'requiredFields'> & { pipelineId: string; requiredFields: readonly string[] },
): Promise<void> {
  const { id, pipelineId, name, kind, colour, position, probability, requiredFields, tasks } = stage;
  await tx`insert into deal_stages ${tx({
    id,
    pipeline_id: pipelineId,
    name,
    kind,
    colour,
    position,
    probability,
    required_fields: [...requiredFields],
    tasks: tx.json(tasks),
  })}`;
}

export async function updateStage(tx: Tx, id: string, row: StageColumns, tasks?: Stage['tasks']): Promise<void> {
  if (Object.keys(row).length > 0) await tx`update deal_stages set ${tx(row)} where id = ${id}`;
  if (tasks) await tx`update deal_stages set tasks = ${tx.json(tasks)} where id = ${id}`;
}

export async function writeStageOrder(tx: Tx, ids: readonly string[]): Promise<void> {
  await tx`
    update deal_stages s set position = o.position
    from unnest(${[...ids]}::text[]) with ordinality as o(id, position) where s.id = o.id`;
}

export async function countDealsAt(sql: Sql, stageId: string): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(*)::int as count from deals where stage_id = ${stageId} and deleted_at is null`;
  return row?.count ?? 0;
}

/**
 * Every deal of a stage goes to another one, with its history; closed deals that were there before are opened again at the
 * new one.
 */
export async function moveAllDeals(
  tx: Tx,
  { from, to, newId, now }: { from: string; to: Stage; newId: () => string; now: Date },
): Promise<number> {
  await tx`update deals set last_open_stage_id = ${to.id} where last_open_stage_id = ${from}`;
  const moved = await tx<{ id: string; seconds: number; mode: DealMode }[]>`
    update deals d set stage_id = ${to.id}, stage_since = ${now}, updated_at = ${now}, version = d.version + 1
    from deals old where old.id = d.id and d.stage_id = ${from}
    returning d.id, d.mode, extract(epoch from ${now}::timestamptz - old.stage_since)::float8 as seconds`;
  const rows = moved.map(({ id, seconds, mode }) => ({ id: newId(), dealId: id, seconds, mode }));
  await tx`
    insert into deal_stage_changes (id, deal_id, from_stage_id, to_stage_id, from_state, to_state, mode, at, seconds_in_stage)
    select r.id, r."dealId", ${from}, ${to.id}, 'open', 'open', r.mode, ${now}, r.seconds
    from jsonb_to_recordset(${tx.json(rows)}) as r(id text, "dealId" text, seconds float8, mode text)`;
  return moved.length;
}
