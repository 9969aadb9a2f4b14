/** Campaigns: who is called by whom, how fast, by which rules; entries (one person in a call list) and attempts (one dial). */
import { z } from 'zod';
import {
  callLimitsSchema,
  campaignResultSchema,
  costSchema,
  defaultLimits,
  defaultPacing,
  defaultRetryRules,
  goalSchema,
  pacingRulesSchema,
  retryRulesSchema,
} from './campaign-rules.contract.ts';
import {
  agentRefSchema,
  idSchema,
  listOf,
  listQuerySchema,
  nameSchema,
  numberSchema,
  patchOf,
  timeSchema,
} from './common.contract.ts';
import { pacingBecauseKeys, pacingFiguresSchema } from './pacing.contract.ts';

/**
 * manual: the agent dials whom they choose from the list · preview: the agent is given an entry, looks at it and dials ·
 * progressive: one line per free agent · power: `ratio` lines per free agent · predictive: as many as the cap on abandoned
 * calls allows.
 */
export const campaignModes = ['manual', 'preview', 'progressive', 'power', 'predictive'] as const;
export type CampaignMode = (typeof campaignModes)[number];

/** draft: being made · running · paused: nothing new is dialled · finished: for good, kept for its reports. */
export const campaignStates = ['draft', 'running', 'paused', 'finished'] as const;
export type CampaignState = (typeof campaignStates)[number];

const callerId = z
  .string()
  .regex(/^\+?[0-9]{2,20}$/, 'must be a number: digits, with + in front of an international one');
const sound = z
  .string()
  .max(200)
  .regex(/^[A-Za-z0-9_./-]+$/, 'must be the name of a sound of the PBX, such as custom/we-called');

/** Everything that a supervisor sets. A change of any of it takes effect at once, also while the campaign runs. */
export const campaignSettingsSchema = z.object({
  name: nameSchema,
  mode: z.enum(campaignModes).default('preview'),
  /** 1 to 10; agents of several campaigns serve the higher one first. */
  priority: z.number().int().min(1).max(10).default(5),
  agentIds: z.array(idSchema).max(1000).default([]),
  teamIds: z.array(idSchema).max(200).default([]),
  /** Number shown to the customer; null: what the PBX shows. */
  callerId: callerId.nullable().default(null),
  /** Null: the firm's own calling hours. */
  callingHoursId: idSchema.nullable().default(null),
  scriptId: idSchema.nullable().default(null),
  retry: retryRulesSchema.default(defaultRetryRules),
  limits: callLimitsSchema.default(defaultLimits),
  pacing: pacingRulesSchema.default(defaultPacing),
  /** Who is rung first in a progressive campaign; power and predictive dial the customer first. */
  first: z.enum(['agent', 'customer']).default('agent'),
  /** Agents' telephones are asked to pick up by themselves. */
  autoAnswer: z.boolean().default(false),
  detectMachines: z.boolean().default(false),
  /** Sound left on an answering machine; null: hang up. */
  voicemailSound: sound.nullable().default(null),
  /** Sound for somebody who picked up and for whom there was no agent in time; null: hang up. */
  abandonedSound: sound.nullable().default(null),
  /** How long an agent may look at an entry before it goes back. */
  previewSeconds: z.number().int().min(10).max(3600).default(120),
  /** The next entry comes by itself, or when the agent asks for it. */
  next: z.enum(['by-itself', 'by-key']).default('by-key'),
  /** The result must be given within this time, or the one for "timed out" is. */
  resultSeconds: z.number().int().min(10).max(3600).default(180),
  /** Results that may be given; empty: every active disposition, and each finishes the entry. */
  results: z.array(campaignResultSchema).max(60).default([]),
  /** Of what is due, how many in a hundred are people who were called before; the rest are fresh. 100: those first. */
  retryPercent: z.number().int().min(0).max(100).default(100),
  /** policy: as the settings of the firm say. */
  recording: z.enum(['policy', 'always', 'never']).default('policy'),
  goal: goalSchema.nullable().default(null),
  cost: costSchema.nullable().default(null),
});
export type CampaignSettings = z.output<typeof campaignSettingsSchema>;

