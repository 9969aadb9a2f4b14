/** Many records in one request: what may be sent, and what came of each. */
import { z } from 'zod';
import { errorSchema, idSchema } from './common.contract.ts';
import {
  contactPatchSchema,
  newContactSchema,
  newOrganisationSchema,
  organisationPatchSchema,
} from './contacts.contract.ts';
import { faultsOf, strictInput } from './strict-input.ts';
import { newTaskSchema, taskPatchSchema } from './tasks.contract.ts';

export const maxBulkItems = 1_000;

export type BulkItem<Record, Patch> =
  | { op: 'create'; record: Record }
  | { op: 'change'; id: string; patch: Patch }
  /** Could not be read; the others are carried out all the same. */
  | { op: 'invalid'; fields: { [path: string]: string } };

function bulkOf<Record extends z.ZodType, Patch extends z.ZodType>(record: Record, patch: Patch) {
  const item = strictInput(
    z.discriminatedUnion('op', [
      z.object({ op: z.literal('create'), record }),
      z.object({ op: z.literal('change'), id: idSchema, patch }),
    ]),
  );
  // One wrong item is one wrong answer, not the refusal of a thousand.
  const wrong = z
    .unknown()
    .transform((value) => {
      const { error } = item.safeParse(value);
      return { op: 'invalid', fields: error ? faultsOf(error, '(item)') : {} };
    })
    .describe('Anything else is answered as not valid, by itself');
  const any = z.union([item, wrong]) as unknown as z.ZodType<
    BulkItem<z.output<Record>, z.output<Patch>>,
    z.input<typeof item>
  >;
  return z.object({
    items: z.array(any).min(1).max(maxBulkItems),
    /** True: when one fails nothing is done, and the refusal (422) names each that failed. */
    allOrNothing: z.boolean().default(false),
  });
}

export const contactBulkSchema = bulkOf(newContactSchema.omit({ callId: true }), contactPatchSchema);
export const organisationBulkSchema = bulkOf(newOrganisationSchema, organisationPatchSchema);
export const taskBulkSchema = bulkOf(newTaskSchema, taskPatchSchema);

export const bulkAnswerSchema = z.object({
  done: z.number().int(),
  failed: z.number().int(),
  /** In the order in which they were sent. */
  items: z.array(
    z.discriminatedUnion('ok', [
      z.object({ index: z.number().int(), ok: z.literal(true), id: idSchema, version: z.number().int() }),
      z.object({ index: z.number().int(), ok: z.literal(false), error: errorSchema.shape.error }),
    ]),
  ),
});
export type BulkAnswer = z.infer<typeof bulkAnswerSchema>;
