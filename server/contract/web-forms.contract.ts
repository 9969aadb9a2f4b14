/** Forms on the firm's own site: what they send becomes a person, a lead. */
import { z } from 'zod';
import { idSchema, listOf, listQuerySchema, nameSchema, patchOf, textOf, timeSchema } from './common.contract.ts';
import { textWithPhone } from './sensitive.ts';

/** Why something that a form sent is put aside until a person has looked at it. */
export const suspicions = ['honeypot', 'too-fast', 'no-token', 'old-token', 'links', 'foreign-origin'] as const;
export const suspicionSchema = z.enum(suspicions);
export type Suspicion = z.infer<typeof suspicionSchema>;

/** Name of the field that no person sees and only a machine fills in. */
export const honeypotField = 'homepage';
export const tokenField = 'token';

const originSchema = z
  .string()
  .max(200)
  .regex(/^https?:\/\/[a-z0-9.-]+(:\d{1,5})?$/, 'must be an origin such as https://www.example.com');

export const webFormSchema = z.object({
  /** Its key: a part of the address that the form is sent to. */
  id: idSchema,
  name: z.string(),
  active: z.boolean(),
  /** Sites it may stand on; none: any. What comes from elsewhere is put aside. */
  origins: z.array(z.string()),
  /** Entry of the directory `source` that its people get. */
  sourceId: idSchema.nullable(),
  /** Where a form without a script leads to afterwards; null: a page that says thank you. */
  thanksUrl: z.string().nullable(),
  createdAt: timeSchema,
  /** Waiting for somebody to look at them. */
  suspected: z.number().int(),
  version: z.number().int(),
});
export type WebForm = z.infer<typeof webFormSchema>;
export const webFormListSchema = z.object({ items: z.array(webFormSchema) });

export const newWebFormSchema = z.object({
  name: nameSchema,
  origins: z.array(originSchema).max(20).default([]),
  sourceId: idSchema.nullable().default(null),
  thanksUrl: z
    .url({ protocol: /^https?$/ })
    .max(500)
    .nullable()
    .default(null),
});
export const webFormPatchSchema = patchOf(newWebFormSchema.extend({ active: z.boolean() }));

export const submissionStates = ['new', 'taken', 'joined', 'suspected', 'refused'] as const;
export const submissionSchema = z.object({
  id: idSchema,
  formId: idSchema,
  receivedAt: timeSchema,
  /** new: on its way · taken: a new person · joined: a person who was there already · suspected: put aside · refused */
  state: z.enum(submissionStates),
  suspicions: z.array(suspicionSchema),
  contactId: idSchema.nullable(),
  fields: z.array(z.object({ name: z.string(), value: textWithPhone() })),
});
export type Submission = z.infer<typeof submissionSchema>;
export const submissionListSchema = listOf(submissionSchema);
export const submissionListQuerySchema = listQuerySchema.extend({ state: z.enum(submissionStates).optional() });

/** What a page asks for before it shows the form. */
export const formTokenSchema = z.object({
  /** To be sent along as the field `token`. */
  token: z.string(),
  /** Sooner than this nobody has filled in a form. */
  minSeconds: z.number().int(),
});

const fieldText = z
  .union([textOf(10_000), z.number(), z.boolean(), z.null()])
  .transform((value) => String(value ?? ''));
/** Fields of the form by their names: name, phone, email, message, utm_source …; whatever else comes is kept in a note. */
export const submittedFieldsSchema = z
  .record(z.string().min(1).max(100), fieldText)
  .refine((fields) => Object.keys(fields).length <= 60, 'must not have more than 60 fields');
export const receivedSchema = z.object({ received: z.literal(true) });
