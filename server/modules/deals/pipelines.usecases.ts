/** Pipelines and their stages, edited while deals run: whoever moves a deal holds the pipeline, whoever edits waits for them. */

import type { z } from 'zod';
import type { AuditAction } from '../../contract/audit-actions.ts';
import type {
  newPipelineSchema,
  newStageSchema,
  Pipeline,
  pipelinePatchSchema,
  Stage,
  stagePatchSchema,
} from '../../contract/pipelines.contract.ts';
import type { Sql, Tx } from '../../platform/database/database.ts';
import type { Platform } from '../../platform/platform.ts';
import { actorOf, type Principal } from '../access/principal.ts';
import { createAudit } from '../audit/audit.usecases.ts';
import { oneLine } from '../contacts/clean-text.ts';
import {
  lastPipeline,
  pipelineInvalid,
  pipelineNotFound,
  pipelineStale,
  stageHasDeals,
  stageNotFound,
  stageStays,
} from './deals.errors.ts';
import type { DealFacts } from './deals.events.ts';
import {
  countDealsAt,
  insertPipeline,
  insertStage,
  lockPipeline,
  moveAllDeals,
  selectPipeline,
  selectPipelines,
  updatePipeline,
  updateStage,
  writeStageOrder,
} from './pipelines.repository.ts';

export interface By {
  principal: Principal;
  ip: string;
}

export const listPipelines = (sql: Sql): Promise<Pipeline[]> => selectPipelines(sql);

type NewStage = z.output<typeof newStageSchema>;

const tasksWithIds = ({ ids }: Platform, tasks: NewStage['tasks']): Stage['tasks'] =>
  tasks.map((task) => ({ ...task, id: task.id ?? ids('stt') }));

const addStage = (platform: Platform, tx: Tx, pipelineId: string, stage: NewStage & Pick<Stage, 'kind' | 'position'>) =>
  insertStage(tx, {
    ...stage,
    id: platform.ids('stg'),
    pipelineId,
    name: oneLine(stage.name),
    tasks: tasksWithIds(platform, stage.tasks),
  });

/** Positions of the two ends: behind any open stage there may ever be. */
const ends = { won: 10_000, lost: 10_001 } as const;

const bare = { requiredFields: [], tasks: [] };

export function createPipeline(
  platform: Platform,
  { body, ...by }: By & { body: z.output<typeof newPipelineSchema> },
): Promise<Pipeline> {
  return platform.database.transaction(async (tx) => {
    const id = platform.ids('pip');
    await insertPipeline(tx, id, { name: oneLine(body.name), mode: body.mode }, platform.clock.now());
    const open = body.stages ?? [{ ...bare, name: 'New', colour: 'grey', probability: 10 }];
    for (const [index, stage] of open.entries())
      await addStage(platform, tx, id, { ...stage, kind: 'open', position: index + 1 });
    const { won, lost } = ends;
    const end = { ...bare, probability: 100, colour: 'green' } as const;
    await addStage(platform, tx, id, { ...end, name: body.wonName, kind: 'won', position: won });
    const lostEnd = { ...bare, probability: 0, colour: 'red' } as const;
    await addStage(platform, tx, id, { ...lostEnd, name: body.lostName, kind: 'lost', position: lost });
    return tell(platform, tx, { ...by, pipelineId: id, action: 'pipeline.created' });
  });
}

interface Told extends By {
  pipelineId: string;
  action: AuditAction;
  before?: unknown;
  after?: unknown;
}

async function tell(platform: Platform, tx: Tx, { pipelineId, action, before, after, ...by }: Told): Promise<Pipeline> {
  const pipeline = await selectPipeline(tx, pipelineId);
  if (!pipeline) throw pipelineNotFound();
  const entry = { ...by, action, record: pipelineId, before, after: after ?? pipeline };
  await createAudit(platform).record(tx, entry);
  await platform.facts.append<DealFacts>(tx, {
    type: 'pipeline.changed',
    payload: { pipelineId },
    subject: pipelineId,
    actor: actorOf(by.principal),
  });
  return pipeline;
}

async function lockForChange(tx: Tx, id: string, version?: number): Promise<Pipeline> {
  const pipeline = await lockPipeline(tx, id);
  if (!pipeline) throw pipelineNotFound();
  if (version !== undefined && version !== pipeline.version) throw pipelineStale();
  return pipeline;
}

/** Every open stage once, or the order is refused: somebody may have added one meanwhile. */
function checkOrder(order: readonly string[], pipeline: Pipeline): void {
  const open = pipeline.stages.filter(({ kind }) => kind === 'open').map(({ id }) => id);
  if (order.length !== open.length || [...order].sort().join() !== [...open].sort().join())
    throw pipelineInvalid({ stageOrder: 'must name every open stage of this pipeline once' });
}

