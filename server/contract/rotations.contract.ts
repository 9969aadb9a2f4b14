/** Base rotation: everybody a filter finds becomes a task to call, shared out among colleagues and over days, in one step. */
import { z } from 'zod';
import { agentRefSchema, idSchema, textOf } from './common.contract.ts';
import { selectionSchema } from './segments.contract.ts';

/** People of one rotation: more are for a campaign. */
export const mostRotated = 5_000;

export const rotationBodySchema = z.object({
  /** Which people; only those the reader sees. */
  selection: selectionSchema,
  to: z
    .object({
      agentIds: z.array(idSchema).max(100).default([]),
      /** Everybody of this team who works here. */
      teamId: idSchema.nullable().default(null),
    })
    .refine(({ agentIds, teamId }) => agentIds.length > 0 || teamId !== null, 'must name a colleague or a team'),
  /** What each task is called. */
  title: textOf(500).refine((text) => text.length > 0, 'must not be empty'),
  /** The first day, of the firm's zone. */
  from: z.iso.date(),
  /** Tasks of one colleague on one day. */
  perDay: z.number().int().min(1).max(200).default(20),
  /** True: Saturdays and Sundays count as days. */
  weekends: z.boolean().default(false),
  /** True: who has an open task already is left out. */
  skipBusy: z.boolean().default(true),
});
export type RotationBody = z.input<typeof rotationBodySchema>;

const sharesSchema = z.array(z.object({ agent: agentRefSchema, count: z.number().int(), lastDay: z.iso.date() }));

export const rotationPreviewSchema = z.object({
  /** People who would get a task. */
  count: z.number().int(),
  /** Left out: they have an open task. */
  busy: z.number().int(),
  /** Left out: clients of colleagues who do not take part. */
  ofOthers: z.number().int(),
  shares: sharesSchema,
});
export type RotationPreview = z.infer<typeof rotationPreviewSchema>;

export const rotatedSchema = rotationPreviewSchema.extend({
  /** For `POST /api/reversible-actions/{id}/undo`; null: nobody was left to call, nothing was made. */
  actionId: idSchema.nullable(),
});
export type Rotated = z.infer<typeof rotatedSchema>;
