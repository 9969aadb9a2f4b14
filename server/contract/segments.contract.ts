/** Segments: saved filters over any kind of record. Lists and counts of any filter, saved or not. */
import { z } from 'zod';
import { callListQuerySchema } from './calls.contract.ts';
import { agentRefSchema, idSchema, listQuerySchema, nameSchema, patchOf, timeSchema } from './common.contract.ts';
import { abcQuerySchema, forecastQuerySchema } from './deal-scoring.contract.ts';
import { dealListQuerySchema } from './deals.contract.ts';
import { filterRecordSchema, filterSchema } from './filters.contract.ts';
import { taskListQuerySchema } from './tasks.contract.ts';

/** Who may use it: whoever made it, that person's team, everybody. What it shows is each reader's own. */
export const segmentShares = ['private', 'team', 'everybody'] as const;

export const segmentSchema = z.object({
  id: idSchema,
  name: z.string(),
  record: filterRecordSchema,
  filter: filterSchema,
  shared: z.enum(segmentShares),
  /** Who made it; null: a program did. */
  owner: agentRefSchema.nullable(),
  /** The reader may change and delete it. */
  mine: z.boolean(),
  version: z.number().int(),
  createdAt: timeSchema,
  updatedAt: timeSchema,
});
export type Segment = z.infer<typeof segmentSchema>;
export const segmentListSchema = z.object({ items: z.array(segmentSchema) });
export const segmentListQuerySchema = z.object({ record: filterRecordSchema.optional() });

export const newSegmentSchema = z.object({
  name: nameSchema,
  record: filterRecordSchema,
  filter: filterSchema,
  shared: z.enum(segmentShares).default('private'),
});
export const segmentPatchSchema = patchOf(newSegmentSchema.omit({ record: true })).extend({
  version: z.number().int().optional(),
});

/** Which records: a filter, a segment, words; all that are given must fit. Nothing given: every record the reader sees. */
export const selectionSchema = z.object({
  filter: filterSchema.optional(),
  segmentId: idSchema.optional(),
  /** As in the search box of the list: words of a name, an e-mail, digits of a number. */
  q: z.string().max(200).optional(),
});
export type Selection = z.infer<typeof selectionSchema>;

export const countQuerySchema = selectionSchema.extend({ record: filterRecordSchema });
export const countSchema = z.object({
  count: z.number().int(),
  /** False: there are at least so many; counting all of them would have taken too long. */
  isExact: z.boolean(),
});
export type Count = z.infer<typeof countSchema>;

/** A page of a filtered list. A body, because a filter of fifty conditions fits no address. */
export const searchRecordsSchema = selectionSchema.extend({
  sort: z
    .object({
      /** Key of a field that is `sortable`. */
      by: z.string().max(60),
      descending: z.boolean().default(false),
    })
    .default({ by: 'name', descending: false }),
  cursor: listQuerySchema.shape.cursor,
  limit: z.number().int().min(1).max(200).default(50),
});

/** What a filter of the screen adds to the query of a list of deals, tasks or calls; all that is given must fit. */
const chosen = selectionSchema.pick({ filter: true, segmentId: true });
export const searchDealsSchema = dealListQuerySchema.extend(chosen.shape);
export const searchTasksSchema = taskListQuerySchema.extend(chosen.shape);
export const searchCallsSchema = callListQuerySchema.extend(chosen.shape);

/** The analyses of deals, of those that a filter of the screen leaves. */
export const searchForecastSchema = forecastQuerySchema.extend(chosen.shape);
export const searchAbcSchema = abcQuerySchema.extend(chosen.shape);

/** How many a list holds: asked as the list is, without the page. */
export const countDealsSchema = searchDealsSchema.omit({ cursor: true, limit: true });
export const countTasksSchema = searchTasksSchema.omit({ cursor: true, limit: true });
export const countCallsSchema = searchCallsSchema.omit({ cursor: true, limit: true });
