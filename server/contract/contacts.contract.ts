/** People and organisations, their numbers, notes, look-up, search. */
import { z } from 'zod';
import {
  agentRefSchema,
  idSchema,
  listOf,
  listQuerySchema,
  nameSchema,
  patchOf,
  textOf,
  timeSchema,
} from './common.contract.ts';
import { customValuesSchema } from './custom-fields.contract.ts';
import { builtInLifecycles } from './directories.contract.ts';
import { marked, phoneText, recordOf, textWithPhone } from './sensitive.ts';

/** The life-cycles every firm begins with; its own ones are entries of the directory `lifecycle`. */
export const lifecycles = builtInLifecycles;
/** Key of an entry of the directory `lifecycle`. */
export const lifecycleSchema = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'must be the key of a life-cycle');

export const phoneSchema = z.object({
  id: idSchema,
  /** With the end alone when the reader may not know numbers; `reveal` shows one. */
  raw: phoneText(),
  /** null when the number could not be repaired; it is kept and shown all the same. */
  e164: phoneText().nullable(),
  extension: z.string().nullable(),
  kind: z.enum(['mobile', 'work', 'home', 'other']),
  primary: z.boolean(),
  doNotCall: z.boolean(),
  /** Nobody is reached here: neither dialled nor recognised as the person's. */
  invalid: z.boolean(),
  /** IANA zone chosen for this number; null: what the number itself says. */
  timeZone: z.string().nullable(),
  /** IANA zones in force: the chosen one, else those that the number itself points to; empty when it does not say. */
  timeZones: z.array(z.string()),
});
export type Phone = z.infer<typeof phoneSchema>;

/** Fields of a person that other shapes show, too: held back with them. */
export const organisationOfContact = () => marked(z.string().nullable(), { copyOf: 'contact.organisation' });
const ownerOfContact = () => marked(agentRefSchema.nullable(), { copyOf: 'contact.owner' });
/** Numbers in it are masked as well: a note is not changed any more, so that nobody sends stars back. */
export const notesOfContact = () => marked(z.string(), { copyOf: 'contact.notes', number: 'within' });
const ownerOfOrganisation = () => marked(agentRefSchema.nullable(), { copyOf: 'organisation.owner' });
const roleOfContact = () => marked(z.string().nullable(), { copyOf: 'contact.role' });

export const newPhoneSchema = z.object({
  /** Of a number that is there already: needed where it is shown masked and `raw` is sent back as it came. */
  id: idSchema.optional(),
  raw: textOf(60).refine((s) => s.length > 0, 'must not be empty'),
  kind: z.enum(['mobile', 'work', 'home', 'other']).default('other'),
  primary: z.boolean().default(false),
  doNotCall: z.boolean().default(false),
  /** Left out: a number that is there already keeps what is known of it. */
  invalid: z.boolean().optional(),
  timeZone: z.string().max(64).nullable().optional(),
});

export const addressSchema = z.object({
  kind: z.enum(['home', 'work', 'delivery', 'legal', 'other']).default('other'),
  /** As it is written on a letter. */
  text: textOf(500).refine((text) => text.length > 0, 'must not be empty'),
  city: textOf(200).default(''),
  /** Two letters, or empty. */
  country: z
    .string()
    .regex(/^([A-Z]{2})?$/, 'must be two capital letters such as RU')
    .default(''),
  primary: z.boolean().default(false),
  /** Letters come back from there. */
  invalid: z.boolean().default(false),
});
export type Address = z.infer<typeof addressSchema>;

/** A further organisation of a person. */
export const contactRoleSchema = z.object({
  organisationId: idSchema,
  organisationName: z.string(),
  role: z.string().nullable(),
});

/** What the calls tell of a person; counted again whenever calls are attached or taken away. */
export const contactActivitySchema = z.object({
  lastCallAt: timeSchema.nullable(),
  /** The last conversation, in either direction. */
  lastReachedAt: timeSchema.nullable(),
  calls: z.number().int(),
  /** Our calls to the person, whether they got through or not. */
  attempts: z.number().int(),
  /** Conversations, in either direction. */
  reached: z.number().int(),
});

const birthdaySchema = z.iso.date('must be a date such as 1980-05-17').nullable();

