/**
 * Facts of merges; the subject is the record that stays. The records themselves tell as well, as after any change:
 * `contact.changed` of the one that stays, `contact.deleted` and `contact.restored` of the others.
 */
interface Merged {
  actionId: string;
  survivorId: string;
  otherIds: string[];
}

export type MergeFacts = {
  'contact.merged': Merged;
  'contact.unmerged': Merged;
  'organisation.merged': Merged;
  'organisation.unmerged': Merged;
};
