/** What web-hooks are told of that no address gives as it is. */
import { z } from 'zod';
import { agentRefSchema, idSchema, timeSchema } from './common.contract.ts';
import { contactSchema } from './contacts.contract.ts';
import { leadGivenWhy, leadReasonSchema } from './leads.contract.ts';
import { marked } from './sensitive.ts';

const owner = () => marked(agentRefSchema.nullable(), { copyOf: 'contact.owner' });

/** A lead that got an owner by the rules, as it stands when it is told. */
export const leadGivenSchema = z.object({
  contact: contactSchema,
  /** Who got it. */
  owner: owner(),
  /** Whose it was; null: nobody's. */
  from: owner(),
  why: z.enum(leadGivenWhy),
  reason: leadReasonSchema,
  at: timeSchema,
});

/** All that went into this record so far, as far as the role sees it. */
export const mergedIdsSchema = z.array(idSchema);
