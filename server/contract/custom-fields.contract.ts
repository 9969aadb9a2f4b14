/** Fields that a firm adds to people, organisations, deals, tasks and calls, without a programmer. */
import { z } from 'zod';
import { fieldRights } from './access.contract.ts';
import { idSchema, nameSchema, patchOf, textOf } from './common.contract.ts';

export const customRecords = ['contact', 'organisation', 'deal', 'task', 'call'] as const;
export const customRecordSchema = z.enum(customRecords);
export type CustomRecord = z.infer<typeof customRecordSchema>;

export const customFieldTypes = [
  'text',
  'number',
  /** An amount in the firm's currency, as text with two decimals (`1250.00`), so that no cent is lost. */
  'money',
  /** `YYYY-MM-DD` */
  'date',
  'choice',
  'choices',
  'yes-no',
  /** A person of the base: the id of a contact. */
  'person',
  /** http, https, mailto or tel. */
  'link',
] as const;
export type CustomFieldType = (typeof customFieldTypes)[number];

export const fieldOptionSchema = z.object({
  id: z.string().regex(/^[a-z0-9][a-z0-9_-]{0,39}$/),
  label: nameSchema,
  /** False: stays on records that have it, cannot be chosen any more. */
  active: z.boolean().default(true),
});
export type FieldOption = z.infer<typeof fieldOptionSchema>;

/**
 * Role → what it gets of the values: a built-in role by its name, an own one by its id. `free`: sees and changes them. A role that
 * is not named goes by its base, else it is free. The built-in administrator is always free.
 */
export const ownFieldRightsSchema = z.record(z.string().max(64), z.enum(['free', ...fieldRights]));
export type OwnFieldRights = z.infer<typeof ownFieldRightsSchema>;

export const customFieldSchema = z.object({
  id: idSchema,
  record: customRecordSchema,
  /** Key of the value in `custom` of the record; never changes, whatever the label becomes. */
  key: z.string(),
  label: z.string(),
  hint: z.string(),
  type: z.enum(customFieldTypes),
  options: z.array(fieldOptionSchema),
  /** A switched-off field is asked for no more; its values stay and come back with it. */
  active: z.boolean(),
  /** Shown on the card of whoever calls (people) or is called. */
  onCard: z.boolean(),
  position: z.number().int(),
  roles: ownFieldRightsSchema,
  version: z.number().int(),
});
export type CustomField = z.infer<typeof customFieldSchema>;
/**
 * As a reader is told of it: `roles` is empty but for those who may change fields; who may not is not told of a field
 * that is hidden from them.
 */
export const shownFieldSchema = customFieldSchema.extend({
  /** What is held back from the reader of its values; null: nothing. */
  right: z.enum(fieldRights).nullable(),
});
export type ShownField = z.infer<typeof shownFieldSchema>;
export const customFieldListSchema = z.object({ items: z.array(shownFieldSchema) });

export const newCustomFieldSchema = z.object({
  record: customRecordSchema,
  label: nameSchema,
  /** Made from the label when it is left out. */
  key: z
    .string()
    .regex(/^[a-z][a-z0-9_]{0,39}$/, 'is made of small letters, digits and underscore, a letter first, 40 at most')
    .optional(),
  hint: textOf(500).default(''),
  onCard: z.boolean().default(false),
  roles: ownFieldRightsSchema.default({}),
  type: z.enum(customFieldTypes),
  /** Labels are enough: ids are made from them. */
  options: z
    .array(z.union([nameSchema, fieldOptionSchema]))
    .max(200)
    .default([]),
});
export const customFieldPatchSchema = patchOf(
  z.object({
    label: nameSchema,
    hint: textOf(500),
    options: z.array(z.union([nameSchema, fieldOptionSchema])).max(200),
    active: z.boolean(),
    onCard: z.boolean(),
    /** Replaces what was said before. */
    roles: ownFieldRightsSchema,
    position: z.number().int().min(1).max(10_000),
  }),
).extend({ version: z.number().int().optional() });

export const customValueSchema = z.union([
  z.string().max(2_000),
  z.number(),
  z.boolean(),
  z.array(z.string().max(40)).max(200),
  z.null(),
]);
export type CustomValue = z.infer<typeof customValueSchema>;
/** Values by key. In a PATCH: keys that are left out stay as they are; null empties one. */
export const customValuesSchema = z
  .record(z.string().max(40), customValueSchema)
  .refine((values) => Object.keys(values).length <= 200, 'holds too many fields');
export type CustomValues = z.infer<typeof customValuesSchema>;
