import { m } from '$lib/paraglide/messages.js';

/** Fields of a person as the audit names them. Several names of one field (id and name) are said once. */
const fieldWords: Record<string, () => string> = {
  name: m.field_name,
  role: m.field_role,
  organisationId: m.field_organisation,
  organisationName: m.field_organisation,
  lifecycle: m.field_lifecycle,
  ownerId: m.field_owner,
  owner: m.field_owner,
  phones: m.field_phones,
  emails: m.field_emails,
  notes: m.field_notes,
  vip: m.field_vip,
  timeZone: m.field_time_zone,
};

/**
 * A line of change in words. The server says `contact.changed: phones, ownerId`, which is the audit's language; what is
 * not known here is shown as it came.
 * @example changeWords('contact.changed: phones') // 'Changed: numbers'
 */
export function changeWords(text: string): string {
  const [, action, names = ''] = /^(contact\.[a-z]+)(?:: (.*))?$/.exec(text) ?? [];
  switch (action) {
    case 'contact.created':
      return m.change_contact_created();
    case 'contact.deleted':
      return m.change_contact_deleted();
    case 'contact.restored':
      return m.change_contact_restored();
    case 'contact.changed': {
      const words = names.split(', ').map((name) => fieldWords[name]?.() ?? name);
      return m.change_contact_changed({ fields: [...new Set(words)].join(', ') });
    }
    default:
      return text;
  }
}
