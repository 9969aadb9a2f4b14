/** Scripts of calls: steps with text, questions and branches, and answers to objections. */
import { z } from 'zod';
import { idSchema, nameSchema, patchOf, timeSchema } from './common.contract.ts';

/** Where a call is when the script is over. No step is called so. */
export const endOfScript = 'end';

/** Of steps, questions, options and objections; made by whoever writes the script, unique within it. */
export const partIdSchema = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$/, 'must be letters, digits, - and _, 40 at most');
const lineSchema = z.string().trim().min(1).max(300);
const wordsSchema = z.string().max(5_000);

export const questionKinds = ['text', 'long-text', 'number', 'yes-no', 'choice', 'choices', 'date'] as const;
export const questionKindSchema = z.enum(questionKinds);
export type QuestionKind = z.infer<typeof questionKindSchema>;

export const questionOptionSchema = z.object({ id: partIdSchema, label: lineSchema });
export type QuestionOption = z.infer<typeof questionOptionSchema>;

export const questionSchema = z.object({
  /** Answers are kept by it. */
  id: partIdSchema,
  label: lineSchema,
  kind: questionKindSchema,
  /** Of a choice. */
  options: z.array(questionOptionSchema).max(50).default([]),
  /** Asked for before the next step, wherever the step was visited. */
  required: z.boolean().default(false),
  /** Of a number. */
  min: z.number().nullable().default(null),
  max: z.number().nullable().default(null),
});
export type Question = z.infer<typeof questionSchema>;

export const comparisons = ['equals', 'not', 'greater', 'less', 'contains', 'answered'] as const;
export const comparisonSchema = z.enum(comparisons);
export type Comparison = z.infer<typeof comparisonSchema>;

export const conditionSchema = z.object({
  questionId: partIdSchema,
  is: comparisonSchema,
  /** By the kind of the question: text, number, true or false, a day `YYYY-MM-DD`, the id of an option; null for `answered`. */
  value: z.union([z.string().max(300), z.number(), z.boolean(), z.null()]).default(null),
});
export type Condition = z.infer<typeof conditionSchema>;

export const nextRuleSchema = z.object({
  /** Null: always. */
  when: conditionSchema.nullable().default(null),
  /** Id of a step, or `end`. */
  to: partIdSchema,
});
export type NextRule = z.infer<typeof nextRuleSchema>;

export const stepSchema = z.object({
  id: partIdSchema,
  title: lineSchema,
  /** What is said; `{{customer.name}}` becomes the name (fill-macros.ts). */
  text: wordsSchema.default(''),
  questions: z.array(questionSchema).max(30).default([]),
  /** The first one that fits wins; when none does, the next step of the list follows. */
  next: z.array(nextRuleSchema).max(30).default([]),
});
export type Step = z.infer<typeof stepSchema>;

export const objectionSchema = z.object({
  id: partIdSchema,
  title: lineSchema,
  /** What is answered; macros as in steps. */
  text: wordsSchema.default(''),
  /** One letter or digit that opens it from the list; null: by arrows only. */
  hotkey: z
    .string()
    .regex(/^[a-z0-9]$/, 'must be one letter a to z or a digit')
    .nullable()
    .default(null),
});
export type Objection = z.infer<typeof objectionSchema>;

/** What is said and asked: what a version keeps. */
export const scriptContentSchema = z.object({
  steps: z.array(stepSchema).max(200),
  objections: z.array(objectionSchema).max(100),
});
export type ScriptContent = z.infer<typeof scriptContentSchema>;

export const scriptSchema = z.object({
  id: idSchema,
  name: z.string(),
  /** Grows with every change of it. */
  version: z.number().int(),
  /** What calls get now; null: nothing was published. */
  publishedVersion: z.number().int().nullable(),
  /** True when it was changed after it was published. */
  hasChanges: z.boolean(),
  ...scriptContentSchema.shape,
  /** What may be a mistake and does no harm: a step that nobody can come to. */
  warnings: z.array(z.object({ path: z.string(), code: z.string() })),
  createdAt: timeSchema,
  updatedAt: timeSchema,
});
export type Script = z.infer<typeof scriptSchema>;

export const scriptRefSchema = scriptSchema
  .pick({ id: true, name: true, version: true, publishedVersion: true, hasChanges: true, updatedAt: true })
  .extend({ steps: z.number().int(), questions: z.number().int() });
export type ScriptRef = z.infer<typeof scriptRefSchema>;
export const scriptListSchema = z.object({ items: z.array(scriptRefSchema) });

export const newScriptSchema = z.object({
  name: nameSchema,
  ...scriptContentSchema.shape,
  objections: scriptContentSchema.shape.objections.default([]),
  /** Calls get it as it stands now; a version of its own when it differs from the last one. */
  publish: z.boolean().default(false),
});
export const scriptPatchSchema = patchOf(newScriptSchema).extend({ version: z.number().int().optional() });

export const scriptVersionSchema = z.object({
  scriptId: idSchema,
  version: z.number().int(),
  name: z.string(),
  ...scriptContentSchema.shape,
  publishedAt: timeSchema,
});
export type ScriptVersion = z.infer<typeof scriptVersionSchema>;
