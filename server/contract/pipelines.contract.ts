/** Pipelines, their stages, and reasons for losing a deal. */
import { z } from 'zod';
import { idSchema, nameSchema, patchOf, textOf } from './common.contract.ts';

/**
 * outside: a deal is only open, won or lost · manual: any stage, forward or back · strict: one stage after the other, with
 * what each of them requires.
 */
export const dealModes = ['outside', 'manual', 'strict'] as const;
export type DealMode = (typeof dealModes)[number];
export const dealStates = ['open', 'won', 'lost'] as const;
export type DealState = (typeof dealStates)[number];
export const stageColours = ['grey', 'blue', 'teal', 'green', 'amber', 'red', 'violet', 'pink'] as const;

/** Fields of a deal that a stage may require. */
export const requirableFields = [
  'contact',
  'organisation',
  'owner',
  'potential',
  'expectedClose',
  'mainInterest',
  'source',
  'advertisingChannel',
  'offeredLines',
  'soldLines',
] as const;
/** A field of the firm's own, by its key. */
const customRequirable = z.templateLiteral(['custom.', z.string().regex(/^[a-z][a-z0-9_]{0,39}$/)]);
export const requirableFieldSchema = z.union([z.enum(requirableFields), customRequirable]);
export type RequirableField = z.infer<typeof requirableFieldSchema>;

export const stageTaskSchema = z.object({
  /** Left out: a new one. */
  id: idSchema.optional(),
  title: textOf(300).refine((s) => s.length > 0, 'must not be empty'),
  /** Hours from the entry into the stage; null: no date. */
  dueInHours: z.number().int().min(0).max(8760).nullable().default(null),
  /** A strict deal does not leave the stage before it is done. */
  required: z.boolean().default(true),
});

export const stageSchema = z.object({
  id: idSchema,
  name: z.string(),
  kind: z.enum(dealStates),
  colour: z.enum(stageColours),
  position: z.number().int(),
  /** Percent. */
  probability: z.number().int().min(0).max(100),
  requiredFields: z.array(requirableFieldSchema),
  tasks: z.array(
    z.object({ id: idSchema, title: z.string(), dueInHours: z.number().int().nullable(), required: z.boolean() }),
  ),
});
export type Stage = z.infer<typeof stageSchema>;
/** A new stage is an open one; it is put before `won`. */
export const newStageSchema = z.object({
  name: nameSchema,
  colour: z.enum(stageColours).default('grey'),
  probability: z.number().int().min(0).max(100).default(0),
  requiredFields: z.array(requirableFieldSchema).max(20).default([]),
  tasks: z.array(stageTaskSchema).max(20).default([]),
});
export const stagePatchSchema = patchOf(newStageSchema);

export const pipelineSchema = z.object({
  id: idSchema,
  name: z.string(),
  /** How new deals are led. */
  mode: z.enum(dealModes),
  active: z.boolean(),
  position: z.number().int(),
  /** Open stages in their order, then won and lost. */
  stages: z.array(stageSchema),
  version: z.number().int(),
});
export type Pipeline = z.infer<typeof pipelineSchema>;
export const pipelineListSchema = z.object({ items: z.array(pipelineSchema) });
export const newPipelineSchema = z.object({
  name: nameSchema,
  mode: z.enum(dealModes).default('manual'),
  /** Open stages; left out: one, named `New`. */
  stages: z.array(newStageSchema).min(1).max(30).optional(),
  wonName: nameSchema.default('Won'),
  lostName: nameSchema.default('Lost'),
});
export const pipelinePatchSchema = z
  .object({
    name: nameSchema,
    mode: z.enum(dealModes),
    active: z.boolean(),
    position: z.number().int().min(0).max(1000),
    /** Ids of all open stages in their new order. */
    stageOrder: z.array(idSchema).min(1).max(60),
    version: z.number().int(),
  })
  .partial();

export const lossReasonSchema = z.object({
  id: idSchema,
  name: z.string(),
  position: z.number().int(),
  active: z.boolean(),
  version: z.number().int(),
});
export type LossReason = z.infer<typeof lossReasonSchema>;
export const lossReasonListSchema = z.object({ items: z.array(lossReasonSchema) });
export const newLossReasonSchema = z.object({ name: nameSchema });
export const lossReasonPatchSchema = z
  .object({
    name: nameSchema,
    active: z.boolean(),
    position: z.number().int().min(0).max(1000),
    version: z.number().int(),
  })
  .partial();