export const campaignCountsSchema = z.object({
  /** Entries by what is to become of them. */
  fresh: z.number().int(),
  retry: z.number().int(),
  callback: z.number().int(),
  busy: z.number().int(),
  finished: z.number().int(),
  total: z.number().int(),
});
export type CampaignCounts = z.infer<typeof campaignCountsSchema>;

export const campaignSchema = campaignSettingsSchema.extend({
  id: idSchema,
  state: z.enum(campaignStates),
  isTemplate: z.boolean(),
  startedAt: timeSchema.nullable(),
  finishedAt: timeSchema.nullable(),
  createdAt: timeSchema,
  updatedAt: timeSchema,
  version: z.number().int(),
});
export type Campaign = z.infer<typeof campaignSchema>;

export const campaignListSchema = z.object({
  items: z.array(campaignSchema.extend({ counts: campaignCountsSchema })),
});
export const campaignListQuerySchema = z.object({
  state: z.enum(campaignStates).optional(),
  templates: z.enum(['true', 'false']).default('false'),
});
export const newCampaignSchema = campaignSettingsSchema.extend({ isTemplate: z.boolean().default(false) });
export const campaignPatchSchema = patchOf(campaignSettingsSchema).extend({ version: z.number().int().optional() });
export const cloneCampaignSchema = z.object({ name: nameSchema, asTemplate: z.boolean().default(false) });

/**
 * claimed: an agent looks at the entry · dialling · picked-up: somebody waits for an agent · connected: agent and customer
 * talk · result-due: they have talked, the result is missing · ended.
 */
export const attemptStates = ['claimed', 'dialling', 'picked-up', 'connected', 'result-due', 'ended'] as const;
export type AttemptState = (typeof attemptStates)[number];

/**
 * answered: agent and customer talked · no-answer, busy, declined, failed: as of a call · machine · abandoned: a person
 * picked up and no agent came · cancelled: we gave up while it rang · returned: an agent looked and did not dial · refused: the
 * PBX did not take it · lost: nobody knows, the PBX never told of a call.
 */
export const attemptOutcomes = [
  'answered',
  'no-answer',
  'busy',
  'declined',
  'failed',
  'machine',
  'abandoned',
  'cancelled',
  'returned',
  'refused',
  'lost',
] as const;
export type AttemptOutcome = (typeof attemptOutcomes)[number];

/** Why an entry comes when it does. */
export const entryRanks = ['callback', 'abandoned', 'retry', 'fresh'] as const;
export type EntryRank = (typeof entryRanks)[number];

/** Every reason given with an entry or an attempt; docs/campaigns.md lists the values. */
export const entryBecauseKeys = [
  'entry.fresh',
  'entry.callback',
  'entry.retry',
  'entry.retry-moved',
  'entry.abandoned',
  'entry.returned',
  'entry.result-final',
  'entry.rule-ended',
  'entry.no-rule',
  'entry.entry-limit',
  'entry.life-limit',
  'entry.no-number',
  'entry.no-open-hour',
  'entry.do-not-call',
  'entry.deleted',
  'entry.by-hand',
  'entry.claimed',
  'entry.on-the-line',
  'entry.held',
  'entry.called-recently',
  'entry.outside-hours',
  'entry.not-due',
  'entry.callback-of',
  'entry.list-off',
  'entry.campaign-not-running',
  'entry.in-line',
] as const;
export type EntryBecauseKey = (typeof entryBecauseKeys)[number];
export const entryBecauseSchema = z.object({
  key: z.enum(entryBecauseKeys),
  values: z.record(z.string(), z.string()),
});
export type EntryBecause = z.infer<typeof entryBecauseSchema>;

