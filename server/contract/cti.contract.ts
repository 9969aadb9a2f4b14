/** What another telephone or web service may tell: this number is calling, has called, a lead came. */
import { z } from 'zod';
import { agentRefSchema, idSchema, textOf } from './common.contract.ts';

export const ctiEvents = ['calling', 'called', 'lead'] as const;
/** Loose: other services send what they send, and not each of them can be told what to leave out. */
export const ctiPushSchema = z
  .looseObject({
    /** calling: the card opens at once · called: it is over · lead: somebody who is known gets a task for the owner. */
    event: z.enum(ctiEvents).default('calling'),
    /** As the other service writes it; without a country that of the settings. */
    number: textOf(60).default(''),
    email: z.email().max(200).or(z.literal('')).default(''),
    /** Of a person who is not known yet. */
    name: textOf(200).default(''),
    organisation: textOf(200).default(''),
    /** Kept on the time-line. */
    note: textOf(20_000).default(''),
    /** Id or key of an entry of the directory `source`. */
    source: idSchema.nullable().default(null),
    channel: textOf(200).default(''),
    /** Whose console opens the card: extension, device, e-mail, name or id. */
    agent: textOf(200).nullable().default(null),
  })
  .refine(({ number, email }) => number !== '' || email !== '', {
    path: ['number'],
    message: 'or email must be given',
  });
export const ctiPushedSchema = z.object({
  /** Null: there is such a person, whom this key may not see. */
  contactId: idSchema.nullable(),
  isNew: z.boolean(),
  /** Whose console was told. */
  agent: agentRefSchema.nullable(),
});
export type CtiPushed = z.infer<typeof ctiPushedSchema>;
