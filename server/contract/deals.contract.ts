/** Deals: the record, the board, the list, moves between stages. */
import { z } from 'zod';
import {
  agentRefSchema,
  idSchema,
  listOf,
  listQuerySchema,
  nameSchema,
  patchOf,
  textOf,
  timeSchema,
} from './common.contract.ts';
import { customValuesSchema } from './custom-fields.contract.ts';
import { dealModes, dealStates } from './pipelines.contract.ts';
import { moneySchema, newDealLineSchema } from './products.contract.ts';
import { recordOf, textWithPhone } from './sensitive.ts';

const isEachOnce = (ids: readonly string[]): boolean => new Set(ids).size === ids.length;
const twice = 'names somebody twice';

/** What a card of the board and a line of a list show. */
export const dealCardSchema = recordOf(
  'deal',
  z.object({
    id: idSchema,
    title: textWithPhone(),
    pipelineId: idSchema,
    stageId: idSchema,
    stageName: z.string(),
    state: z.enum(dealStates),
    mode: z.enum(dealModes),
    /** Null: nobody, or a person the reader may not know of. */
    contactId: idSchema.nullable(),
    contactName: z.string().nullable(),
    organisationId: idSchema.nullable(),
    organisationName: z.string().nullable(),
    owner: agentRefSchema.nullable(),
    potential: z.string(),
    /** Percent, typed or taken from the stage. */
    probability: z.number().int(),
    /** potential × probability. */
    expectedSum: z.string(),
    expectedClose: z.iso.date().nullable(),
    /** Since when it is in its stage. */
    stageSince: timeSchema,
    createdAt: timeSchema,
    /** Values of the firm's own fields, by key: a list may show them. */
    custom: customValuesSchema,
    version: z.number().int(),
  }),
);
export type DealCard = z.infer<typeof dealCardSchema>;

export const dealSchema = recordOf(
  'deal',
  dealCardSchema.extend({
    managers: z.array(z.object({ agent: agentRefSchema, role: z.string() })),
    /** People of the customer beside the main one; those the reader may not know of are left out. */
    contacts: z.array(z.object({ contactId: idSchema, name: z.string(), role: z.string() })),
    maxPotential: z.string(),
    /** Entry of the directory `deal-type`. */
    typeId: idSchema.nullable(),
    /** The organisation that brought the deal; null also when the reader may not know of it. */
    partner: z.object({ id: idSchema, name: z.string() }).nullable(),
    mainInterest: textWithPhone(),
    /** Entry of the directory `source`. */
    sourceId: idSchema.nullable(),
    advertisingChannel: textWithPhone(),
    lossReason: z.object({ id: idSchema, name: z.string() }).nullable(),
    lossComment: textWithPhone(),
    callIds: z.array(idSchema),
    /** Tasks of the stage a strict deal is in, open ones and done ones. */
    stageTasks: z.array(
      z.object({
        taskId: idSchema,
        title: textWithPhone(),
        done: z.boolean(),
        required: z.boolean(),
        dueAt: timeSchema.nullable(),
        version: z.number().int(),
      }),
    ),
    closedAt: timeSchema.nullable(),
    updatedAt: timeSchema,
  }),
);
export type Deal = z.infer<typeof dealSchema>;
export const dealListSchema = listOf(dealCardSchema);

export const newDealSchema = z.object({
  title: nameSchema,
  /** Left out: the first pipeline in use. */
  pipelineId: idSchema.optional(),
  /** An open stage of it; left out: the first. */
  stageId: idSchema.optional(),
  /** Left out: that of the pipeline. */
  mode: z.enum(dealModes).optional(),
  contactId: idSchema.nullable().default(null),
  organisationId: idSchema.nullable().default(null),
  /** Left out: whoever creates it. */
  ownerId: idSchema.nullable().optional(),
  managers: z
    .array(z.object({ agentId: idSchema, role: textOf(80).default('') }))
    .max(20)
    .refine((managers) => isEachOnce(managers.map(({ agentId }) => agentId)), twice)
    .default([]),
  contacts: z
    .array(z.object({ contactId: idSchema, role: textOf(80).default('') }))
    .max(50)
    .refine((people) => isEachOnce(people.map(({ contactId }) => contactId)), twice)
    .default([]),
  potential: moneySchema.default('0'),
  /** Id or key of an entry of the directory `deal-type`. */
  typeId: idSchema.nullable().default(null),
  partnerId: idSchema.nullable().default(null),
  /** Left out: that of the stage. */
  probability: z.number().int().min(0).max(100).optional(),
  expectedClose: z.iso.date().nullable().default(null),
  mainInterest: textOf(2_000).default(''),
  /** Id or key of an entry of the directory `source`; left out: that of the person. */
  sourceId: idSchema.nullable().optional(),
  advertisingChannel: textOf(200).default(''),
  custom: customValuesSchema.default({}),
  /** The call it is made from: its person is taken when none is given, and the call shows the deal. */
  callId: idSchema.optional(),
  /** Products offered and products sold (then it is an order). Without a potential the deal is worth their sum. */
  offered: z.array(newDealLineSchema).max(200).default([]),
  sold: z.array(newDealLineSchema).max(200).default([]),
});
export const dealPatchSchema = patchOf(
  newDealSchema.omit({ callId: true, stageId: true, offered: true, sold: true }),
).extend({
  version: z.number().int().optional(),
});

