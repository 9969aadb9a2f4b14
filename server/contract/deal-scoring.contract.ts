/** Probability from the firm's own history, score and class of deals, slipping deals, ABC analysis. */
import { z } from 'zod';
import { agentRefSchema, idSchema, listOf, listQuerySchema, timeSchema } from './common.contract.ts';
import { textWithPhone } from './sensitive.ts';

const shareSchema = z.number().min(0).max(1);
export const dealClasses = ['A', 'B', 'C'] as const;
export const dealClassSchema = z.enum(dealClasses);
export type DealClass = z.infer<typeof dealClassSchema>;

export const dealProbabilitySchema = z.object({
  /** 0 to 1. */
  probability: shareSchema,
  /** Closed deals that once were in this stage. */
  cases: z.number().int(),
  /** history: enough cases · few-cases: drawn towards the stage's typed share · typed: nothing was closed yet. */
  basis: z.enum(['history', 'few-cases', 'typed']),
  /** With 90 % confidence it lies between these; null without cases. */
  between: z.object({ low: shareSchema, high: shareSchema }).nullable(),
  /** What moved it from the share of the stage, in percent points, largest first. */
  because: z.array(
    z.object({
      factor: z.enum(['manager', 'partner', 'type']),
      cases: z.number().int(),
      won: z.number().int(),
      points: z.number().int(),
    }),
  ),
});

export const dealScoreSchema = z.object({
  dealId: idSchema,
  /** Percent that stands in the deal now, typed or taken from its stage. */
  typedProbability: z.number().int(),
  /** What history offers; null for a closed deal. */
  offered: dealProbabilitySchema.nullable(),
  class: dealClassSchema,
  classByPoints: dealClassSchema,
  adjustment: z.union([z.literal(-1), z.literal(0), z.literal(1)]),
  /** 0 to 100. */
  points: z.number().int(),
  expectedSum: z.string(),
  maxExpectedSum: z.string(),
  /** How much of the largest expected sum is gone, 0 to 1. */
  drop: shareSchema,
  /** Each factor with its points, the most it can give, and the number it was made from. */
  because: z.array(
    z.object({
      factor: z.enum(['sum', 'probability', 'contact', 'pace', 'client']),
      points: z.number().int(),
      of: z.number().int(),
      value: z.number().nullable(),
      /** What is usual (pace: days of won deals in this stage); null: nothing to compare with. */
      usual: z.number().nullable(),
    }),
  ),
});
export type DealScoreView = z.infer<typeof dealScoreSchema>;
export const dealScoreListSchema = z.object({ items: z.array(dealScoreSchema) });
export const dealScoreQuerySchema = z.object({
  /** Ids of deals with commas between, a hundred at most; those the reader may not see are left out. */
  ids: z.string().min(1).max(7_000),
});

export const adjustClassSchema = z.object({ adjustment: z.union([z.literal(-1), z.literal(0), z.literal(1)]) });

/** Why a deal slips; a sum or a share from what to what. */
export const slippingReasonSchema = z.discriminatedUnion('what', [
  z.object({ what: z.literal('potential'), from: z.string(), to: z.string() }),
  /** Percent; `from` at least. */
  z.object({ what: z.literal('probability'), from: z.number().int(), to: z.number().int() }),
  /** Nobody spoke with the customer for so many days; null: never. */
  z.object({ what: z.literal('silent'), days: z.number().int().nullable() }),
  /** Days at its stage, and how long won deals stayed there. */
  z.object({ what: z.literal('slow'), days: z.number().int(), usual: z.number().int() }),
]);
export type SlippingReason = z.infer<typeof slippingReasonSchema>;

export const slippingDealSchema = z.object({
  id: idSchema,
  title: textWithPhone(),
  stageName: z.string(),
  owner: agentRefSchema.nullable(),
  expectedSum: z.string(),
  maxExpectedSum: z.string(),
  /** maxExpectedSum - expectedSum. */
  lost: z.string(),
  drop: shareSchema,
  /** What made the sum fall first, then what may have let it. */
  because: z.array(slippingReasonSchema),
  updatedAt: timeSchema,
});
export type SlippingDeal = z.infer<typeof slippingDealSchema>;
export const slippingListSchema = listOf(slippingDealSchema);
export const slippingQuerySchema = listQuerySchema.extend({
  ownerId: idSchema.optional(),
  /** Owner or a further manager. */
  agentId: idSchema.optional(),
  pipelineId: idSchema.optional(),
});

export const abcBy = ['contact', 'organisation', 'product', 'agent'] as const;
export type AbcBy = (typeof abcBy)[number];
export const abcQuerySchema = z.object({
  by: z.enum(abcBy).default('organisation'),
  /** Deals won from this day on, and before that day. */
  from: z.iso.date().optional(),
  to: z.iso.date().optional(),
});
export const abcSchema = z.object({
  /** Of all rows, also those that are not listed. */
  classes: z.array(z.object({ class: dealClassSchema, count: z.number().int(), sum: z.string(), share: shareSchema })),
  /** The first five hundred, largest first. */
  items: z.array(
    z.object({
      id: idSchema,
      /** Null: somebody else's client. */
      name: z.string().nullable(),
      sum: z.string(),
      deals: z.number().int(),
      class: dealClassSchema,
      share: shareSchema,
      cumulative: shareSchema,
    }),
  ),
});
export type AbcView = z.infer<typeof abcSchema>;

export const forecastBy = ['month', 'manager', 'pipeline', 'type'] as const;
export type ForecastBy = (typeof forecastBy)[number];
export const forecastQuerySchema = z.object({
  by: z.enum(forecastBy).default('month'),
  pipelineId: idSchema.optional(),
  ownerId: idSchema.optional(),
});
const openFiguresSchema = z.object({
  /** Open ones. */
  deals: z.number().int(),
  potential: z.string(),
  /** potential × the probability typed in each deal. */
  expected: z.string(),
  /** potential × the probability that the firm's closed deals offer. */
  offered: z.string(),
});
const forecastFiguresSchema = openFiguresSchema.extend({
  /** Won this month so far. */
  won: z.object({ deals: z.number().int(), sum: z.string() }),
});
export const forecastSchema = z.object({
  /** The firm's day that months and "overdue" were counted from. */
  today: z.iso.date(),
  /** Months in their order, from this one on without a gap for a year; else by the expected sum, largest first. */
  items: z.array(
    forecastFiguresSchema.extend({
      /** `YYYY-MM`, or the id of what is compared; null: deals that have none. */
      key: z.string().nullable(),
      /** Null: a month, none, or a type of deal that has the console's own word. */
      name: z.string().nullable(),
    }),
  ),
  /** Should have closed before today; no month has them, every other choice does. */
  overdue: openFiguresSchema,
  /** Nobody said when they close; no month has them, every other choice does. */
  undated: openFiguresSchema,
  /** All open deals, with those two. */
  total: forecastFiguresSchema,
});
export type ForecastView = z.infer<typeof forecastSchema>;
export type ForecastItem = ForecastView['items'][number];
