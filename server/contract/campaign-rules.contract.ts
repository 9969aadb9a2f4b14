/** The rules of a campaign: when an entry is called again, how often at most, how fast, and what a result brings about. */
import { z } from 'zod';
import { idSchema, textOf } from './common.contract.ts';
import { lifecycleSchema } from './contacts.contract.ts';
import { fillMacros, type ScriptMacro } from './fill-macros.ts';

const day = 86_400;
const delay = z
  .number()
  .int()
  .min(0)
  .max(90 * day);

const retryBase = {
  /** The next attempt goes to another number of the person, where there is one. */
  otherNumber: z.boolean().default(false),
};

/**
 * Delays count from the end of the attempt. `fixed`: always the same. `growing`: times `factor` after each attempt of that
 * kind. `ladder`: the n-th attempt of that kind waits for the n-th delay. When `most` (or the ladder) is used up the entry
 * is finished.
 */
export const retryRuleSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('fixed'),
    afterSeconds: delay,
    most: z.number().int().min(1).max(50),
    ...retryBase,
  }),
  z.object({
    kind: z.literal('growing'),
    afterSeconds: delay,
    factor: z.number().min(1).max(10),
    most: z.number().int().min(1).max(50),
    ...retryBase,
  }),
  z.object({ kind: z.literal('ladder'), afterSeconds: z.array(delay).min(1).max(20), ...retryBase }),
]);
export type RetryRule = z.output<typeof retryRuleSchema>;

/** What the PBX saw of an attempt that reached nobody of whom an agent can give a result. */
export const fruitlessOutcomes = ['no-answer', 'busy', 'declined', 'failed', 'machine', 'abandoned'] as const;
export type FruitlessOutcome = (typeof fruitlessOutcomes)[number];

/** Null: such an attempt finishes the entry. */
export const retryRulesSchema = z.object({
  'no-answer': retryRuleSchema.nullable(),
  busy: retryRuleSchema.nullable(),
  declined: retryRuleSchema.nullable(),
  failed: retryRuleSchema.nullable(),
  machine: retryRuleSchema.nullable(),
  abandoned: retryRuleSchema.nullable(),
});
export type RetryRules = z.output<typeof retryRulesSchema>;

const most = z.number().int().min(1).max(1000).nullable();
const limitSchema = z.object({
  /** In one day of the customer's zone. */
  perDay: most,
  /** In any 24 hours. */
  per24Hours: most,
  /** For ever. */
  forLife: most,
});

/** Limits count every call of the firm to that number or person, whichever campaign or colleague made it. Null: none. */
export const callLimitsSchema = z.object({
  perNumber: limitSchema,
  perPerson: limitSchema,
  /** Attempts of one entry in this campaign. */
  perEntry: z.number().int().min(1).max(200),
  /** Nobody is called again sooner, but for a callback that was promised to them. */
  gapSeconds: z
    .number()
    .int()
    .min(0)
    .max(30 * day),
  /** Nobody who picked up and found no agent is dialled again by itself sooner. */
  abandonedLockSeconds: z
    .number()
    .int()
    .min(0)
    .max(365 * day),
});
export type CallLimits = z.output<typeof callLimitsSchema>;

export const pacingRulesSchema = z.object({
  /** Power: lines per free agent. */
  ratio: z.number().min(1).max(10),
  /** Predictive: share of live answers that may be abandoned, percent, in the window. */
  maxAbandonedPercent: z.number().min(0.1).max(20),
  abandonWindowHours: z
    .number()
    .int()
    .min(1)
    .max(30 * 24),
  /** Live answers before it predicts; until then one line per free agent. */
  warmUpAnswers: z.number().int().min(0).max(10_000),
  /** A customer's telephone rings at least so long. */
  ringSeconds: z.number().int().min(15).max(120),
  /** A customer who picked up is connected within this time, or abandoned. */
  connectWithinSeconds: z.number().min(0.5).max(10),
  maxLinesPerAgent: z.number().min(1).max(10),
  maxLines: z.number().int().min(1).max(2000),
});
export type PacingRules = z.output<typeof pacingRulesSchema>;

