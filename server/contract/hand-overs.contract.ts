/** Giving what a colleague has, or what is nobody's, to others in one step. */
import { z } from 'zod';
import { agentRefSchema, idSchema, textOf, timeSchema } from './common.contract.ts';
import { lifecycleSchema } from './contacts.contract.ts';
import { searchDealsSchema, searchTasksSchema, selectionSchema } from './segments.contract.ts';

/** `managedDeals`: open deals in which somebody is a further manager; who takes over gets that seat, not the deal. */
export const handOverKinds = ['contacts', 'organisations', 'deals', 'managedDeals', 'tasks', 'missedCalls'] as const;
export const handOverKindSchema = z.enum(handOverKinds);

const ids = z.array(idSchema).max(10_000);
const idsOfKind = z
  .object({ contacts: ids, organisations: ids, deals: ids, managedDeals: ids, tasks: ids, missedCalls: ids })
  .partial();

export const handOverBodySchema = z.object({
  /** Null: what is nobody's, as far as one may see it. */
  fromAgentId: idSchema.nullable(),
  to: z
    .object({
      agentIds: z.array(idSchema).max(100).default([]),
      /** Everybody of this team who works here, but the one who hands over. */
      teamId: idSchema.nullable().default(null),
      /** evenly: one to each in turn. by-load: first to whoever has least. What is about a client goes with the client. */
      how: z.enum(['evenly', 'by-load']).default('evenly'),
    })
    .refine(({ agentIds, teamId }) => agentIds.length > 0 || teamId !== null, 'must name a colleague or a team'),
  what: z.array(handOverKindSchema).min(1),
  /** All that are given must fit. */
  only: z
    .object({
      /** These clients and what is about them. */
      contactIds: z.array(idSchema).max(10_000).optional(),
      lifecycles: z.array(lifecycleSchema).max(100).optional(),
      /** Of each kind named here these records alone; the other kinds are not narrowed by it. */
      records: idsOfKind.optional(),
      /**
       * Of each kind named here what its list finds for whoever asks, 10 000 at most (of that colleague); of people them and
       * what is about them.
       */
      found: z
        .object({
          contacts: selectionSchema,
          organisations: selectionSchema,
          deals: searchDealsSchema.omit({ cursor: true, limit: true, order: true }),
          tasks: searchTasksSchema.omit({ cursor: true, limit: true }),
        })
        .partial()
        .optional(),
    })
    .default({}),
  /** Gives itself back at this moment (a holiday); null: for good. */
  until: timeSchema.nullable().default(null),
  note: textOf(500).default(''),
});
export type HandOverBody = z.input<typeof handOverBodySchema>;

const counts = z.partialRecord(handOverKindSchema, z.number().int());

export const handOverPreviewSchema = z.object({
  /** Null: nobody's. */
  from: agentRefSchema.nullable(),
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

/** What somebody has that would be left lying when they go; kinds of which there is nothing are left out. */
export const holdingsSchema = z.object({ agentId: idSchema, counts, total: z.number().int() });
export type Holdings = z.infer<typeof holdingsSchema>;