export const contactSchema = recordOf(
  'contact',
  z.object({
    id: idSchema,
    name: z.string(),
    role: z.string().nullable(),
    organisationId: idSchema.nullable(),
    organisationName: z.string().nullable(),
    /** Organisations beside the first. */
    otherRoles: z.array(contactRoleSchema),
    lifecycle: lifecycleSchema,
    owner: agentRefSchema.nullable(),
    phones: z.array(phoneSchema),
    emails: z.array(z.string()),
    addresses: z.array(addressSchema),
    notes: textWithPhone(),
    vip: z.boolean(),
    /** The owner's alone: nobody else of the team sees more than whose client it is. */
    private: z.boolean(),
    birthday: birthdaySchema,
    mainNeed: textWithPhone(),
    /** 1 (very unhappy) to 5 (very happy). */
    satisfaction: z.number().int().min(1).max(5).nullable(),
    /** Entry of the directory `source`. */
    sourceId: idSchema.nullable(),
    advertisingChannel: textWithPhone(),
    /** Values of the firm's own fields, by key. */
    custom: customValuesSchema,
    activity: contactActivitySchema,
    /** IANA zone chosen by a person; null: taken from the number. */
    timeZone: z.string().nullable(),
    /** The zone in force now and why (own, number, region). */
    effectiveTimeZone: z.object({ zone: z.string(), because: z.enum(['own', 'number', 'region']) }),
    createdAt: timeSchema,
    updatedAt: timeSchema,
    version: z.number().int(),
  }),
);
export type Contact = z.infer<typeof contactSchema>;
export const contactListSchema = listOf(contactSchema);

export const newContactSchema = z.object({
  name: nameSchema,
  role: textOf(200).nullable().default(null),
  organisationId: idSchema.nullable().default(null),
  /** Finds or creates the organisation by name when no id is given. */
  organisationName: textOf(200).nullable().default(null),
  /** Further organisations and the role there. */
  otherRoles: z
    .array(z.object({ organisationId: idSchema, role: textOf(200).nullable().default(null) }))
    .max(20)
    .default([]),
  lifecycle: lifecycleSchema.default('lead'),
  /** Left out: whoever types the person in, unless the settings of leads have the rules decide; null: nobody's. */
  ownerId: idSchema.nullable().optional(),
  phones: z.array(newPhoneSchema).max(20).default([]),
  emails: z.array(z.email().max(200)).max(20).default([]),
  addresses: z.array(addressSchema).max(20).default([]),
  notes: textOf(20_000).default(''),
  vip: z.boolean().default(false),
  birthday: birthdaySchema.default(null),
  mainNeed: textOf(2_000).default(''),
  satisfaction: z.number().int().min(1).max(5).nullable().default(null),
  /**
   * Id or key of an entry of the directory `source`. Left out: what the dialled number of the first call stands for, else
   * `call` out of a call, `api` with a key, else none.
   */
  sourceId: idSchema.nullable().optional(),
  /** Left out: what the dialled number of the first call stands for, else empty. */
  advertisingChannel: textOf(200).optional(),
  custom: customValuesSchema.default({}),
  /** Needs an owner; left without one it becomes the client of whoever says so. */
  private: z.boolean().optional(),
  timeZone: z.string().max(64).nullable().default(null),
  /** The call this contact is created from: it is attached, whatever number it had. */
  callId: idSchema.optional(),
});
/** `version` guards against overwriting somebody else's change: an older one is refused with 409. */
export const contactPatchSchema = patchOf(newContactSchema.omit({ callId: true })).extend({
  version: z.number().int().optional(),
});

export const contactListQuerySchema = listQuerySchema.extend({
  q: z.string().max(200).optional(),
  ownerId: idSchema.optional(),
  organisationId: idSchema.optional(),
  lifecycle: lifecycleSchema.optional(),
});
export const organisationListQuerySchema = listQuerySchema.extend({
  q: z.string().max(200).optional(),
  ownerId: idSchema.optional(),
  parentId: idSchema.optional(),
  lifecycle: lifecycleSchema.optional(),
});

/** A note on a person's time-line; never changed afterwards. */
export const noteKinds = ['note', 'wish', 'complaint', 'competitor-price'] as const;
export const newNoteSchema = z.object({
  text: textOf(20_000).refine((s) => s.length > 0, 'must not be empty'),
  kind: z.enum(noteKinds).default('note'),
});
export const noteSchema = z.object({
  id: idSchema,
  kind: z.enum(noteKinds),
  text: notesOfContact(),
  /** When a complaint was settled; null: it is open, or no complaint. */
  resolvedAt: timeSchema.nullable(),
  by: agentRefSchema.nullable(),
  createdAt: timeSchema,
});

export const noteListQuerySchema = z.object({
  kind: z.enum(noteKinds).optional(),
  /** `true`: only what is to be kept in mind, which is wishes, and complaints that nobody settled. */
  open: z.enum(['true', 'false']).optional(),
});
/** Newest first, fifty at most; all of them are on the time-line. */
export const noteListSchema = z.object({ items: z.array(noteSchema) });

/** While a new person is typed: who may be the same one. */
export const duplicatesQuerySchema = z.object({
  phone: z.string().max(60).optional(),
  email: z.string().max(200).optional(),
  name: z.string().max(200).optional(),
  /** The person being changed, who is no duplicate of themselves. */
  exceptId: idSchema.optional(),
});
export const duplicatesSchema = z.object({
  items: z.array(
    z.object({
      contactId: idSchema.nullable(),
      name: z.string(),
      organisationName: organisationOfContact(),
      owner: ownerOfContact(),
      because: z.array(z.enum(['phone', 'email', 'name'])),
      /** Somebody else's client: only whose it is may be known. */
      restricted: z.boolean(),
    }),
  ),
});

