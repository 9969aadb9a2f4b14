/** What a script was answered in calls: the run of one call, and what came of a script altogether. */
import { z } from 'zod';
import { callSchema } from './calls.contract.ts';
import { idSchema, listOf, listQuerySchema, timeSchema } from './common.contract.ts';
import { partIdSchema, questionKindSchema, scriptContentSchema } from './scripts.contract.ts';
import { textWithPhone } from './sensitive.ts';

export const longestAnswer = 5_000;

const given = {
  questionId: partIdSchema,
  stepId: partIdSchema,
  /** Of the script, that the question was asked by. */
  version: z.number().int(),
  agentId: idSchema.nullable(),
  answeredAt: timeSchema,
};
export const scriptAnswerSchema = z.discriminatedUnion('kind', [
  z.object({ ...given, kind: z.literal('text'), value: textWithPhone() }),
  z.object({ ...given, kind: z.literal('long-text'), value: textWithPhone() }),
  z.object({ ...given, kind: z.literal('number'), value: z.number() }),
  z.object({ ...given, kind: z.literal('yes-no'), value: z.boolean() }),
  z.object({ ...given, kind: z.literal('choice'), value: partIdSchema }),
  z.object({ ...given, kind: z.literal('choices'), value: z.array(partIdSchema) }),
  z.object({ ...given, kind: z.literal('date'), value: z.iso.date() }),
]);
export type ScriptAnswer = z.infer<typeof scriptAnswerSchema>;

/** By the kind of the question: text, number, true or false, the id of an option, several of them, a day; null takes it back. */
export const answerValueSchema = z.union([
  z.string().max(longestAnswer),
  z.number(),
  z.boolean(),
  z.array(partIdSchema).max(50),
  z.null(),
]);

const pathSchema = z.array(partIdSchema).min(1).max(500);

export const scriptRunSchema = z.object({
  callId: idSchema,
  scriptId: idSchema,
  version: z.number().int(),
  /** Steps in the order in which they were come to; the last one is where the call is. */
  path: pathSchema,
  startedAt: timeSchema,
  /** Null: not at its end, or gone back from it. */
  finishedAt: timeSchema.nullable(),
});
export type ScriptRun = z.infer<typeof scriptRunSchema>;

export const callScriptSchema = z.object({
  /** Null: no script was begun in this call. */
  run: scriptRunSchema.nullable(),
  answers: z.array(scriptAnswerSchema),
  /** What was said and asked, of the version of the run. */
  script: z.object({ name: z.string(), ...scriptContentSchema.shape }).nullable(),
});
export type CallScript = z.infer<typeof callScriptSchema>;

export const callScriptPutSchema = z.object({
  scriptId: idSchema,
  /** Left out: that of the run, or what is published now. */
  version: z
    .number()
    .int()
    .min(1)
    .max(2 ** 31 - 1)
    .optional(),
  path: pathSchema,
  /** Those that changed; what is left out stays. */
  answers: z.record(partIdSchema, answerValueSchema).default({}),
  /** The end was reached: questions of the visited steps that must be answered are asked for. */
  finished: z.boolean().default(false),
});

export const answersQuerySchema = z.object({
  from: timeSchema.optional(),
  to: timeSchema.optional(),
  /** Only of calls of this campaign. */
  campaignId: idSchema.optional(),
});

const countedSchema = z.object({
  /** Id of an option, `true` or `false`. */
  value: z.string(),
  /** Of an option; null of yes and no. */
  label: z.string().nullable(),
  count: z.number().int(),
});

export const questionReportSchema = z.object({
  questionId: partIdSchema,
  label: z.string(),
  kind: questionKindSchema,
  stepId: partIdSchema,
  stepTitle: z.string(),
  /** False: the published version does not ask it any more. */
  asked: z.boolean(),
  answered: z.number().int(),
  /** Of choices and yes or no. */
  counts: z.array(countedSchema),
  numbers: z.object({ least: z.number(), most: z.number(), average: z.number() }).nullable(),
  days: z.object({ first: z.iso.date(), last: z.iso.date() }).nullable(),
  /** The newest few of texts. */
  texts: z.array(z.object({ callId: idSchema, text: textWithPhone(), answeredAt: timeSchema })),
});
export type QuestionReport = z.infer<typeof questionReportSchema>;

export const scriptReportSchema = z.object({
  /** Calls of the time, that this reader may read. */
  runs: z.number().int(),
  finished: z.number().int(),
  items: z.array(questionReportSchema),
});
export type ScriptReport = z.infer<typeof scriptReportSchema>;

export const answerCallsQuerySchema = listQuerySchema.extend({
  ...answersQuerySchema.shape,
  questionId: partIdSchema,
  /** Id of an option, `true` or `false`; left out: whatever was answered. */
  value: z.string().min(1).max(40).optional(),
});
export const answerCallListSchema = listOf(z.object({ call: callSchema, answer: scriptAnswerSchema }));
export type AnswerCalls = z.infer<typeof answerCallListSchema>;
