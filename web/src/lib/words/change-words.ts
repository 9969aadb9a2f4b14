import { actionWord } from '$lib/events/event-words.ts';
import { givenWords } from '$lib/leads/lead-words.ts';
import { m } from '$lib/paraglide/messages.js';
import { fieldWord } from './field-words.ts';

/**
 * A line of change in words. The server says `contact.changed: phones, ownerId`, which is the audit's language; what is
 * not known here is shown as it came.
 * @example changeWords('contact.changed: phones') // 'Changed: numbers'
 */
export function changeWords(text: string): string {
  const [, action, names = ''] = /^([a-z-]+\.[a-z-]+)(?:: (.*))?$/.exec(text) ?? [];
  switch (action) {
    case 'contact.complaint-settled':
    case 'organisation.complaint-settled':
      return m.change_complaint_settled();
    case 'contact.complaint-reopened':
    case 'organisation.complaint-reopened':
      return m.change_complaint_reopened();
    case 'organisation.created':
      return m.change_organisation_created();
    case 'organisation.deleted':
      return m.change_organisation_deleted();
    case 'organisation.restored':
      return m.change_organisation_restored();
    case 'contact.created':
      return m.change_contact_created();
    case 'contact.deleted':
      return m.change_contact_deleted();
    case 'contact.change-restored':
    case 'organisation.change-restored':
    case 'deal.change-restored':
      return m.event_change_restored();
    case 'contact.restored':
      return m.change_contact_restored();
    case 'contact.merged':
    case 'organisation.merged':
      return m.change_contact_merged({ names });
    case 'contact.merged-into':
      return m.change_contact_merged_into();
    case 'organisation.merged-into':
      return m.change_organisation_merged_into();
    case 'contact.unmerged':
    case 'organisation.unmerged':
      return m.change_contact_unmerged();
    case 'contact.handed-over':
    case 'organisation.handed-over':
    case 'deal.handed-over':
      return names === '' ? m.event_handed_over() : m.change_contact_handed_over({ names: names.replace(', ', ' → ') });
    case 'deal.seat-handed-over':
      return m.change_deal_seat_handed_over({ names: names.replace(', ', ' → ') });
    case 'deal.seat-handed-back':
      return m.change_deal_seat_handed_back({ names: names.replace(', ', ' → ') });
    case 'contact.lead-given':
      return givenWords(names);
    case 'contact.handed-back':
    case 'organisation.handed-back':
    case 'deal.handed-back':
      return names === '' ? m.event_handed_back() : m.change_contact_handed_back({ names: names.replace(', ', ' → ') });
    case 'deal.deleted':
      return m.deals_change_deleted();
    case 'deal.restored':
      return m.deals_change_restored();
    case 'deal.lines-changed':
      return m.deals_change_lines();
    case 'file.deleted':
      return m.deals_change_file_deleted();
    case 'file.restored':
      return m.deals_change_file_restored();
    case 'deal.changed':
    case 'organisation.changed':
    case 'contact.changed': {
      const words = names.split(', ').map(fieldWord);
      return m.change_contact_changed({ fields: [...new Set(words)].join(', ') });
    }
    default:
      // Rarer ones have the words of the page of events.
      return action !== undefined && names === '' ? actionWord({ action, after: null }) : text;
  }
}
