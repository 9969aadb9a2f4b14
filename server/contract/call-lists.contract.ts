/** Call lists: the people of a campaign, one entry each. */
import { z } from 'zod';
import { entryListSchema } from './campaigns.contract.ts';
import { idSchema, listOf, listQuerySchema, nameSchema, patchOf, textOf, timeSchema } from './common.contract.ts';
import { lifecycleSchema } from './contacts.contract.ts';
import { filterRecordSchema, filterSchema } from './filters.contract.ts';

/** People of a list who are named one by one. */
export const mostNamed = 5000;

/**
 * segment, filter: everybody it finds; of calls, deals, tasks and organisations their people · import: whom a file brought ·
 * contacts: named by hand.
 */
export const callListSourceSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('segment'), segmentId: idSchema }),
  z.object({
    kind: z.literal('filter'),
    record: filterRecordSchema,
    filter: filterSchema,
    /** As in the search box of the list. */
    q: z.string().max(200).optional(),
  }),
  z.object({ kind: z.literal('import'), importId: idSchema }),
  z.object({ kind: z.literal('contacts'), contactIds: z.array(idSchema).min(1).max(mostNamed) }),
]);
export type CallListSource = z.output<typeof callListSourceSchema>;

/** A line somebody typed or pasted: a number, a name, or both. */
export const typedLineSchema = z
  .object({ number: textOf(60).default(''), name: textOf(200).default('') })
  .refine(({ number, name }) => number !== '' || name !== '', 'must have a number or a name');
export type TypedLine = z.output<typeof typedLineSchema>;

/**
 * What a list can be made from. Beside what it keeps: records by their ids (their people), and typed lines. These become people
 * by name at once: a number that nobody has is added as a new person when its maker may add people.
 */
export const givenSourceSchema = z.discriminatedUnion('kind', [
  ...callListSourceSchema.options,
  z.object({
    kind: z.literal('records'),
    record: filterRecordSchema,
    ids: z.array(idSchema).min(1).max(mostNamed),
  }),
  z.object({ kind: z.literal('typed'), lines: z.array(typedLineSchema).min(1).max(1000) }),
]);
export type GivenSource = z.output<typeof givenSourceSchema>;

/** Why a typed line names nobody: digits that are no number · nobody of that name or number · several of that name. */
export const unclearReasons = ['not-a-number', 'nobody', 'several'] as const;
export type UnclearReason = (typeof unclearReasons)[number];

/**
 * Why somebody is not in the list: no number at all · all numbers wrong · asked not to be called · another life-cycle · called
 * lately · on a call this moment · in another list of a campaign that is not over · a number of theirs is another entry's.
 */
export const removalReasons = [
  'no-number',
  'invalid',
  'do-not-call',
  'lifecycle',
  'called-recently',
  'on-a-call',
  'in-other-list',
  'duplicate-number',
] as const;
export type RemovalReason = (typeof removalReasons)[number];

const removedSchema = z.partialRecord(z.enum(removalReasons), z.number().int());

export const callListRulesSchema = z.object({
  /** Only these life-cycles; empty: all. */
  lifecycles: z.array(lifecycleSchema).max(50).default([]),
  /** Leave out whom anybody called within so many days; 0: nobody. */
  notCalledWithinDays: z.number().int().min(0).max(365).default(0),
  /** Leave out who is in a list of another campaign that is not over. */
  notInOthers: z.boolean().default(true),
});
export type CallListRules = z.output<typeof callListRulesSchema>;

export const callListSchema = callListRulesSchema.extend({
  id: idSchema,
  name: z.string(),
  campaignId: idSchema.nullable(),
  source: callListSourceSchema,
  /** Follows its segment: who comes to fit is taken in, who does not any more and was not called is let go. */
  live: z.boolean(),
  /** Switched off: nobody of it is called. */
  active: z.boolean(),
  priority: z.number().int(),
  state: z.enum(['building', 'ready', 'failed']),
  /** Code of the error that stopped it. */
  problem: z.string().nullable(),
  entries: z.object({ open: z.number().int(), busy: z.number().int(), finished: z.number().int() }),
  removed: removedSchema,
  createdAt: timeSchema,
  builtAt: timeSchema.nullable(),
  version: z.number().int(),
});
export type CallList = z.infer<typeof callListSchema>;
export const callListsSchema = z.object({ items: z.array(callListSchema) });
export const callListsQuerySchema = z.object({ campaignId: idSchema.optional() });

export const newCallListSchema = callListRulesSchema.extend({
  name: nameSchema,
  campaignId: idSchema.nullable().default(null),
  source: givenSourceSchema,
  live: z.boolean().default(false),
  priority: z.number().int().min(1).max(10).default(5),
  /** The order of those who were never called: as they were found, or mixed. */
  shuffle: z.boolean().default(false),
});
export const callListPatchSchema = patchOf(
  z.object({
    name: nameSchema,
    campaignId: idSchema.nullable(),
    active: z.boolean(),
    priority: z.number().int().min(1).max(10),
    live: z.boolean(),
  }),
).extend({ version: z.number().int().optional() });

/** More people, from any source. */
export const appendToCallListSchema = z.object({ source: givenSourceSchema });

/** So many of those who were not called yet go to a new list, in turn, so that both are alike. */
export const splitCallListSchema = z.object({
  name: nameSchema,
  percent: z.number().min(1).max(99),
  /** Of the new list; null: none yet, and nobody of it is called. */
  campaignId: idSchema.nullable().default(null),
});

/** Who was left out, and why. */
export const removalListSchema = listOf(
  z.object({
    contactId: idSchema,
    contactName: z.string().nullable(),
    reason: z.enum(removalReasons),
    removedAt: timeSchema,
  }),
);
export const removalListQuerySchema = listQuerySchema.extend({ reason: z.enum(removalReasons).optional() });

/** What a list would hold, before it is made; `people` may be a part of a large source, and says so. */
export const callListPreviewSchema = z.object({
  people: z.number().int(),
  entries: z.number().int(),
  removed: removedSchema,
  isWhole: z.boolean(),
  /** People of typed numbers that nobody has yet: they would be added, and are among `people`. */
  newPeople: z.number().int(),
  /** Typed lines, by their place, that name nobody. */
  unclear: z.array(z.object({ line: z.number().int(), because: z.enum(unclearReasons) })),
});
export const previewCallListSchema = callListRulesSchema.extend({
  source: givenSourceSchema,
  /** To be added to this list: whoever is in it already is not counted. */
  callListId: idSchema.optional(),
});

/** What a supervisor does with entries that wait. */
export const entryPatchSchema = z
  .object({
    priority: z.number().int().min(1).max(10),
    /** finished: not to be called any more, by hand. open: to be called again. */
    state: z.enum(['open', 'finished']),
  })
  .partial();

export { entryListSchema };
