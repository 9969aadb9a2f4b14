/** Many records in one request: what may be sent, and what came of each. */
import { z } from 'zod';
import { errorSchema, idSchema } from './common.contract.ts';
import {
  contactPatchSchema,
  newContactSchema,
  newOrganisationSchema,
  organisationPatchSchema,
} from './contacts.contract.ts';
import { dealPatchSchema, moveDealSchema, newDealSchema } from './deals.contract.ts';
import { newProductSchema, productPatchSchema } from './products.contract.ts';
import { faultsOf, strictInput } from './strict-input.ts';
import { newTaskSchema, taskPatchSchema } from './tasks.contract.ts';

export const maxBulkItems = 1_000;

/** Could not be read; the others are carried out all the same. */
export interface InvalidItem {
  op: 'invalid';
  fields: { [path: string]: string };
}

const createOf = <Record extends z.ZodType>(record: Record) => z.object({ op: z.literal('create'), record });
const changeOf = <Patch extends z.ZodType>(patch: Patch) => z.object({ op: z.literal('change'), id: idSchema, patch });
const deleteItem = z.object({ op: z.literal('delete'), id: idSchema });
const restoreItem = z.object({ op: z.literal('restore'), id: idSchema }).describe('Brings back what was deleted');
/** To another stage, by the rules of the deal's mode; won and lost are stages too. */
const moveItem = z.object({ op: z.literal('move'), id: idSchema, to: moveDealSchema });
/** Takes the last move back, as `POST /api/deals/{id}/stage/undo`: whoever made it, within five minutes. */
const undoMoveItem = z.object({ op: z.literal('undo-move'), id: idSchema });

function bulkOf<Item extends z.ZodType>(known: Item) {
  const item = strictInput(known);
  // One wrong item is one wrong answer, not the refusal of a thousand.
  const wrong = z
    .unknown()
    .transform((value) => {
      const { error } = item.safeParse(value);
      return { op: 'invalid', fields: error ? faultsOf(error, '(item)') : {} };
    })
    .describe('Anything else is answered as not valid, by itself');
  const any = z.union([item, wrong]) as unknown as z.ZodType<z.output<Item> | InvalidItem, z.input<Item>>;
  return z.object({
    items: z.array(any).min(1).max(maxBulkItems),
    /** True: when one fails nothing is done, and the refusal (422) names each that failed. */
    allOrNothing: z.boolean().default(false),
  });
}

export const contactBulkSchema = bulkOf(
  z.discriminatedUnion('op', [
    createOf(newContactSchema.omit({ callId: true })),
    changeOf(contactPatchSchema),
    deleteItem,
    restoreItem,
  ]),
);
export const organisationBulkSchema = bulkOf(
  z.discriminatedUnion('op', [
    createOf(newOrganisationSchema),
    changeOf(organisationPatchSchema),
    deleteItem,
    restoreItem,
  ]),
);
export const taskBulkSchema = bulkOf(
  z.discriminatedUnion('op', [createOf(newTaskSchema), changeOf(taskPatchSchema), deleteItem, restoreItem]),
);
export const dealBulkSchema = bulkOf(
  z.discriminatedUnion('op', [
    createOf(newDealSchema.omit({ callId: true })),
    changeOf(dealPatchSchema),
    moveItem,
    undoMoveItem,
    deleteItem,
    restoreItem,
  ]),
);
/** A product that is not sold any more is turned off, never deleted. */
export const productBulkSchema = bulkOf(
  z.discriminatedUnion('op', [createOf(newProductSchema), changeOf(productPatchSchema)]),
);

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
