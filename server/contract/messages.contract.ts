/** Messages: what the firm and its customers wrote to each other, as a part of the time-lines. */
import { z } from 'zod';
import { agentRefSchema, idSchema, textOf, timeSchema } from './common.contract.ts';
import { fileRecordKinds } from './files.contract.ts';
import { marked, textWithPhone } from './sensitive.ts';

/** Records that a message can be written to, and hangs on. */
export const messageRecordKinds = fileRecordKinds;
export type MessageRecordKind = (typeof messageRecordKinds)[number];

/** email: goes out by the mail server of the firm · web-form: came by a form of the firm's site. */
export const messageChannels = ['email', 'web-form'] as const;
export type MessageChannel = (typeof messageChannels)[number];

/**
 * received: came in · queued: waits to go out, or to be tried again · sending: is being handed to the mail server · sent: the
 * mail server took it · failed: it did not go out and is not tried any more · unclear: the link broke after it was handed
 * over, so it may have gone out; nobody but a person sends it again · cancelled: taken back before it went out.
 */
export const messageStates = ['received', 'queued', 'sending', 'sent', 'failed', 'unclear', 'cancelled'] as const;
export type MessageState = (typeof messageStates)[number];

/**
 * refused: the mail server does not take this message (a wrong address, too long) · unreachable: it does not answer · sign-in:
 * it does not accept the user or password of SMTP_URL · busy: it asks to come later · not-set-up: SMTP_URL or MAIL_FROM is
 * missing · unclear: the link broke after the message was handed over.
 */
export const messageProblems = ['refused', 'unreachable', 'sign-in', 'busy', 'not-set-up', 'unclear'] as const;
export type MessageProblem = (typeof messageProblems)[number];

/** Characters of a text at most. */
export const maxMessageText = 50_000;

/** An e-mail address that a record shows: who may not see those of a person does not see it here either. */
const addressText = () => marked(z.string().nullable(), { copyOf: 'contact.emails' });

export const messageSchema = z.object({
  id: idSchema,
  direction: z.enum(['in', 'out']),
  channel: z.enum(messageChannels),
  state: z.enum(messageStates),
  /** Records it hangs on; null: on none of that kind, or not for this reader. */
  contactId: idSchema.nullable(),
  organisationId: idSchema.nullable(),
  dealId: idSchema.nullable(),
  /** To whom it went, or from whom it came; null: not known, or not for this reader. */
  address: addressText(),
  subject: textWithPhone(),
  text: textWithPhone(),
  /** What went wrong the last time; `detail`: what the mail server said. */
  problem: z.object({ code: z.enum(messageProblems), detail: z.string() }).nullable(),
  /** When it is tried (again); null: it is not. */
  nextTryAt: timeSchema.nullable(),
  tries: z.number().int(),
  sentAt: timeSchema.nullable(),
  by: agentRefSchema.nullable(),
  createdAt: timeSchema,
});
export type Message = z.infer<typeof messageSchema>;

export const messageOfRecordSchema = z.object({ recordKind: z.enum(messageRecordKinds), recordId: idSchema });
export type MessageOfRecord = z.infer<typeof messageOfRecordSchema>;

/** Where a record can be written to, and from where. */
export const messageAddressesSchema = z.object({
  /** The sender's address of the firm; null: no mail server is set up. */
  from: z.string().nullable(),
  items: z.array(
    z.object({
      /** Null: it may be written to, but not seen. */
      address: addressText(),
      name: z.string(),
      contactId: idSchema.nullable(),
      organisationId: idSchema.nullable(),
    }),
  ),
});
export type MessageAddresses = z.infer<typeof messageAddressesSchema>;

export const newMessageSchema = messageOfRecordSchema.extend({
  /** Left out: the first address that the record has. */
  to: z.email().max(200).optional(),
  subject: textOf(300).refine((text) => text !== '', 'must not be empty'),
  text: textOf(maxMessageText).refine((text) => text !== '', 'must not be empty'),
});
export type NewMessage = z.input<typeof newMessageSchema>;

/** How mail goes out of this server; never the password. */
export const mailServerSchema = z.object({
  /** The sender; null: none is sent. */
  from: z.string().nullable(),
  /** Host and port; null: not set. */
  server: z.string().nullable(),
  /** Variables that still have to be set. */
  missing: z.array(z.enum(['SMTP_URL', 'MAIL_FROM'])),
});
export type MailServerState = z.infer<typeof mailServerSchema>;

/** What the mail server said to a test message to oneself. */
export const mailTestSchema = z.object({
  sent: z.boolean(),
  to: z.string(),
  problem: z.enum(messageProblems).nullable(),
  detail: z.string(),
});
export type MailTest = z.infer<typeof mailTestSchema>;

export const newMailTestSchema = z.object({
  /** Left out: the address one signs in with. */
  to: z.email().max(200).optional(),
});
