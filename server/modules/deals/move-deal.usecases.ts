/** A deal goes to another stage, wins, loses, is opened again; and a move just made is taken back. */
import type { z } from 'zod';
import type { Deal, moveDealSchema } from '../../contract/deals.contract.ts';
import type { Pipeline, Stage } from '../../contract/pipelines.contract.ts';
import type { Tx } from '../../platform/database/database.ts';
import type { Platform } from '../../platform/platform.ts';
import { createAudit } from '../audit/audit.usecases.ts';
import { readCustomFields } from '../custom-fields/custom-fields.usecases.ts';
import { lockForChange, peopleOf, showDeal, tell } from './deal-change.ts';
import { selectLastStageChange, selectOpenRequiredTasks } from './deal-history.repository.ts';
import { type DealRow, filledFields } from './deal-row.ts';
import { dealInvalid, dealStale, moveRefused, pipelineNotFound, undoTooLate } from './deals.errors.ts';
import { countLines, type DealColumns, selectTakingPart } from './deals.repository.ts';
import { readLossReason } from './loss-reasons.usecases.ts';
import { holdPipeline } from './pipelines.repository.ts';
import type { By } from './pipelines.usecases.ts';
import { dropStageTasks, enterStage } from './stage-entry.ts';
import { decideStageMove } from './stage-move.ts';

type Move = z.output<typeof moveDealSchema>;

/** The pipeline is held before the deal, as whoever edits a pipeline does, so that the two never wait for each other. */
async function hold(tx: Tx, dealId: string, by: By): Promise<{ row: DealRow; pipeline: Pipeline }> {
  const [known] = await tx<{ pipeline_id: string }[]>`select pipeline_id from deals where id = ${dealId}`;
  if (known) await holdPipeline(tx, known.pipeline_id);
  const row = await lockForChange(tx, dealId, by);
  const pipeline = await holdPipeline(tx, row.pipeline_id);
  if (!pipeline) throw pipelineNotFound();
  return { row, pipeline };
}

/** A field of the firm's own that was switched off cannot be filled any more, so no stage requires it. */
async function withFieldsInUse(tx: Tx, stages: readonly Stage[]): Promise<Stage[]> {
  if (!stages.some(({ requiredFields }) => requiredFields.some((field) => field.startsWith('custom.'))))
    return [...stages];
  const inUse = new Set(
    (await readCustomFields(tx, 'deal')).filter(({ active }) => active).map(({ key }) => `custom.${key}`),
  );
  return stages.map((stage) => ({
    ...stage,
    requiredFields: stage.requiredFields.filter((field) => !field.startsWith('custom.') || inUse.has(field)),
  }));
}

/** The stage it may go to; null: it is there already. */
async function decide(tx: Tx, row: DealRow, pipeline: Pipeline, move: Move): Promise<Stage | null> {
  const [openTasks, lines] = [
    await selectOpenRequiredTasks(tx, row.id, row.last_open_stage_id),
    await countLines(tx, row.id),
  ];
  const decision = decideStageMove({
    mode: row.mode,
    stages: await withFieldsInUse(tx, pipeline.stages),
    deal: {
      stageId: row.stage_id,
      state: row.state,
      lastOpenStageId: row.last_open_stage_id,
      filled: filledFields(row, lines),
    },
    to: move.stageId,
    openTasks: openTasks.map(({ task_id: taskId, title }) => ({ taskId, title })),
    hasLossReason: move.lossReasonId !== undefined,
  });
  if (decision.kind === 'refuse') throw moveRefused(decision.because, decision.missing);
  if (decision.kind === 'stay') return null;
  return pipeline.stages.find(({ id }) => id === decision.to.id) ?? null;
}

async function lossColumns(tx: Tx, to: Stage, move: Move): Promise<DealColumns> {
  if (to.kind !== 'lost') return {};
  const reason = move.lossReasonId === undefined ? null : await readLossReason(tx, move.lossReasonId);
  if (!reason) throw dealInvalid({ lossReasonId: 'is no reason in use' });
  return { loss_reason_id: reason.id, loss_comment: move.lossComment ?? '' };
}

/**
 * Moves a deal by the rule of its mode (`decideStageMove`). Asking twice changes nothing.
 * @param probability as it was before, when an old move is taken back; left out: it follows the stages
 */
export function moveDeal(
  platform: Platform,
  { dealId, move, probability, ...by }: By & { dealId: string; move: Move; probability?: number | undefined },
): Promise<Deal> {
  return platform.database.transaction(async (tx) => {
    const { row, pipeline } = await hold(tx, dealId, by);
    if (move.version !== undefined && move.version !== row.version) throw dealStale();
    const to = await decide(tx, row, pipeline, move);
    if (!to) return showDeal(tx, dealId, by.principal);
    const columns = { ...(await lossColumns(tx, to, move)), ...(probability !== undefined && { probability }) };
    const after = await enterStage(platform, tx, { ...by, row, pipeline, to, columns });
    return tellMoved(platform, tx, { ...by, before: row, after, action: 'deal.moved' });
  });
}

const undoableMs = 5 * 60_000;

/**
 * Takes back the last move of a deal, whatever its mode, for whoever made it and for five minutes: a slip of the hand is no
 * step of a process. Tasks that the stage had asked for go again.
 */
export function undoMove(platform: Platform, { dealId, ...by }: By & { dealId: string }): Promise<Deal> {
  return platform.database.transaction(async (tx) => {
    const { row, pipeline } = await hold(tx, dealId, by);
    const last = await selectLastStageChange(tx, dealId);
    const age = platform.clock.now().getTime() - (last?.at.getTime() ?? 0);
    const to = pipeline.stages.find(({ id }) => id === last?.from_stage_id);
    const isMine = last !== null && by.principal.userId !== null && last.by_id === by.principal.userId;
    if (!to || !isMine || age > undoableMs || last.to_stage_id !== row.stage_id) throw undoTooLate();
    // Its reason is in the audit, and who undoes the reopening of a lost deal gives it again.
    if (to.kind === 'lost') throw undoTooLate();
    await dropStageTasks(platform, tx, { ...by, row, stageId: row.stage_id });
    const after = await enterStage(platform, tx, { ...by, row, pipeline, to });
    return tellMoved(platform, tx, { ...by, before: row, after, action: 'deal.move-undone' });
  });
}

interface Moved extends By {
  before: DealRow;
  after: DealRow;
  action: 'deal.moved' | 'deal.move-undone';
}

/** Where a deal stands, as the audit keeps it: with the ids, so that it can be put back there. */
export const stageOf = (row: DealRow) => ({
  stageId: row.stage_id,
  stage: row.stage_name,
  state: row.state,
  probability: row.probability,
  ...(row.loss_reason_id === null
    ? {}
    : { lossReasonId: row.loss_reason_id, lossReason: row.loss_reason_name, lossComment: row.loss_comment }),
});

async function tellMoved(platform: Platform, tx: Tx, { before, after, action, ...by }: Moved): Promise<Deal> {
  const entry = { ...by, action, record: after.id, before: stageOf(before), after: stageOf(after) };
  await createAudit(platform).record(tx, entry);
  await tell(platform, tx, by, {
    type: 'deal.moved',
    subject: after.id,
    payload: {
      dealId: after.id,
      version: after.version,
      contactIds: peopleOf(after.contact_id, ...(await selectTakingPart(tx, after.id))),
      contactId: after.contact_id,
      organisationId: after.organisation_id,
      fromStageId: before.stage_id,
      toStageId: after.stage_id,
      fromState: before.state,
      toState: after.state,
    },
  });
  return showDeal(tx, after.id, by.principal);
}
