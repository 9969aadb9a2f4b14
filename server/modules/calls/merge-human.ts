/** Pure: what people said of a call that turned out to be part of another one moves to the one that goes on. */
import type { CallHuman } from './call-row.ts';

function joined(first: string, second: string): string {
  if (second === '' || first === second) return first;
  return first === '' ? second : `${first}\n${second}`;
}

/**
 * The survivor's own words win; what it lacks it inherits; notes are joined. A contact that a person picked beats one that
 * the look-up found.
 */
export function mergeHuman(survivor: CallHuman, merged: CallHuman): CallHuman {
  const takesContact =
    merged.contactId !== null && (survivor.contactId === null || (merged.contactPicked && !survivor.contactPicked));
  const contact = takesContact ? merged : survivor;
  return {
    candidates: contact.candidates.length > 0 ? contact.candidates : survivor.candidates,
    contactId: contact.contactId,
    organisationId: contact.organisationId,
    contactPicked: contact.contactPicked,
    dispositionId: survivor.dispositionId ?? merged.dispositionId,
    note: joined(survivor.note, merged.note),
    mainNeed: joined(survivor.mainNeed, merged.mainNeed),
    nextStep: survivor.nextStep ?? merged.nextStep,
    // What waited for its call from before there were fields has none.
    custom: { ...(merged.custom ?? {}), ...survivor.custom },
  };
}
