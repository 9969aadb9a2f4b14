/** Missed calls as debts, retry ladders, calling hours. */
import { z } from 'zod';
import {
  agentRefSchema,
  idSchema,
  listOf,
  listQuerySchema,
  nameSchema,
  numberSchema,
  textOf,
  timeSchema,
} from './common.contract.ts';
import { organisationOfContact } from './contacts.contract.ts';
import { textWithPhone } from './sensitive.ts';

/** open: owed · trying: somebody is dialling right now · resolved: reached (`resolvedByCallId`) or by hand · archived: ladder ended or by hand. */
export const missedCallStates = ['open', 'trying', 'resolved', 'archived'] as const;

/**
 * Every reason the server gives with a debt; a catalogue of the console needs each. The values of each are listed in
 * docs/missed-calls.md. `moved` is one of `movedReasons`.
 */
export const becauseKeys = [
  'missed-call.call-back',
  'missed-call.call-back-moved',
  'missed-call.being-called',
  'missed-call.our-call',
  'missed-call.caller-got-through',
  'missed-call.by-hand',
  'missed-call.merged',
  'retry.step',
  'retry.step-moved',
  'retry.moved',
  'retry.ladder-ended',
  'retry.no-open-hour',
] as const;
export type BecauseKey = (typeof becauseKeys)[number];
export const movedReasons = ['closed-hours', 'closed-day', 'closed-date', 'holiday', 'daily-limit'] as const;

export const missedCallSchema = z.object({
  id: idSchema,
  state: z.enum(missedCallStates),
  number: numberSchema,
  contactId: idSchema.nullable(),
  contactName: z.string().nullable(),
  organisationName: organisationOfContact(),
  /** Last queue or number the caller tried. */
  queue: z.string().nullable(),
  dialledNumber: z.string().nullable(),
  /** How often the caller tried (xN). */
  tries: z.number().int(),
  firstMissedAt: timeSchema,
  lastMissedAt: timeSchema,
  longestWaitSeconds: z.number(),
  /** Our attempts to reach the caller. */
  attempts: z.array(
    z.object({
      at: timeSchema,
      outcome: z.string(),
      agent: agentRefSchema.nullable(),
      callId: idSchema.nullable(),
      note: textWithPhone(),
    }),
  ),
  /** null when archived or resolved. */
  nextAttemptAt: timeSchema.nullable(),
  /** In words, why then: `no answer, step 2 of 4 (30 min), moved to 09:00 in Europe/Samara`. Key and values, the console puts it in the reader's language. */
  because: z.object({ key: z.string(), values: z.record(z.string(), z.string()) }).nullable(),
  /** due: now or earlier · overdue: due for longer than the escalation limit · later */
  urgency: z.enum(['overdue', 'due', 'later', 'closed']),
  timeZone: z.string(),
  ladderId: idSchema,
  step: z.number().int(),
  assignee: agentRefSchema.nullable(),
  teamId: idSchema.nullable(),
  resolvedAt: timeSchema.nullable(),
  resolvedByCallId: idSchema.nullable(),
  /** our-call: we reached them · caller-got-through · by-hand */
  resolvedHow: z.enum(['our-call', 'caller-got-through', 'by-hand']).nullable(),
  /** First miss until somebody spoke with the caller. */
  timeToCallbackSeconds: z.number().nullable(),
  version: z.number().int(),
});
export type MissedCall = z.infer<typeof missedCallSchema>;
export const missedCallListSchema = listOf(missedCallSchema);
export const missedCallListQuerySchema = listQuerySchema.extend({
  state: z.enum(missedCallStates).optional(),
  due: z.enum(['true', 'false']).optional(),
  assigneeId: idSchema.optional(),
  queue: z.string().max(80).optional(),
});

/** What a person reports of an attempt that the PBX did not see (a mobile phone, say), or presses: "no answer". */
export const attemptOutcomes = ['no-answer', 'busy', 'machine', 'failed', 'reached'] as const;
export type AttemptOutcomeName = (typeof attemptOutcomes)[number];
export const newAttemptSchema = z.object({
  /** Left out: the one button. */
  outcome: z.enum(attemptOutcomes).default('no-answer'),
  note: textOf(2_000).default(''),
});
export const closeMissedCallSchema = z.object({ note: textOf(2_000).default('') });
export const assignMissedCallSchema = z.object({ agentId: idSchema.nullable() });

const stepsSchema = z
  .array(
    z.object({
      afterSeconds: z
        .number()
        .int()
        .min(0)
        .max(90 * 86_400),
    }),
  )
  .min(1)
  .max(20);

export const ladderSchema = z.object({
  id: idSchema,
  name: z.string(),
  /** Delays after the 1st, 2nd, ... fruitless attempt of that kind; when they run out the debt is archived. */
  steps: z.object({
    noAnswer: stepsSchema,
    busy: stepsSchema.nullable(),
    machine: stepsSchema.nullable(),
    failed: stepsSchema.nullable(),
  }),
  isDefault: z.boolean(),
  /** Attempts allowed in 24 h, whatever the steps say. */
  maxPerDay: z.number().int().min(1).max(50),
  version: z.number().int(),
});
export type Ladder = z.infer<typeof ladderSchema>;
export const ladderListSchema = z.object({ items: z.array(ladderSchema) });
export const newLadderSchema = ladderSchema
  .omit({ id: true, version: true, isDefault: true })
  .extend({ name: nameSchema });
export const ladderPatchSchema = newLadderSchema.extend({ isDefault: z.boolean() }).partial();

const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/, 'must look like 09:00');

export const callingHoursSchema = z.object({
  id: idSchema,
  name: z.string(),
  isDefault: z.boolean(),
  /** Index 0 = Monday. An empty list: never on that day. Times of the customer's own zone. */
  week: z.array(z.array(z.object({ from: clock, until: clock }))).length(7),
  /** Country (and region) whose public holidays are closed, ISO code such as RU or CH-TI; null: none. */
  holidayRegion: z.string().max(10).nullable(),
  /** Extra closed days and extra open days, YYYY-MM-DD. */
  closedDates: z.array(z.iso.date()).max(400),
  openDates: z.array(z.iso.date()).max(400),
  /**
   * ISO codes such as FR: campaigns hold these hours for numbers of these countries, beside their own. Empty: hours to be chosen.
   */
  countries: z.array(z.string().regex(/^[A-Z]{2}$/, 'must be two capital letters such as FR')).max(250),
  /** Calls of anybody to one person in any 30 days, for numbers of `countries`; null: no limit. */
  callsPer30Days: z.number().int().min(1).max(1000).nullable(),
  version: z.number().int(),
});
export type CallingHours = z.infer<typeof callingHoursSchema>;
export const callingHoursListSchema = z.object({ items: z.array(callingHoursSchema) });
export const callingHoursPatchSchema = callingHoursSchema
  .omit({ id: true, version: true })
  .extend({ name: nameSchema })
  .partial();

export const assignmentRules = ['owner', 'last-agent', 'queue-team', 'anybody'] as const;
export const missedCallSettingsSchema = z.object({
  /** Tried in this order; the first that names somebody wins. */
  assignment: z.array(z.enum(assignmentRules)).min(1).max(4),
  /** A due debt older than this is overdue and is shown to the supervisor. */
  escalateAfterSeconds: z
    .number()
    .int()
    .min(60)
    .max(7 * 86_400),
  /** An abandoned wait shorter than this makes no debt (0: every one does). */
  ignoreWaitUnderSeconds: z.number().int().min(0).max(120),
});
