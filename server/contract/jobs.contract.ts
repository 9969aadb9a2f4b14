/** Background jobs that were tried as often as they are, and will not be tried again by themselves. */
import { z } from 'zod';
import { timeSchema } from './common.contract.ts';

export const jobIdSchema = z.string().max(64);

export const givenUpJobSchema = z.object({
  id: jobIdSchema,
  /** `imports.run`: the part of Trunkline whose work it is, and what it does. */
  name: z.string(),
  /** What the last attempt said; numbers masked, shortened. */
  error: z.string(),
  attempts: z.number().int(),
  addedAt: timeSchema,
  /** Of the last attempt. */
  failedAt: timeSchema,
});
export type GivenUpJob = z.infer<typeof givenUpJobSchema>;
/** The latest failure first, two hundred at most. */
export const givenUpJobListSchema = z.object({ items: z.array(givenUpJobSchema) });
