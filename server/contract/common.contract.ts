/** Shapes that every part of the HTTP contract shares. */
import { z } from 'zod';
import { phoneText } from './sensitive.ts';

export const timeSchema = z.iso.datetime().describe('ISO 8601, UTC');
export const idSchema = z.string().min(1).max(64);

/** A telephone number as it came, its E.164 form when it could be repaired, and whether the caller hid it. */
export const numberSchema = z.object({
  raw: phoneText().nullable(),
  e164: phoneText().nullable(),
  withheld: z.boolean(),
});
export type PhoneNumber = z.infer<typeof numberSchema>;

export const errorSchema = z.object({
  error: z.object({
    /** `<module>.<reason>`, see error-codes.ts */
    code: z.string(),
    message: z.string(),
    /** One sentence per wrong field, keyed by its path. */
    fields: z.record(z.string(), z.string()).optional(),
  }),
});
export type ApiError = z.infer<typeof errorSchema>;

export const listQuerySchema = z.object({
  cursor: z.string().max(500).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

export const listOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() });

/** Reference to a person of the firm, enough to show a name. */
export const agentRefSchema = z.object({ id: idSchema, name: z.string() });
export type AgentRef = z.infer<typeof agentRefSchema>;

/** Free text a person types: trimmed, no NUL, bounded. */
export const textOf = (max: number) =>
  z
    .string()
    .max(max)
    .refine((s) => !s.includes('\u0000'), 'must not hold a NUL character')
    .transform((s) => s.trim());
export const nameSchema = textOf(200).refine((s) => s.length > 0, 'must not be empty');

type WithoutDefault<Field> = Field extends z.ZodDefault<infer Inner> ? Inner : Field;

/**
 * The fields of a record for a PATCH: each optional, none filled in, so that what is left out stays as it is. (A plain
 * `.partial()` would put the defaults of a new record over what somebody wrote.)
 */
export function patchOf<Shape extends z.ZodRawShape>(schema: z.ZodObject<Shape>) {
  const fields = Object.entries(schema.shape).map(([key, field]) => {
    const plain = field instanceof z.ZodDefault ? field.unwrap() : field;
    return [key, (plain as z.ZodType).optional()];
  });
  return z.object(Object.fromEntries(fields)) as unknown as z.ZodObject<{
    [Key in keyof Shape]: z.ZodOptional<Extract<WithoutDefault<Shape[Key]>, z.core.SomeType>>;
  }>;
}
