/** Numbers that must not be called, whoever has them and whether anybody has them. */
import { z } from 'zod';
import { idSchema, listOf, listQuerySchema, patchOf, textOf, timeSchema } from './common.contract.ts';
import { phoneText, textWithPhone } from './sensitive.ts';

export const doNotCallSchema = z.object({
  id: idSchema,
  /** E.164. */
  number: phoneText(),
  /** Why; empty: nobody said. */
  reason: textWithPhone(),
  addedAt: timeSchema,
  /** Name of who added it; null: nobody knows any more. */
  addedBy: z.string().nullable(),
});
export type DoNotCall = z.output<typeof doNotCallSchema>;

/** The newest first. */
export const doNotCallListSchema = listOf(doNotCallSchema);
export const doNotCallListQuerySchema = listQuerySchema.extend({
  /** Digits of a number, in any form; or words of the reason. */
  search: textOf(100).optional(),
});

const reasonSchema = textOf(500);
export const addDoNotCallSchema = z.object({
  /** Pasted text: one number a line, or lines of a table with the numbers anywhere in them. */
  text: textOf(1_000_000).refine((text) => text.length > 0, 'must not be empty'),
  /** Country of numbers written without one, two letters; left out: that of the firm. */
  region: z
    .string()
    .regex(/^[A-Z]{2}$/, 'must be two capital letters')
    .optional(),
  reason: reasonSchema.default(''),
});
export const doNotCallPatchSchema = patchOf(z.object({ reason: reasonSchema }));

/** As normalising a number refuses it. */
export const unreadableBecause = ['withheld', 'internal', 'too-short', 'too-long', 'invalid', 'no-digits'] as const;

/** How many lines without a number are named at most; `unreadable` counts all of them. */
export const mostNamed = 100;
export const doNotCallAddedSchema = z.object({
  added: z.number().int(),
  /** On the list before. */
  alreadyThere: z.number().int(),
  /** Twice in this text; counted once above. */
  repeated: z.number().int(),
  /** Lines in which no number was found. */
  unreadable: z.number().int(),
  lines: z.array(z.object({ line: z.number().int(), text: textWithPhone(), because: z.enum(unreadableBecause) })),
});
export type DoNotCallAdded = z.output<typeof doNotCallAddedSchema>;
