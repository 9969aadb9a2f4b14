/** Who did what: the audit as administrators read it, the events of the last day, and putting old values back. */
import { z } from 'zod';
import { idSchema, listQuerySchema, timeSchema } from './common.contract.ts';
import { marked, textWithPhone } from './sensitive.ts';

/** Old and new values, as far as the reader may see the record. */
const valuesSchema = () => marked(z.record(z.string(), z.unknown()), { anything: true }).nullable();

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
  /** The old values can be asked back; whether the record has changed since is found out then. */
  canRestore: z.boolean(),
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

export const restoredChangeSchema = z.object({
  /** The audit entry of putting it back: restoring that one undoes it. */
  entryId: idSchema,
  fields: z.array(z.string()),
});
