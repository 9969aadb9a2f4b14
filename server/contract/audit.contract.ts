/** Who did what: the audit as administrators read it, the events of the last day, and putting old values back. */
import { z } from 'zod';
import { idSchema, listQuerySchema, timeSchema } from './common.contract.ts';
import { whyNotRestorable } from './restoring.ts';
import { marked, textWithPhone } from './sensitive.ts';

/** Old and new values, as far as the reader may see the record. */
export const valuesSchema = () => marked(z.record(z.string(), z.unknown()), { anything: true }).nullable();

/** Who did it: a person, a program with a key, a web form, or the server by itself. */
export const actorKinds = ['user', 'api-key', 'web-form', 'server'] as const;
export type ActorKind = (typeof actorKinds)[number];

export const eventListQuerySchema = listQuerySchema.extend({
  /** Default: 24 hours before `to`. */
  from: timeSchema.optional(),
  /** Default: now. */
  to: timeSchema.optional(),
  userId: idSchema.optional(),
  /** A person, key or form: `actorId` of one of `people`. */
  actorId: idSchema.optional(),
  /** First part of the action: `contact`, `call`, `recording`, `session`, ... */
  kind: z
    .string()
    .regex(/^[a-z-]{1,40}$/, 'must be a kind such as contact')
    .optional(),
});

export const auditEventSchema = z.object({
  id: idSchema,
  at: timeSchema,
  /** Null: an API key, a web form or the server itself; then `byKind` and `byName` say which. */
  userId: idSchema.nullable(),
  byKind: z.enum(actorKinds),
  byName: z.string(),
  kind: z.string(),
  /** `contact.changed`: what was done, past tense. */
  action: z.string(),
  /** The record it was done to; `kind` null: one that has no page of its own. */
  record: z.object({ kind: z.string().nullable(), id: z.string(), title: textWithPhone().nullable() }),
  /** True when the record is not for this reader: then neither its name nor its values are told. */
  restricted: z.boolean(),
  /** Only what differs. */
  before: valuesSchema(),
  after: valuesSchema(),
  /** Names of records whose ids stand in the values, as far as the reader may see them. */
  names: z.record(z.string(), textWithPhone()),
  /** Old values can be asked back; whether the record has changed since is found out then. */
  canRestore: z.boolean(),
  /** Which: keys of `before`; `custom.size` is one of the firm's own fields, `deleted` the whole of a deletion. */
  restorable: z.array(z.string()),
  /** Why nothing of such an action is ever put back; null: something can be, perhaps not by this reader. */
  whyNotRestorable: z.enum(whyNotRestorable).nullable(),
});
export type AuditEvent = z.infer<typeof auditEventSchema>;

export const eventListSchema = z.object({
  items: z.array(auditEventSchema),
  nextCursor: z.string().nullable(),
  from: timeSchema,
  to: timeSchema,
  /** How many events each person, key and form has, and the server, of the kind asked for; most first. */
  people: z.array(
    z.object({
      /** Filters by them. */
      actorId: idSchema,
      kind: z.enum(actorKinds),
      /** Of a person. */
      userId: idSchema.nullable(),
      name: z.string(),
      count: z.number().int(),
    }),
  ),
  /** How many events of each kind there are, of whom was asked for; most first. */
  kinds: z.array(z.object({ kind: z.string(), count: z.number().int() })),
});
export type EventList = z.infer<typeof eventListSchema>;

/** A change as the time-line of a record tells it. */
export const toldChangeSchema = z.object({
  /** Only what differs; null where nothing stood before, or nothing stands now. */
  before: valuesSchema(),
  after: valuesSchema(),
  /** Names of records whose ids stand in the values, as far as the reader may see them. */
  names: z.record(z.string(), textWithPhone()),
  /** What this reader may put back: see `restorable` of an event. */
  restorable: z.array(z.string()),
});
export type ToldChange = z.infer<typeof toldChangeSchema>;

/** Nothing given: the whole change. */
export const restoreChangeSchema = z.object({
  /** Keys out of `restorable`. */
  fields: z.array(z.string().max(80)).min(1).max(200).optional(),
});

export const restoredChangeSchema = z.object({
  /** The audit entry of putting it back: restoring that one undoes it. */
  entryId: idSchema,
  fields: z.array(z.string()),
});
