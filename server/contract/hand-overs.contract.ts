/** Giving a colleague's clients, tasks and callbacks to others in one step. */
import { z } from 'zod';
import { agentRefSchema, idSchema, textOf, timeSchema } from './common.contract.ts';
import { lifecycleSchema } from './contacts.contract.ts';

export const handOverKinds = ['contacts', 'organisations', 'deals', 'tasks', 'missedCalls'] as const;

export const handOverBodySchema = z.object({
  fromAgentId: idSchema,
  to: z
    .object({
      agentIds: z.array(idSchema).max(100).default([]),
      /** Everybody of this team who works here, but the one who hands over. */
      teamId: idSchema.nullable().default(null),
      /** evenly: one to each in turn. by-load: first to whoever has least. What is about a client goes with the client. */
      how: z.enum(['evenly', 'by-load']).default('evenly'),
    })
    .refine(({ agentIds, teamId }) => agentIds.length > 0 || teamId !== null, 'must name a colleague or a team'),
  what: z.array(z.enum(handOverKinds)).min(1),
  only: z
    .object({
      contactIds: z.array(idSchema).max(10_000).optional(),
      lifecycles: z.array(lifecycleSchema).max(100).optional(),
    })
    .default({}),
  /** Gives itself back at this moment (a holiday); null: for good. */
  until: timeSchema.nullable().default(null),
  note: textOf(500).default(''),
});
export type HandOverBody = z.input<typeof handOverBodySchema>;

const counts = z.partialRecord(z.enum(handOverKinds), z.number().int());

export const handOverPreviewSchema = z.object({
  from: agentRefSchema,
  to: z.array(agentRefSchema),
  counts,
});
export type HandOverPreview = z.infer<typeof handOverPreviewSchema>;

export const handedOverSchema = z.object({
  /** For `POST /api/reversible-actions/{id}/undo`. */
  actionId: idSchema,
  counts,
  /** What each colleague got. */
  shares: z.array(z.object({ agentId: idSchema, name: z.string(), counts })),
});
export type HandedOver = z.infer<typeof handedOverSchema>;
