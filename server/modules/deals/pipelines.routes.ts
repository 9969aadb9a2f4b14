/** Pipelines, stages and loss reasons over HTTP. A change of a stage answers with the whole pipeline. */
import { z } from 'zod';
import { idSchema } from '../../contract/common.contract.ts';
import {
  lossReasonListSchema,
  lossReasonPatchSchema,
  lossReasonSchema,
  newLossReasonSchema,
  newPipelineSchema,
  newStageSchema,
  pipelineListSchema,
  pipelinePatchSchema,
  pipelineSchema,
  stagePatchSchema,
} from '../../contract/pipelines.contract.ts';
import type { Platform } from '../../platform/platform.ts';
import { route } from '../access/route.ts';
import { changeLossReason, createLossReason, listLossReasons } from './loss-reasons.usecases.ts';
import {
  changePipeline,
  changeStage,
  createPipeline,
  createStage,
  deleteStage,
  listPipelines,
} from './pipelines.usecases.ts';

const params = z.object({ id: idSchema });
const stageParams = z.object({ id: idSchema, stageId: idSchema });

const pipelines = (platform: Platform) => [
  route({
    method: 'get',
    path: '/api/pipelines',
    permission: 'pipelines.read',
    summary: 'Pipelines with their stages, in order',
    response: pipelineListSchema,
    handler: async () => ({ items: await listPipelines(platform.database.sql) }),
  }),
  route({
    method: 'post',
    path: '/api/pipelines',
    permission: 'pipelines.manage',
    summary: 'Make a pipeline, with its open stages; won and lost come with it',
    body: newPipelineSchema,
    response: pipelineSchema,
    status: 201,
    handler: ({ principal, body, request }) => createPipeline(platform, { body, principal, ip: request.ip }),
  }),
  route({
    method: 'patch',
    path: '/api/pipelines/{id}',
    permission: 'pipelines.manage',
    summary: 'Rename a pipeline, order its stages, choose the mode of new deals, take it out of use',
    params,
    body: pipelinePatchSchema,
    response: pipelineSchema,
    handler: ({ principal, params: { id }, body, request }) =>
      changePipeline(platform, { pipelineId: id, patch: body, principal, ip: request.ip }),
  }),
];

const stages = (platform: Platform) => [
  route({
    method: 'post',
    path: '/api/pipelines/{id}/stages',
    permission: 'pipelines.manage',
    summary: 'Add an open stage behind the others',
    params,
    body: newStageSchema,
    response: pipelineSchema,
    status: 201,
    handler: ({ principal, params: { id }, body, request }) =>
      createStage(platform, { pipelineId: id, body, principal, ip: request.ip }),
  }),
  route({
    method: 'patch',
    path: '/api/pipelines/{id}/stages/{stageId}',
    permission: 'pipelines.manage',
    summary: 'Change a stage: name, colour, probability, what it requires and its tasks',
    params: stageParams,
    body: stagePatchSchema,
    response: pipelineSchema,
    handler: ({ principal, params: { id, stageId }, body, request }) =>
      changeStage(platform, { pipelineId: id, stageId, patch: body, principal, ip: request.ip }),
  }),
  route({
    method: 'delete',
    path: '/api/pipelines/{id}/stages/{stageId}',
    permission: 'pipelines.manage',
    summary: 'Delete an open stage; `moveTo` takes its deals',
    params: stageParams,
    query: z.object({ moveTo: idSchema.optional() }),
    response: pipelineSchema,
    handler: ({ principal, params: { id, stageId }, query: { moveTo }, request }) =>
      deleteStage(platform, { pipelineId: id, stageId, moveTo, principal, ip: request.ip }),
  }),
];

const lossReasons = (platform: Platform) => [
  route({
    method: 'get',
    path: '/api/loss-reasons',
    permission: 'pipelines.read',
    summary: 'Reasons for losing a deal, in order, those out of use too',
    response: lossReasonListSchema,
    handler: async () => ({ items: await listLossReasons(platform.database.sql) }),
  }),
  route({
    method: 'post',
    path: '/api/loss-reasons',
    permission: 'pipelines.manage',
    summary: 'Add a reason for losing a deal',
    body: newLossReasonSchema,
    response: lossReasonSchema,
    status: 201,
    handler: ({ principal, body, request }) => createLossReason(platform, { body, principal, ip: request.ip }),
  }),
  route({
    method: 'patch',
    path: '/api/loss-reasons/{id}',
    permission: 'pipelines.manage',
    summary: 'Rename a reason, move it, take it out of use',
    params,
    body: lossReasonPatchSchema,
    response: lossReasonSchema,
    handler: ({ principal, params: { id }, body, request }) =>
      changeLossReason(platform, { id, patch: body, principal, ip: request.ip }),
  }),
];

export const pipelineRoutes = (platform: Platform) => [
  ...pipelines(platform),
  ...stages(platform),
  ...lossReasons(platform),
];
