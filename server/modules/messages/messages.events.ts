/** Facts of messages. The subject is the message. */

interface OfMessage {
  messageId: string;
  contactId: string | null;
  organisationId: string | null;
  dealId: string | null;
  /** The user who wrote it; null: it came in, or a program wrote it. */
  byId: string | null;
}

export type MessageFacts = {
  /** Written, tried in vain, taken back, or sent again: whoever shows it reads it again. */
  'message.changed': OfMessage;
  /** Something came in. */
  'message.received': OfMessage;
  /** The mail server has it. */
  'message.sent': OfMessage;
  /** It did not go out, or nobody knows, and it is not tried any more. */
  'message.failed': OfMessage;
};