export const birthdayQuerySchema = z.object({
  /** First and last day, both included; a year at most. */
  from: z.iso.date('must be a date such as 2026-05-17'),
  to: z.iso.date('must be a date such as 2026-05-17'),
  ownerId: idSchema.optional(),
});
export const birthdayListSchema = z.object({
  items: z.array(
    z.object({
      contactId: idSchema,
      name: z.string(),
      organisationName: organisationOfContact(),
      owner: ownerOfContact(),
      /** The day it is kept, within the range. */
      date: z.iso.date(),
      /** What they become on it. */
      age: z.number().int(),
    }),
  ),
});
export type Birthday = z.infer<typeof birthdayListSchema>['items'][number];

const organisationRefSchema = z.object({ id: idSchema, name: z.string() });

export const organisationSchema = recordOf(
  'organisation',
  z.object({
    id: idSchema,
    name: z.string(),
    /** The holding it belongs to. */
    parent: organisationRefSchema.nullable(),
    /** Organisations that belong to this one, a hundred at most. */
    children: z.array(organisationRefSchema),
    lifecycle: lifecycleSchema,
    phones: z.array(phoneSchema),
    emails: z.array(z.string()),
    addresses: z.array(addressSchema),
    website: z.string(),
    sourceId: idSchema.nullable(),
    custom: customValuesSchema,
    notes: textWithPhone(),
    owner: agentRefSchema.nullable(),
    timeZone: z.string().nullable(),
    /** Held back with the organisation of people as well: it tells the same. */
    contacts: marked(z.array(z.object({ id: idSchema, name: z.string(), role: roleOfContact() })), {
      copyOf: 'contact.organisation',
    }),
    createdAt: timeSchema,
    updatedAt: timeSchema,
    version: z.number().int(),
  }),
);
export type Organisation = z.infer<typeof organisationSchema>;
export const organisationListSchema = listOf(organisationSchema);
export const newOrganisationSchema = z.object({
  name: nameSchema,
  parentId: idSchema.nullable().default(null),
  lifecycle: lifecycleSchema.default('lead'),
  phones: z.array(newPhoneSchema).max(20).default([]),
  emails: z.array(z.email().max(200)).max(20).default([]),
  addresses: z.array(addressSchema).max(20).default([]),
  website: textOf(300).default(''),
  sourceId: idSchema.nullable().default(null),
  custom: customValuesSchema.default({}),
  notes: textOf(20_000).default(''),
  ownerId: idSchema.nullable().default(null),
  timeZone: z.string().max(64).nullable().default(null),
});
export const organisationPatchSchema = patchOf(newOrganisationSchema).extend({ version: z.number().int().optional() });

/** While a new organisation is typed: which may be the same one, by name without its legal form, number, e-mail domain. */
export const organisationDuplicatesQuerySchema = duplicatesQuerySchema;
export const organisationDuplicatesSchema = z.object({
  items: z.array(
    z.object({
      organisationId: idSchema.nullable(),
      name: z.string(),
      owner: ownerOfOrganisation(),
      because: z.array(z.enum(['phone', 'email', 'name'])),
      /** Somebody else's client: only whose it is may be known. */
      restricted: z.boolean(),
    }),
  ),
});

/** Why a person is thought to be the caller; the first of the list is the strongest. */
export const matchReasons = [
  'own-number',
  'organisation-number',
  'extension',
  'same-last-digits',
  'picked-before',
  'recent-call',
  'owner-is-agent',
] as const;

export const candidateSchema = z.object({
  contactId: idSchema.nullable(),
  organisationId: idSchema.nullable(),
  name: z.string(),
  role: roleOfContact(),
  organisationName: organisationOfContact(),
  owner: ownerOfContact(),
  /** Greater is likelier; only the order has a meaning. */
  score: z.number(),
  because: z.array(z.enum(matchReasons)),
  /** True when the reader may know that this is somebody's client, but not more (access). */
  restricted: z.boolean(),
});
export type Candidate = z.infer<typeof candidateSchema>;
export const lookupSchema = z.object({
  number: z.object({ raw: z.string(), e164: z.string().nullable() }),
  candidates: z.array(candidateSchema),
});

/** One number of a record in full: that somebody asked for it is written down. */
export const revealedPhoneSchema = z.object({
  id: idSchema,
  raw: z.string(),
  e164: z.string().nullable(),
  extension: z.string().nullable(),
});

/** One search box: people, organisations, numbers; deals, tasks and calls by their texts. */
export const searchSchema = z.object({
  items: z.array(
    z.object({
      kind: z.enum(['contact', 'organisation', 'deal', 'task', 'call']),
      id: idSchema,
      /** Of a call of nobody its number. */
      title: textWithPhone(),
      subtitle: textWithPhone(),
      /** The part that matched, for emphasis. */
      matched: textWithPhone(),
    }),
  ),
  /** When what was typed can be dialled: its E.164 or short form. */
  dial: z.string().nullable(),
});
