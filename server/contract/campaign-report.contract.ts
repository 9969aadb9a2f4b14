/** What came of a campaign, live and final. Every figure has its definition here and in docs/campaigns.md. */
import { z } from 'zod';
import { attemptOutcomes, campaignCountsSchema } from './campaigns.contract.ts';
import { agentRefSchema, idSchema, timeSchema } from './common.contract.ts';

const count = z.number().int();
/** 0 to 1; null: nothing to divide by. */
const share = z.number().nullable();

export const campaignReportQuerySchema = z.object({
  /** Attempts claimed in this time; left out: all. Entries are always those of now. */
  from: timeSchema.optional(),
  to: timeSchema.optional(),
  callListId: idSchema.optional(),
});

const countedResult = z.object({ dispositionId: idSchema, label: z.string(), count });

export const campaignReportSchema = z.object({
  asOf: timeSchema,
  entries: campaignCountsSchema,
  /** Entries that were dialled at least once, of all. */
  penetration: share,
  /** Attempts that were dialled. */
  dialled: count,
  byOutcome: z.array(z.object({ outcome: z.enum(attemptOutcomes), count })),
  /** Conversations between an agent and a customer. */
  answered: count,
  /** Of the dialled attempts, those whose result says that the customer was reached. */
  contacts: count,
  contactRate: share,
  sales: count,
  /** Results that say: not interested. */
  declines: count,
  /** Answering machines, heard by the PBX or by an agent. */
  machines: count,
  /** Results that say: no use calling again. */
  unworkable: count,
  /** Sales of contacts. */
  conversion: share,
  /** Dialled attempts per contact. */
  attemptsPerContact: z.number().nullable(),
  /** People who picked up: talked with, or found nobody. Machines are none. */
  liveAnswers: count,
  abandoned: count,
  abandonedShare: share,
  talkSeconds: z.number(),
  wrapUpSeconds: z.number(),
  /** The most first. A main result counts its sub-results, and what it was given itself before it had any. */
  results: z.array(countedResult.extend({ subResults: z.array(countedResult) })),
  agents: z.array(
    z.object({
      agent: agentRefSchema,
      dialled: count,
      answered: count,
      contacts: count,
      sales: count,
      talkSeconds: z.number(),
      wrapUpSeconds: z.number(),
    }),
  ),
  /** Lists of the campaign that were called from, those with most calls first; deleted ones keep their name. */
  lists: z.array(
    z.object({
      callListId: idSchema,
      name: z.string(),
      dialled: count,
      answered: count,
      contacts: count,
      sales: count,
    }),
  ),
  /** By hour of the firm's day, 0 to 23; hours without a call are left out. */
  hours: z.array(z.object({ hour: count, dialled: count, answered: count })),
  /** By the prices that are set; null: none are. */
  cost: z.object({ total: z.number(), perContact: z.number().nullable(), perSale: z.number().nullable() }).nullable(),
  /** Deals that were made in a call of the campaign, or by a rule of it. */
  deals: z.object({ count, won: count, sum: z.string(), wonSum: z.string() }),
});
export type CampaignReport = z.infer<typeof campaignReportSchema>;
