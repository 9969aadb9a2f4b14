/** Merging people and organisations, and pairs that are likely the same. */
import { z } from 'zod';
import { idSchema, listOf, listQuerySchema, timeSchema } from './common.contract.ts';

export const mergePreviewQuerySchema = z.object({
  /** Two to ten ids, separated by commas. */
  ids: z
    .string()
    .max(700)
    .transform((text) => text.split(',').filter((id) => id !== '')),
  /** Who stays; left out: the one with more history. */
  survivorId: idSchema.optional(),
});

export const mergeReasons = [
  'chosen',
  'same',
  'only-one',
  'first',
  'longest',
  'earliest',
  'latest',
  'any',
  'joined',
  'united',
  'custom',
] as const;

export const mergePreviewSchema = z.object({
  survivorId: idSchema,
  /** The one that stays first. */
  records: z.array(
    z.object({
      id: idSchema,
      name: z.string(),
      version: z.number().int(),
      createdAt: timeSchema,
      /** How much hangs on it: calls, notes, tasks... */
      counts: z.record(z.string(), z.number().int()),
    }),
  ),
  fields: z.array(
    z.object({
      /** As the record names it; an own field of the firm is `custom.<key>`. */
      field: z.string(),
      /** Whose value stays; null: made of several. */
      from: idSchema.nullable(),
      /** They say different things: look at it. */
      conflict: z.boolean(),
      because: z.enum(mergeReasons),
    }),
  ),
  /** Numbers of the merged record, without doubles. */
  phones: z.array(z.object({ id: idSchema, recordId: idSchema })),
});
export type MergePreview = z.infer<typeof mergePreviewSchema>;

export const mergeBodySchema = z.object({
  otherIds: z.array(idSchema).min(1).max(9),
  /** Whose value to keep, by field; what is left out follows the rules. */
  choices: z.record(z.string().max(100), idSchema).default({}),
  /** Versions that were looked at, by record: a newer one is refused with 409. */
  versions: z.record(idSchema, z.number().int()).default({}),
});

export const mergedSchema = z.object({
  /** For `POST /api/reversible-actions/{id}/undo`. */
  actionId: idSchema,
  survivorId: idSchema,
  /** Rows that moved, by part. */
  counts: z.record(z.string(), z.number().int()),
});
export type Merged = z.infer<typeof mergedSchema>;

const ref = z.object({ id: idSchema, name: z.string() });
export const duplicatePairsQuerySchema = listQuerySchema.extend({
  /** Only pairs of this person. */
  contactId: idSchema.optional(),
});
export const duplicatePairsSchema = listOf(
  z.object({ first: ref, second: ref, because: z.array(z.enum(['phone', 'email'])) }),
);
/** Of organisations also the same name without its legal form; an e-mail counts by its domain. */
export const organisationPairsSchema = listOf(
  z.object({ first: ref, second: ref, because: z.array(z.enum(['phone', 'email', 'name'])) }),
);
export type OrganisationPairs = z.infer<typeof organisationPairsSchema>;
export type DuplicatePairs = z.infer<typeof duplicatePairsSchema>;

export const notDuplicateSchema = z.object({
  ids: z.tuple([idSchema, idSchema]).refine(([a, b]) => a !== b, 'must be two'),
});
