/** Facts of people. The subject is the contact. */
export type ContactFacts = {
  /**
   * `callId`: the call this person was created from; it is to be attached, whatever number it had. `lifecycle`: what they were
   * made as, which may be over before anybody hears of it.
   */
  'contact.created': { contactId: string; version: number; callId: string | null; lifecycle: string };
  'contact.changed': { contactId: string; version: number; changed: string[] };
  'contact.deleted': { contactId: string; version: number };
  'contact.restored': { contactId: string; version: number };
  'contact.noted': { contactId: string; noteId: string; version: number };
};

/** Very many at once: one fact per batch of an import, instead of one per person. Separate, since few listeners want it. */
export type ContactsImported = {
  /** These people were made, changed or taken back; whoever shows something of them reads it again. */
  'contacts.imported': {
    importId: string;
    contactIds: string[];
    /** E.164 numbers that nobody has any more. */
    removedNumbers: string[];
  };
};

/** Somebody who sees masked numbers had one shown in full. The subject is the record. */
export type RevealFacts = {
  'number.revealed': { kind: 'contact' | 'organisation'; recordId: string; phoneId: string };
};
