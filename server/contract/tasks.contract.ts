/** Tasks: what is to be done, for whom, by when; the optional chain of giving and verifying; series; reminders; the calendar. */
import { z } from 'zod';
import {
  agentRefSchema,
  idSchema,
  listOf,
  listQuerySchema,
  numberSchema,
  patchOf,
  textOf,
  timeSchema,
} from './common.contract.ts';
import { customValuesSchema } from './custom-fields.contract.ts';
import { recordOf, textWithPhone } from './sensitive.ts';

/** What every firm has; own kinds stand in the settings (`taskKinds`). */
export const builtInTaskKinds = ['call', 'meeting', 'letter', 'other'] as const;
export const taskPriorities = ['low', 'normal', 'high'] as const;

/**
 * A plain task is `open` or `done`. One that is to be verified is `given`, `accepted`, `executed` (waits for whoever gave it), then
 * `verified`, or `returned` with a comment and again. `done` of the task is true for `done` and `verified`.
 */
export const taskStates = ['open', 'done', 'given', 'accepted', 'executed', 'returned', 'verified'] as const;
export type TaskState = (typeof taskStates)[number];
export const taskSteps = ['accept', 'execute', 'verify', 'return', 'reopen'] as const;
export type TaskStep = (typeof taskSteps)[number];

export const recurrenceUnits = ['day', 'week', 'month'] as const;
/**
 * Every `every` days, weeks or months, at the clock of `timeZone` of the task. What is left out is taken from the due time of the first
 * task. A month without that day takes its last day.
 */
export const recurrenceSchema = z.object({
  every: z.number().int().min(1).max(366),
  unit: z.enum(recurrenceUnits),
  /** ISO weekdays, 1 is Monday; for `week` only. */
  weekdays: z.array(z.number().int().min(1).max(7)).max(7).optional(),
  /** For `month` only. */
  dayOfMonth: z.number().int().min(1).max(31).optional(),
  /** The last date on which there may be one. */
  until: z.iso.date().optional(),
  /** How many there are, the first one counted. */
  count: z.number().int().min(1).max(1_000).optional(),
});
export type Recurrence = z.infer<typeof recurrenceSchema>;

const kindSchema = textOf(40).refine((s) => s.length > 0, 'must not be empty');
/** Minutes before the start (without one: before the due time); 0 is at that very moment. */
const remindersSchema = z.array(z.number().int().min(0).max(40_320)).max(5);

export const taskSchema = recordOf(
  'task',
  z.object({
    id: idSchema,
    title: textWithPhone(),
    kind: z.string(),
    state: z.enum(taskStates),
    done: z.boolean(),
    /** True: whoever gave it says when it is done. */
    verify: z.boolean(),
    priority: z.enum(taskPriorities),
    /** When it is planned to be worked on; null: only its due time counts. */
    startAt: timeSchema.nullable(),
    /** Of an all-day task: the last minute of its day in `timeZone`. */
    dueAt: timeSchema.nullable(),
    allDay: z.boolean(),
    durationMinutes: z.number().int().nullable(),
    /** IANA zone in which its day and its series are counted; null: the zone of the firm. */
    timeZone: z.string().nullable(),
    contactId: idSchema.nullable(),
    contactName: z.string().nullable(),
    organisationId: idSchema.nullable(),
    organisationName: z.string().nullable(),
    dealId: idSchema.nullable(),
    callId: idSchema.nullable(),
    agent: agentRefSchema.nullable(),
    /** The user who made it; null: the server, or a key. */
    creator: agentRefSchema.nullable(),
    reminders: z.array(z.number().int()),
    recurrence: recurrenceSchema.nullable(),
    seriesId: idSchema.nullable(),
    executedAt: timeSchema.nullable(),
    doneAt: timeSchema.nullable(),
    custom: customValuesSchema,
    createdAt: timeSchema,
    version: z.number().int(),
  }),
);
export type Task = z.infer<typeof taskSchema>;
export const taskListSchema = listOf(taskSchema);

/** What this reader may do with a task now; the rest is refused. */
export const taskDetailSchema = recordOf(
  'task',
  taskSchema.extend({
    description: textWithPhone(),
    steps: z.array(z.enum(taskSteps)),
    /** True: title, times, person and so on may be changed; who has to execute a verified task may not. */
    mayChange: z.boolean(),
    history: z.array(
      z.object({
        at: timeSchema,
        step: z.enum(taskSteps),
        toState: z.enum(taskStates),
        comment: textWithPhone(),
        by: agentRefSchema.nullable(),
      }),
    ),
  }),
);
export type TaskDetail = z.infer<typeof taskDetailSchema>;

/** Ids in one query parameter, with commas between. */
const idsOfQuery = z
  .string()
  .max(4_000)
  .transform((text) => text.split(',').filter((id) => id !== ''))
  .pipe(z.array(idSchema).max(100));