export const moveDealSchema = z.object({
  stageId: idSchema,
  /** With a move to lost. */
  lossReasonId: idSchema.optional(),
  lossComment: textOf(2_000).optional(),
  version: z.number().int().optional(),
});

export const dealOrders = ['newest', 'closing', 'largest'] as const;
const filters = {
  ownerId: idSchema.optional(),
  /** Whose it is in any way: its owner or a further manager of it. */
  agentId: idSchema.optional(),
  /** Words of the title, of the person or of the organisation. */
  q: z.string().max(200).optional(),
};
export const dealListQuerySchema = listQuerySchema.extend({
  ...filters,
  pipelineId: idSchema.optional(),
  stageId: idSchema.optional(),
  state: z.enum(dealStates).optional(),
  /** The main person of it, or one who takes part. */
  contactId: idSchema.optional(),
  organisationId: idSchema.optional(),
  /** Id of an entry of the directory `source`. */
  sourceId: idSchema.optional(),
  /** Deals in which this product was sold. */
  productId: idSchema.optional(),
  /** Closed from this day on, and before that day, by the firm's clock. */
  closedFrom: z.iso.date().optional(),
  closedBefore: z.iso.date().optional(),
  /** Open deals expected to close from this day on, and before that day. */
  closingFrom: z.iso.date().optional(),
  closingBefore: z.iso.date().optional(),
  /** Open deals of which nobody said when they close. */
  closing: z.literal('none').optional(),
  /** Id of an entry of the directory `deal-type`. */
  typeId: idSchema.optional(),
  /** Deals without a type, without an owner. */
  type: z.literal('none').optional(),
  owner: z.literal('none').optional(),
  /** newest: made last first · closing: expected to close soonest first, only those with a date · largest: open ones, largest potential first. */
  order: z.enum(dealOrders).default('newest'),
});
export const boardQuerySchema = z.object({
  pipelineId: idSchema.optional(),
  ...filters,
  limit: z.coerce.number().int().min(1).max(100).default(30),
});
export const columnQuerySchema = listQuerySchema.extend({ ...filters, stageId: idSchema });

export const boardColumnSchema = recordOf(
  'deal',
  z.object({
    stageId: idSchema,
    count: z.number().int(),
    totalPotential: z.string(),
    totalExpected: z.string(),
    items: z.array(dealCardSchema),
    nextCursor: z.string().nullable(),
  }),
);
/** The sums of one column, for a file. */
export const boardTotalSchema = recordOf(
  'deal',
  boardColumnSchema.pick({ stageId: true, count: true, totalPotential: true, totalExpected: true }).extend({
    pipelineName: z.string(),
    stageName: z.string(),
    state: z.enum(dealStates),
  }),
);
export type BoardTotal = z.infer<typeof boardTotalSchema>;
export const boardSchema = z.object({
  pipelineId: idSchema,
  /** Won and lost columns show what was closed within so many days. */
  closedDays: z.number().int(),
  columns: z.array(boardColumnSchema),
});
export type Board = z.infer<typeof boardSchema>;
export type BoardColumn = z.infer<typeof boardColumnSchema>;

/** A deal as the card of a call and other records show it. */
export const dealRefSchema = recordOf(
  'deal',
  z.object({
    id: idSchema,
    title: textWithPhone(),
    stageName: z.string(),
    state: z.enum(dealStates),
    potential: z.string(),
    expectedClose: z.iso.date().nullable(),
    owner: agentRefSchema.nullable(),
  }),
);
export type DealRef = z.infer<typeof dealRefSchema>;
