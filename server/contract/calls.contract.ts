/** The call log, one call, what people say of it, and the card that opens with it. */
import { z } from 'zod';
import { agentRoles, callStates, directions, endedBy, outcomes } from '../../pbx-bridge/contract/call-record.ts';
import { toldChangeSchema } from './audit.contract.ts';
import {
  agentRefSchema,
  idSchema,
  listOf,
  listQuerySchema,
  numberSchema,
  textOf,
  timeSchema,
} from './common.contract.ts';
import {
  candidateSchema,
  contactSchema,
  noteKinds,
  notesOfContact,
  organisationOfContact,
} from './contacts.contract.ts';
import { customValuesSchema } from './custom-fields.contract.ts';
import { dealRefSchema } from './deals.contract.ts';
import { fileSchema } from './files.contract.ts';
import { messageSchema } from './messages.contract.ts';
import { dealStates } from './pipelines.contract.ts';
import { marked, textWithPhone } from './sensitive.ts';
import { taskSchema } from './tasks.contract.ts';

export { agentRoles, callStates, directions, endedBy, outcomes };

export const callSchema = marked(
  z.object({
    id: idSchema,
    pbx: z.string(),
    linkedIds: z.array(z.string()),
    direction: z.enum(directions),
    state: z.enum(callStates),
    outcome: z.enum(outcomes).nullable(),
    from: numberSchema,
    to: numberSchema,
    /** Name the PBX gave with the number; never trusted as the person's name. */
    callerIdName: textWithPhone().nullable(),
    dialledNumber: numberSchema.nullable(),
    queue: z.string().nullable(),
    agents: z.array(
      z.object({
        agentId: idSchema.nullable(),
        name: z.string().nullable(),
        interface: textWithPhone(),
        role: z.enum(agentRoles),
        ringSeconds: z.number(),
        talkSeconds: z.number(),
        holdSeconds: z.number(),
        /** True while this device rings or talks in this call. */
        live: z.boolean(),
      }),
    ),
    contactId: idSchema.nullable(),
    contactName: z.string().nullable(),
    organisationName: organisationOfContact(),
    candidates: z.array(candidateSchema),
    startedAt: timeSchema,
    answeredAt: timeSchema.nullable(),
    endedAt: timeSchema.nullable(),
    waitSeconds: z.number(),
    ringSeconds: z.number(),
    talkSeconds: z.number(),
    holdSeconds: z.number(),
    endedBy: z.enum(endedBy).nullable(),
    hangupCause: z.number().int().nullable(),
    endInferred: z.boolean(),
    /** The customer was passed on at this moment and nobody took them; null: somebody did, or nobody passed them on. */
    strandedAt: timeSchema.nullable(),
    transfers: z.array(
      z.object({ kind: z.string(), at: timeSchema, by: textWithPhone().nullable(), to: textWithPhone().nullable() }),
    ),
    recordings: z.array(
      z.object({
        id: idSchema,
        seconds: z.number().nullable(),
        /** recording: still running · ready: can be played · lost: announced by the PBX but never came (`because` in the audit). */
        state: z.enum(['recording', 'paused', 'arriving', 'ready', 'lost', 'erased']),
      }),
    ),
    disposition: z.object({ id: idSchema, code: z.string(), label: z.string() }).nullable(),
    note: textWithPhone(),
    mainNeed: textWithPhone(),
    /** What comes next, and when; made into a task. */
    nextStep: z.object({ text: textWithPhone(), dueAt: timeSchema.nullable(), taskId: idSchema }).nullable(),
    /** Values of the firm's own fields, by key. */
    custom: customValuesSchema,
    attemptId: idSchema.nullable(),
    campaignId: idSchema.nullable(),
    missedCallId: idSchema.nullable(),
    dealIds: z.array(idSchema),
    /** Grows with every change; a live event with an older one is ignored. */
    version: z.number().int(),
  }),
  { ownCall: 'agents', record: 'call' },
);
export type Call = z.infer<typeof callSchema>;
export const callListSchema = listOf(callSchema);

export const callListQuerySchema = listQuerySchema.extend({
  from: timeSchema.optional(),
  to: timeSchema.optional(),
  /** Any form of a number, or its last digits. */
  number: z.string().max(60).optional(),
  agentId: idSchema.optional(),
  queue: z.string().max(80).optional(),
  direction: z.enum(directions).optional(),
  outcome: z.enum(outcomes).optional(),
  state: z.enum(callStates).optional(),
  contactId: idSchema.optional(),
  dispositionId: idSchema.optional(),
});

/** A number as a person types or pastes it. A line break within it is refused: no telephone number has one, and AMI would read a new line. */
const dialledSchema = z
  .string()
  .trim()
  .min(1)
  .max(60)
  .regex(/^[^\p{Cc}]+$/u, 'must be one line without control characters');

/**
 * One of `to`, `phoneId`, `callId` and `missedCallId` says what is dialled; whoever sees masked numbers calls by one of the
 * ids. A typed `to` comes before them.
 */
export const newCallSchema = z.object({
  to: dialledSchema.describe('any format a person types').optional(),
  /** A number of a person or of an organisation. */
  phoneId: idSchema.optional(),
  /** The other party of an earlier call. */
  callId: idSchema.optional(),
  /** Whose telephone rings first; default: the caller of the API. */
  agentId: idSchema.optional(),
  /** The debt this call pays. */
  missedCallId: idSchema.optional(),
  contactId: idSchema.optional(),
  /** Dials a number that asked not to be called; only who may place everybody's calls (managers) is let through. */
  ignoreDoNotCall: z.boolean().optional(),
});
/** `callId` is null until the PBX has made a channel; `originateId` finds it in later events. */
export const placedCallSchema = z.object({ originateId: idSchema, callId: idSchema.nullable(), to: numberSchema });