export const taskListQuerySchema = listQuerySchema.extend({
  /** Default: only what is still to be done. Done ones come last done first, the others soonest due first. */
  done: z.enum(['true', 'false']).default('false'),
  state: z.enum(taskStates).optional(),
  /** Still to be done and past its due time. */
  overdue: z.literal('true').optional(),
  /** Due at or after, and before. */
  from: timeSchema.optional(),
  to: timeSchema.optional(),
  contactId: idSchema.optional(),
  organisationId: idSchema.optional(),
  dealId: idSchema.optional(),
  callId: idSchema.optional(),
  agentId: idSchema.optional(),
  agentIds: idsOfQuery.optional(),
  /** Only those that the reader has given to others. */
  given: z.literal('true').optional(),
  kind: z.string().max(40).optional(),
  /** A part of the title. */
  q: z.string().max(200).optional(),
});

/** How long it takes: a week at most; null: nothing is said. */
const durationSchema = z.number().int().min(1).max(10_080).nullable();

export const newTaskSchema = z.object({
  title: textOf(500).refine((s) => s.length > 0, 'must not be empty'),
  description: textOf(20_000).default(''),
  kind: kindSchema.default('other'),
  priority: z.enum(taskPriorities).default('normal'),
  startAt: timeSchema.nullable().default(null),
  dueAt: timeSchema.nullable().default(null),
  allDay: z.boolean().default(false),
  durationMinutes: durationSchema.default(null),
  /** Left out: the zone of the firm. */
  timeZone: z.string().max(64).optional(),
  contactId: idSchema.nullable().default(null),
  organisationId: idSchema.nullable().default(null),
  dealId: idSchema.nullable().default(null),
  callId: idSchema.nullable().default(null),
  /** Whose task; left out: of whoever creates it; null: anybody's. */
  agentId: idSchema.nullable().optional(),
  verify: z.boolean().default(false),
  reminders: remindersSchema.default([]),
  recurrence: recurrenceSchema.nullable().default(null),
  custom: customValuesSchema.default({}),
});
export const taskPatchSchema = patchOf(newTaskSchema.omit({ callId: true })).extend({
  done: z.boolean().optional(),
  version: z.number().int().optional(),
});

export const newTaskStepSchema = z.object({
  step: z.enum(taskSteps),
  /** Needed to return a task. */
  comment: textOf(2_000).default(''),
  version: z.number().int().optional(),
});

/** Several tasks at once: each gets its own values, so that the same call takes it all back. */
export const bulkTasksSchema = z.object({
  changes: z
    .array(
      z.object({
        id: idSchema,
        version: z.number().int().optional(),
        done: z.boolean().optional(),
        startAt: timeSchema.nullable().optional(),
        dueAt: timeSchema.nullable().optional(),
        durationMinutes: durationSchema.optional(),
        agentId: idSchema.nullable().optional(),
      }),
    )
    .min(1)
    .max(500),
});
export const bulkTasksResultSchema = z.object({
  items: z.array(taskSchema),
  /** Left as they were, with the code of the reason. */
  refused: z.array(z.object({ id: idSchema, code: z.string(), message: z.string() })),
});

/** A day of the planner may hold at most so many days; more is refused. */
export const MOST_CALENDAR_DAYS = 62;
export const taskCalendarQuerySchema = z.object({ from: timeSchema, to: timeSchema, agentIds: idsOfQuery.optional() });
export const calendarItemSchema = z.discriminatedUnion('kind', [
  /** `at`: its start, without one its due time. */
  z.object({ kind: z.literal('task'), at: timeSchema, task: taskSchema }),
  /** A missed call with its next attempt. */
  z.object({
    kind: z.literal('callback'),
    at: timeSchema,
    id: idSchema,
    number: numberSchema,
    contactId: idSchema.nullable(),
    contactName: z.string().nullable(),
    tries: z.number().int(),
    agent: agentRefSchema.nullable(),
  }),
]);
export type CalendarItem = z.infer<typeof calendarItemSchema>;
/** `isCut`: there is more in this range than is shown; ask for fewer days or people. */
export const taskCalendarSchema = z.object({ items: z.array(calendarItemSchema), isCut: z.boolean() });

export const taskProgressQuerySchema = z.object({ from: timeSchema, to: timeSchema });
/**
 * Plan against fact of one person: tasks whose due time lies in the range. `planned` is the sum of the other four. Executed counts as done
 * (verifying is the work of somebody else).
 */
export const progressRowSchema = z.object({
  agent: agentRefSchema,
  planned: z.number().int(),
  /** Done by its due time. */
  done: z.number().int(),
  doneLate: z.number().int(),
  /** Not done, and its due time is past. */
  overdue: z.number().int(),
  /** Not done, and still in time. */
  open: z.number().int(),
});
export type ProgressRow = z.infer<typeof progressRowSchema>;
export const taskProgressSchema = z.object({ items: z.array(progressRowSchema) });

/** A reminder that was told and that nobody has answered yet. */
export const taskReminderSchema = z.object({ id: idSchema, at: timeSchema, task: taskSchema });
export type TaskReminder = z.infer<typeof taskReminderSchema>;
/** `until`: put off till then; left out: seen. */
export const reminderAnswerSchema = z.object({ until: timeSchema.optional() });
