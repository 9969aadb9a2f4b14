/** Merges and hand-overs: what was done in one step and can be taken back in one. */
import { z } from 'zod';
import { agentRefSchema, idSchema, listOf, listQuerySchema, timeSchema } from './common.contract.ts';
import { textWithPhone } from './sensitive.ts';

const kinds = ['contact.merged', 'organisation.merged', 'handed-over', 'rotated'] as const;

export const reversibleActionSchema = z.object({
  id: idSchema,
  kind: z.enum(kinds),
  /** Enough to recognise it by. */
  summary: z.object({
    /** Merge: the record that stayed. */
    survivor: z.object({ id: idSchema, name: z.string() }).optional(),
    /** Merge: those that went into it. */
    others: z.array(z.object({ id: idSchema, name: z.string() })).optional(),
    /** Hand-over: whose; null: nobody's. */
    from: agentRefSchema.nullable().optional(),
    /** Hand-over, rotation: to whom. */
    to: z.array(agentRefSchema).optional(),
    /** Hand-over: it gives itself back then. */
    until: timeSchema.nullable().optional(),
    note: textWithPhone().optional(),
    /** Rows that moved, by part. */
    counts: z.record(z.string(), z.number().int()).optional(),
  }),
  by: agentRefSchema.nullable(),
  at: timeSchema,
  undoneAt: timeSchema.nullable(),
  undoneBy: z.string().nullable(),
});
export type ReversibleAction = z.infer<typeof reversibleActionSchema>;
export const actionsSchema = listOf(reversibleActionSchema);
export const actionsQuerySchema = listQuerySchema.extend({ kind: z.enum(kinds).optional() });

export const undoneSchema = z.object({
  action: reversibleActionSchema,
  /** Rows that went back, by part. */
  restored: z.record(z.string(), z.number().int()),
  /** What stays as people have made it since. */
  kept: z.array(
    z.object({
      part: z.string(),
      /** Which field, or how many rows. */
      what: z.string(),
      because: z.enum(['changed-since', 'moved-on', 'removed-since']),
    }),
  ),
});
export type Undone = z.infer<typeof undoneSchema>;
