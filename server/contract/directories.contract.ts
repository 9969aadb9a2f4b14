/** Lists of words that a firm extends by itself: life-cycles of people and organisations, sources of leads, types of deals, skills of agents. */
import { z } from 'zod';
import { idSchema, nameSchema, patchOf } from './common.contract.ts';

export const directories = ['lifecycle', 'source', 'deal-type', 'skill'] as const;
export const directorySchema = z.enum(directories);
export type Directory = z.infer<typeof directorySchema>;

/** Life-cycles every firm begins with. Their words are the console's, in the language of the reader. */
export const builtInLifecycles = ['lead', 'client', 'former', 'supplier', 'partner', 'competitor'] as const;

export const directoryEntrySchema = z.object({
  id: idSchema,
  directory: directorySchema,
  /** What records and filters carry (life-cycles); never changes. */
  key: z.string(),
  /** Null: a built-in one that nobody renamed. */
  label: z.string().nullable(),
  /** `#rrggbb`; null: grey. */
  colour: z.string().nullable(),
  /** A switched-off entry stays on records that have it and cannot be chosen any more. */
  active: z.boolean(),
  position: z.number().int(),
});
export type DirectoryEntry = z.infer<typeof directoryEntrySchema>;
export const directoryEntryListSchema = z.object({ items: z.array(directoryEntrySchema) });

const colourSchema = z
  .string()
  .regex(/^#[0-9a-f]{6}$/, 'must be a colour such as #1a7f37')
  .nullable();
export const newDirectoryEntrySchema = z.object({
  directory: directorySchema,
  label: nameSchema,
  colour: colourSchema.default(null),
});
export const directoryEntryPatchSchema = patchOf(
  z.object({
    label: nameSchema.nullable(),
    colour: colourSchema,
    active: z.boolean(),
    position: z.number().int().min(1).max(10_000),
  }),
);