/** Names that are known of every call, so that no letter goes out with a hole in it. */
export const messageMacros = [
  'customer.name',
  'customer.phone',
  'agent.name',
  'company.name',
] as const satisfies ScriptMacro[];

/** What stands in braces and cannot be put in, as it was written. @example wrongMacros('Dear {{customer.role}}') // ['{{customer.role}}'] */
export const wrongMacros = (text: string): string[] =>
  fillMacros(text, {}).flatMap((part) => {
    if (part.kind === 'text') return [];
    const isKnown = 'macro' in part && (messageMacros as readonly string[]).includes(part.macro);
    return isKnown ? [] : [part.text];
  });

const letterText = (most: number) =>
  textOf(most)
    .refine((text) => text.length > 0, 'must not be empty')
    .refine((text) => wrongMacros(text).length === 0, `may name ${messageMacros.join(', ')} in double braces only`);

/** What a result brings about by itself, beside what the agent does. */
export const consequenceSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('do-not-call') }),
  z.object({
    kind: z.literal('task'),
    title: textOf(200).refine((text) => text.length > 0, 'must not be empty'),
    afterSeconds: delay,
    /** owner: of the person, else the agent of the call. */
    to: z.enum(['agent', 'owner']),
  }),
  z.object({ kind: z.literal('deal'), title: textOf(200), pipelineId: idSchema.nullable() }),
  z.object({ kind: z.literal('lifecycle'), to: lifecycleSchema }),
  z.object({ kind: z.literal('owner') }),
  z.object({ kind: z.literal('call-list'), callListId: idSchema }),
  /** An e-mail to the person, by the mail server of the firm; another result before it goes out takes it back. */
  z.object({
    kind: z.literal('message'),
    subject: letterText(300),
    text: letterText(10_000),
    afterSeconds: delay,
  }),
]);
export type Consequence = z.output<typeof consequenceSchema>;

/** A result that agents of the campaign may give. `retry` null: the entry is finished; a callback sets its own time. */
export const campaignResultSchema = z.object({
  dispositionId: idSchema,
  retry: retryRuleSchema.nullable().default(null),
  consequences: z.array(consequenceSchema).max(10).default([]),
});
export type CampaignResult = z.output<typeof campaignResultSchema>;

export const goalSchema = z.object({
  what: z.enum(['sales', 'contacts', 'finished']),
  count: z.number().int().min(1).max(10_000_000),
});

/** In the money of the firm. */
export const costSchema = z.object({
  perAttempt: z.number().min(0).max(1_000_000),
  perTalkMinute: z.number().min(0).max(1_000_000),
  perAgentHour: z.number().min(0).max(1_000_000),
});

const hour = 3600;
export const defaultRetryRules: RetryRules = {
  'no-answer': { kind: 'ladder', afterSeconds: [hour, 3 * hour, day, 3 * day], otherNumber: true },
  busy: { kind: 'ladder', afterSeconds: [hour, hour, 3 * hour, day], otherNumber: false },
  declined: { kind: 'fixed', afterSeconds: day, most: 2, otherNumber: false },
  failed: { kind: 'fixed', afterSeconds: hour, most: 2, otherNumber: true },
  machine: { kind: 'ladder', afterSeconds: [3 * hour, day, 3 * day], otherNumber: true },
  abandoned: { kind: 'fixed', afterSeconds: 3 * day, most: 3, otherNumber: false },
};

export const defaultLimits: CallLimits = {
  perNumber: { perDay: 3, per24Hours: 3, forLife: null },
  perPerson: { perDay: 3, per24Hours: 3, forLife: null },
  perEntry: 8,
  gapSeconds: hour,
  abandonedLockSeconds: 3 * day,
};

export const defaultPacing: PacingRules = {
  ratio: 1.5,
  maxAbandonedPercent: 3,
  abandonWindowHours: 24,
  warmUpAnswers: 50,
  ringSeconds: 25,
  connectWithinSeconds: 2,
  maxLinesPerAgent: 3,
  maxLines: 60,
};
