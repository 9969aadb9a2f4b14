import { m } from '$lib/paraglide/messages.js';

/** What hangs on a person, or changes hands, by the names of the server. */
export const partWords: Readonly<Record<string, () => string>> = {
  contacts: m.merge_part_contacts,
  organisations: m.merge_part_organisations,
  deals: m.merge_part_deals,
  managedDeals: m.merge_part_managed_deals,
  calls: m.merge_part_calls,
  notes: m.merge_part_notes,
  messages: m.messages_title,
  entries: m.event_kind_entry,
  attempts: m.merge_part_attempts,
  scriptRuns: m.scripts_part_runs,
  scriptAnswers: m.scripts_part_answers,
  tasks: m.merge_part_tasks,
  missedCalls: m.merge_part_missed_calls,
  partnerDeals: m.merge_part_partner_deals,
  files: m.merge_part_files,
  phones: m.field_phones,
};

/** @example countWords({ calls: 3, notes: 0 }) // 'Calls 3' */
export const countWords = (counts: Readonly<Record<string, number | undefined>>): string =>
  Object.entries(partWords)
    .flatMap(([part, word]) => (counts[part] ? [`${word()} ${counts[part]}`] : []))
    .join(' · ');
