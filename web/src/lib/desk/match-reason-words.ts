import type { Candidate } from '$contract/contacts.contract.ts';
import { m } from '$lib/paraglide/messages.js';

/** Why somebody is thought to be the caller, in words. */
export const matchReasonWords: Record<Candidate['because'][number], () => string> = {
  'own-number': m.desk_because_own_number,
  'organisation-number': m.desk_because_organisation_number,
  extension: m.desk_because_extension,
  'same-last-digits': m.desk_because_same_last_digits,
  'picked-before': m.desk_because_picked_before,
  'recent-call': m.desk_because_recent_call,
  'owner-is-agent': m.desk_because_owner_is_agent,
};