export const attemptSchema = z.object({
  id: idSchema,
  campaignId: idSchema,
  callListId: idSchema,
  entryId: idSchema,
  contactId: idSchema,
  contactName: z.string().nullable(),
  number: numberSchema,
  agent: agentRefSchema.nullable(),
  state: z.enum(attemptStates),
  outcome: z.enum(attemptOutcomes).nullable(),
  rank: z.enum(entryRanks),
  because: entryBecauseSchema,
  dispositionId: idSchema.nullable(),
  /** time-out: the result was not given in time. */
  dispositionBy: z.enum(['agent', 'time-out']).nullable(),
  callId: idSchema.nullable(),
  claimedAt: timeSchema,
  /** An agent who looks has until then. */
  claimedUntil: timeSchema.nullable(),
  dialledAt: timeSchema.nullable(),
  pickedUpAt: timeSchema.nullable(),
  connectedAt: timeSchema.nullable(),
  endedAt: timeSchema.nullable(),
  resultDueUntil: timeSchema.nullable(),
  talkSeconds: z.number(),
  version: z.number().int(),
});
export type Attempt = z.infer<typeof attemptSchema>;
export const attemptListSchema = listOf(attemptSchema);
/** Figures of the report that have rows; each counts what `report-figures.ts` says. */
export const attemptFigures = [
  'dialled',
  'answered',
  'contacts',
  'sales',
  'declines',
  'machines',
  'unworkable',
  'live',
  'abandoned',
] as const;
export type AttemptFigure = (typeof attemptFigures)[number];
export const attemptListQuerySchema = listQuerySchema.extend({
  /** The rows behind a figure of the report. */
  figure: z.enum(attemptFigures).optional(),
  campaignId: idSchema.optional(),
  callListId: idSchema.optional(),
  entryId: idSchema.optional(),
  agentId: idSchema.optional(),
  outcome: z.enum(attemptOutcomes).optional(),
  dispositionId: idSchema.optional(),
  from: timeSchema.optional(),
  to: timeSchema.optional(),
});

/** Whom the attempts behind a figure went to, to make a list of them. */
export const attemptPeopleQuerySchema = attemptListQuerySchema.omit({ cursor: true, limit: true });
export const attemptPeopleSchema = z.object({
  contactIds: z.array(idSchema),
  /** False: these are the people of the newest attempts; there are more. */
  isWhole: z.boolean(),
});

export const entrySchema = z.object({
  id: idSchema,
  callListId: idSchema,
  contactId: idSchema,
  contactName: z.string().nullable(),
  /** open: its turn will come · busy: an attempt goes on · finished. */
  state: z.enum(['open', 'busy', 'finished']),
  rank: z.enum(entryRanks),
  priority: z.number().int(),
  dueAt: timeSchema.nullable(),
  timeZone: z.string(),
  attempts: z.number().int(),
  lastOutcome: z.enum(attemptOutcomes).nullable(),
  lastDispositionId: idSchema.nullable(),
  lastAttemptAt: timeSchema.nullable(),
  callbackAgent: agentRefSchema.nullable(),
  because: entryBecauseSchema,
  version: z.number().int(),
});
export type Entry = z.infer<typeof entrySchema>;
export const entryListSchema = listOf(entrySchema);
export const entryListQuerySchema = listQuerySchema.extend({
  state: z.enum(['open', 'busy', 'finished']).optional(),
  rank: z.enum(entryRanks).optional(),
});

/** Why an entry is (not) being called now: every reason that holds, the strongest first. Empty: it may be called this moment. */
export const whyEntrySchema = z.object({
  entry: entrySchema,
  callable: z.boolean(),
  reasons: z.array(entryBecauseSchema),
});

/** How fast a campaign dials at this moment, and why; null: it does not dial by itself, or has not yet. */
export const campaignPaceSchema = z.object({
  pace: z
    .object({
      decidedAt: timeSchema,
      dial: z.number().int(),
      because: z.object({ key: z.enum(pacingBecauseKeys), values: z.record(z.string(), z.string()) }),
      figures: pacingFiguresSchema,
    })
    .nullable(),
});

/** What an agent asks for: the next entry of any campaign they belong to, or of one. */
export const nextEntrySchema = z.object({ campaignId: idSchema.optional() });
/** Null: nothing is due for this agent now; `because` says what is next. */
export const givenEntrySchema = z.object({ attempt: attemptSchema.nullable(), nextDueAt: timeSchema.nullable() });

/** A result, and with a callback when and for whom. */
export const attemptResultSchema = z.object({
  dispositionId: idSchema,
  callback: z
    .object({
      at: timeSchema,
      /** me: only this agent calls. anybody: whoever of the campaign is free. */
      to: z.enum(['me', 'anybody']),
    })
    .optional(),
  /** False: the agent goes on with the after-call work, and may still promise another time. */
  wrapUpDone: z.boolean().default(true),
});
