/** Export of a list to a file in the background. */
import { z } from 'zod';
import { callSchema } from './calls.contract.ts';
import { idSchema, listOf, listQuerySchema, timeSchema } from './common.contract.ts';
import { dealClassSchema } from './deal-scoring.contract.ts';
import { dealSchema } from './deals.contract.ts';
import { dealLineSchema } from './products.contract.ts';
import { marked, recordOf, textWithPhone } from './sensitive.ts';
import { taskSchema } from './tasks.contract.ts';

export const exportFormats = ['csv', 'xlsx'] as const;
export const exportStates = ['waiting', 'writing', 'done', 'failed', 'cancelled'] as const;
const count = z.number().int();

export const newExportSchema = z.object({
  /**
   * Name of an exportable list: `contacts`, `organisations`, `calls`, `tasks`, `deals`, `missed-calls`, `leads`, `lead-sources`,
   * `events`, `slipping-deals`, `abc`, `products`, `board` (the sums of its columns), `duplicates`, `organisation-duplicates`.
   */
  list: z.string().min(1).max(40),
  /** The query of that list, without cursor and limit; people also by `filter` as their search takes it. */
  filters: z.record(z.string(), z.unknown()).default({}),
  /** Keys of its columns in the order wanted; left out: all, the firm's own fields last. */
  columns: z.array(z.string().max(80)).max(300).optional(),
  format: z.enum(exportFormats).default('csv'),
  /** Of the names in the first row. */
  language: z.enum(['en', 'ru', 'fr', 'it']).default('en'),
});

export const exportSchema = z.object({
  id: idSchema,
  list: z.string(),
  columns: z.array(z.string()),
  format: z.enum(exportFormats),
  state: z.enum(exportStates),
  failure: z.string().nullable(),
  rowsWritten: count,
  fileBytes: count.nullable(),
  /** Null until it is done and after the file has expired. */
  downloadPath: z.string().nullable(),
  expiresAt: timeSchema.nullable(),
  createdBy: z.string(),
  createdAt: timeSchema,
  version: count,
});
export type Export = z.infer<typeof exportSchema>;
export const exportListSchema = listOf(exportSchema);
export const exportListQuerySchema = listQuerySchema;

const columnsSchema = z.array(z.object({ key: z.string(), label: z.string() }));
export const exportableListsSchema = z.object({
  items: z.array(
    z.object({
      list: z.string(),
      columns: columnsSchema,
      /** The firm's own fields, `custom.<key>`. */
      ownColumns: columnsSchema,
    }),
  ),
});
export const exportableListsQuerySchema = z.object({ language: z.enum(['en', 'ru', 'fr', 'it']).default('en') });

/** A deal as a row of a file: with what hangs on it, in words. */
export const dealSheetSchema = recordOf(
  'deal',
  dealSchema.omit({ contacts: true, stageTasks: true, callIds: true }).extend({
    pipelineName: z.string(),
    offered: z.array(dealLineSchema),
    sold: z.array(dealLineSchema),
    /** Of what was sold. */
    total: z.string(),
    class: dealClassSchema.nullable(),
    points: z.number().int().nullable(),
  }),
);
export type DealSheet = z.infer<typeof dealSheetSchema>;

/** A call with the titles of its deals. */
export const callSheetSchema = marked(callSchema.extend({ deals: textWithPhone() }), {
  ownCall: 'agents',
  record: 'call',
});
export type CallSheet = z.infer<typeof callSheetSchema>;

/** A task with its text and the title of its deal. */
export const taskSheetSchema = recordOf(
  'task',
  taskSchema.extend({ description: textWithPhone(), deal: textWithPhone() }),
);
export type TaskSheet = z.infer<typeof taskSheetSchema>;