export const callPatchSchema = z
  .object({
    dispositionId: idSchema.nullable(),
    note: textOf(20_000),
    mainNeed: textOf(2_000),
    nextStep: z.object({ text: textOf(500), dueAt: timeSchema.nullable() }).nullable(),
    contactId: idSchema.nullable(),
    /** Keys that are left out stay as they are; null empties one. */
    custom: customValuesSchema,
    /** The agent has finished the after-call work. */
    wrapUpDone: z.literal(true),
  })
  .partial();

export const transferCallSchema = z.object({ to: dialledSchema });

export const waveformSchema = z.object({
  seconds: z.number(),
  /** 0..1, about 800 of them */ peaks: z.array(z.number()),
});

const talkBoundSchema = z.number().int().min(0).max(86_400).nullable();
export const dispositionSchema = z.object({
  id: idSchema,
  code: z.string(),
  label: z.string(),
  /** Key 1..9 on the desk; null: only from the list. */
  hotkey: z.number().int().min(1).max(9).nullable(),
  humanAnswered: z.boolean(),
  contactReached: z.boolean(),
  sale: z.boolean(),
  callBack: z.boolean(),
  doNotCall: z.boolean(),
  /** Reached, and does not want it. */
  notInterested: z.boolean(),
  /** An answering machine, a fax, a menu: nobody was talked with. */
  machine: z.boolean(),
  /** Calling there again makes no sense: a wrong number, no business. */
  unworkable: z.boolean(),
  /** Given only to calls with so much talk, both bounds included; null: no bound. */
  minSeconds: talkBoundSchema,
  maxSeconds: talkBoundSchema,
  /** The result that this one is a part of; null: a main one. One level deep; where there are parts, one of them is given. */
  mainResultId: idSchema.nullable(),
  active: z.boolean(),
  position: z.number().int(),
});
export type Disposition = z.infer<typeof dispositionSchema>;
export const dispositionListSchema = z.object({ items: z.array(dispositionSchema) });
export const newDispositionSchema = dispositionSchema
  .omit({ id: true, position: true })
  .partial()
  .required({ code: true, label: true });
export const dispositionPatchSchema = dispositionSchema.omit({ id: true }).partial();

/** One line of the time-line of a person or a deal. */
export const timelineItemSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('call'), at: timeSchema, call: callSchema }),
  z.object({
    kind: z.literal('note'),
    at: timeSchema,
    id: idSchema,
    noteKind: z.enum(noteKinds),
    text: notesOfContact(),
    resolvedAt: timeSchema.nullable(),
    by: agentRefSchema.nullable(),
  }),
  z.object({ kind: z.literal('task'), at: timeSchema, task: taskSchema }),
  z.object({
    kind: z.literal('missed-call'),
    at: timeSchema,
    id: idSchema,
    state: z.string(),
    tries: z.number().int(),
  }),
  z.object({ kind: z.literal('deal'), at: timeSchema, deal: dealRefSchema }),
  z.object({ kind: z.literal('file'), at: timeSchema, file: fileSchema }),
  z.object({ kind: z.literal('message'), at: timeSchema, message: messageSchema }),
  /** A deal came to a stage; `from` null: it began there. */
  z.object({
    kind: z.literal('stage'),
    at: timeSchema,
    id: idSchema,
    from: z.string().nullable(),
    to: z.string(),
    state: z.enum(dealStates),
    secondsInStage: z.number().nullable(),
    by: agentRefSchema.nullable(),
  }),
  z.object({
    kind: z.literal('change'),
    at: timeSchema,
    id: idSchema,
    text: z.string(),
    /** What can be taken back in one step (a merge); see POST /api/reversible-actions/{id}/undo. */
    actionId: idSchema.optional(),
    /** Old and new values; left out: the line says it all. */
    change: toldChangeSchema.optional(),
    by: agentRefSchema.nullable(),
  }),
]);
export const timelineSchema = listOf(timelineItemSchema);

/** Everything the operator needs at the first ring; small enough to travel with the pop. */
export const callCardSchema = marked(
  z.object({
    callId: idSchema,
    /** known: exactly one person (or one clearly first) · several: pick · unknown: one field creates · withheld · internal · restricted: somebody else's client. */
    kind: z.enum(['known', 'several', 'unknown', 'withheld', 'internal', 'restricted']),
    number: numberSchema,
    /** What the settings say of the number that was dialled; left out: nothing. */
    origin: z
      .object({
        sourceId: marked(idSchema.nullable(), { copyOf: 'contact.source' }),
        channel: marked(z.string().nullable(), { copyOf: 'contact.source' }),
        note: z.string(),
      })
      .optional(),
    /** Only for a reader who sees masked numbers: it is a call they are in, so its own number is shown. */
    ownCall: z.literal(true).optional(),
    contact: contactSchema.nullable(),
    candidates: z.array(candidateSchema),
    openTasks: z.array(taskSchema),
    /** Newest first, five at most. */
    openDeals: z.array(dealRefSchema),
    lastCalls: z.array(
      z.object({
        id: idSchema,
        startedAt: timeSchema,
        direction: z.enum(directions),
        outcome: z.enum(outcomes).nullable(),
        talkSeconds: z.number(),
        agentName: z.string().nullable(),
        dispositionLabel: z.string().nullable(),
        note: textWithPhone(),
      }),
    ),
    openMissedCalls: z.array(z.object({ id: idSchema, lastTriedAt: timeSchema, tries: z.number().int() })),
  }),
  { ownCall: 'ownCall' },
);
export type CallCard = z.infer<typeof callCardSchema>;