export function changePipeline(
  platform: Platform,
  { pipelineId, patch, ...by }: By & { pipelineId: string; patch: z.output<typeof pipelinePatchSchema> },
): Promise<Pipeline> {
  return platform.database.transaction(async (tx) => {
    const before = await lockForChange(tx, pipelineId, patch.version);
    const { version: _version, stageOrder, name, ...rest } = patch;
    if (rest.active === false && before.active) {
      await tx`select from pipelines where active order by id for update`;
      const others = (await selectPipelines(tx)).filter(({ active, id }) => active && id !== pipelineId);
      if (others.length === 0) throw lastPipeline();
    }
    if (stageOrder) {
      checkOrder(stageOrder, before);
      await writeStageOrder(tx, stageOrder);
    }
    const columns = name === undefined ? rest : { ...rest, name: oneLine(name) };
    await updatePipeline(tx, pipelineId, columns, platform.clock.now());
    return tell(platform, tx, { ...by, pipelineId, action: 'pipeline.changed', before });
  });
}

/** A new open stage, behind the others. */
export function createStage(
  platform: Platform,
  { pipelineId, body, ...by }: By & { pipelineId: string; body: NewStage },
): Promise<Pipeline> {
  return platform.database.transaction(async (tx) => {
    const before = await lockForChange(tx, pipelineId);
    const open = before.stages.filter(({ kind }) => kind === 'open');
    if (open.length >= 60) throw pipelineInvalid({ stages: 'there are 60 stages, the most there can be' });
    const position = Math.max(0, ...open.map((stage) => stage.position)) + 1;
    await addStage(platform, tx, pipelineId, { ...body, kind: 'open', position });
    await updatePipeline(tx, pipelineId, {}, platform.clock.now());
    return tell(platform, tx, { ...by, pipelineId, action: 'pipeline.stage-created', before });
  });
}

interface OfStage extends By {
  pipelineId: string;
  stageId: string;
}

const stageOf = (pipeline: Pipeline, stageId: string): Stage => {
  const stage = pipeline.stages.find(({ id }) => id === stageId);
  if (!stage) throw stageNotFound();
  return stage;
};

export function changeStage(
  platform: Platform,
  { pipelineId, stageId, patch, ...by }: OfStage & { patch: z.output<typeof stagePatchSchema> },
): Promise<Pipeline> {
  return platform.database.transaction(async (tx) => {
    const before = await lockForChange(tx, pipelineId);
    const stage = stageOf(before, stageId);
    const { name, requiredFields, tasks, probability, ...rest } = patch;
    const isEnd = stage.kind !== 'open';
    const columns = {
      ...rest,
      ...(name === undefined ? {} : { name: oneLine(name) }),
      // What is won or lost is so for certain, and nothing is required to stay so.
      ...(probability === undefined || isEnd ? {} : { probability }),
      ...(requiredFields === undefined || isEnd ? {} : { required_fields: [...new Set(requiredFields)] }),
    };
    await updateStage(tx, stageId, columns, tasks && !isEnd ? tasksWithIds(platform, tasks) : undefined);
    await updatePipeline(tx, pipelineId, {}, platform.clock.now());
    const after = (await selectPipeline(tx, pipelineId))?.stages.find(({ id }) => id === stageId);
    return tell(platform, tx, { ...by, pipelineId, action: 'pipeline.stage-changed', before: stage, after });
  });
}

/** Deletes an open stage; its deals go to the stage that is named, with their history. */
export function deleteStage(
  platform: Platform,
  { pipelineId, stageId, moveTo, ...by }: OfStage & { moveTo: string | undefined },
): Promise<Pipeline> {
  const { clock, ids } = platform;
  return platform.database.transaction(async (tx) => {
    const pipeline = await lockForChange(tx, pipelineId);
    const stage = stageOf(pipeline, stageId);
    const others = pipeline.stages.filter(({ kind, id }) => kind === 'open' && id !== stageId);
    if (stage.kind !== 'open' || others.length === 0) throw stageStays();
    const count = await countDealsAt(tx, stageId);
    if (count > 0 && moveTo === undefined) throw stageHasDeals(count);
    const to = others.find(({ id }) => id === (moveTo ?? others[0]?.id));
    if (!to) throw pipelineInvalid({ moveTo: 'must be another open stage of this pipeline' });
    const now = clock.now();
    const moved = await moveAllDeals(tx, { from: stageId, to, newId: () => ids('dsc'), now });
    await updateStage(tx, stageId, { deleted_at: now });
    await updatePipeline(tx, pipelineId, {}, now);
    const payload = { pipelineId, fromStageId: stageId, toStageId: to.id, count: moved };
    await platform.facts.append<DealFacts>(tx, { type: 'deals.moved', payload, subject: pipelineId });
    const after = { movedDeals: moved, to: to.id };
    return tell(platform, tx, { ...by, pipelineId, action: 'pipeline.stage-deleted', before: stage, after });
  });
}
