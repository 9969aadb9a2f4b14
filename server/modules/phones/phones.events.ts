/** Facts of numbers. The subject is the E.164 form, so a listener gets the facts of one number in order. */
export interface NumberHolder {
  contactId: string | null;
  organisationId: string | null;
}

export type PhoneFacts = {
  /** A number now belongs to this person or organisation: earlier calls of it can be linked. */
  'number.saved': NumberHolder & { e164: string };
  'number.removed': NumberHolder & { e164: string };
};
