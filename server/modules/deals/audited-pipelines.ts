/** Pipelines, their stages and the reasons of loss in the audit, and how old values come back. */
import {
  lossReasonPatchSchema,
  type Pipeline,
  pipelinePatchSchema,
  type Stage,
  stagePatchSchema,
} from '../../contract/pipelines.contract.ts';
import { restorableKeys } from '../../contract/restorable-fields.ts';
import { canDo } from '../access/permissions.ts';
import { notYoursToRestore } from '../audit/audit.errors.ts';
import type { ActionRestorer, AuditedKind, Values } from '../audit/audited-kinds.ts';
import { auditedFirmThing, byHand, foundIn, parsedPatch } from '../audit/firm-thing.ts';
import { changeLossReason, listLossReasons } from './loss-reasons.usecases.ts';
import { selectPipeline } from './pipelines.repository.ts';
import { changePipeline, changeStage, listPipelines } from './pipelines.usecases.ts';

const rights = { read: 'pipelines.read', write: 'pipelines.manage' } as const;

/** The order of the open stages is what a change of a pipeline changes of them. */
function patchOf({ stages, ...values }: Values): Values {
  if (stages === undefined) return values;
  const open = (stages as Pipeline['stages']).filter(({ kind }) => kind === 'open');
  return { ...values, stageOrder: open.map(({ id }) => id) };
}

const stageChanges: ActionRestorer = {
  fields: restorableKeys('pipeline.stage-changed'),
  // Entries of the first versions keep the whole pipeline of afterwards.
  takes: ({ before, after }) => typeof before?.id === 'string' && before.id === after?.id,
  async read(_platform, sql, reader, pipelineId, { before }) {
    if (!canDo(reader, rights.read)) return null;
    const pipeline = await selectPipeline(sql, pipelineId);
    const stage: Stage | undefined = pipeline?.stages.find(({ id }) => id === before?.id);
    return stage ? { ...stage } : null;
  },
  async change(platform, by, pipelineId, values, { id: stageId }) {
    if (!canDo(by.principal, rights.write)) throw notYoursToRestore();
    const patch = parsedPatch(stagePatchSchema, values);
    return changeStage(platform, { pipelineId, stageId: stageId as string, patch, ...byHand(by) });
  },
};

const pipelines = auditedFirmThing({
  kind: 'pipeline',
  prefix: 'pip',
  rights,
  fields: restorableKeys('pipeline.changed'),
  patch: pipelinePatchSchema,
  find: async (sql, ids) => foundIn(await listPipelines(sql), ids),
  change: (platform, by, pipelineId, patch) => changePipeline(platform, { pipelineId, patch, ...by }),
  patchOf,
});

export const auditedPipelines: AuditedKind[] = [
  { ...pipelines, actions: { 'pipeline.stage-changed': stageChanges } },
  auditedFirmThing({
    kind: 'loss-reason',
    prefix: 'lsr',
    rights,
    fields: restorableKeys('loss-reason.changed'),
    patch: lossReasonPatchSchema,
    find: async (sql, ids) => foundIn(await listLossReasons(sql), ids),
    change: (platform, by, id, patch) => changeLossReason(platform, { id, patch, ...by }),
  }),
];
