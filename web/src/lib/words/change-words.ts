import { actionWord } from '$lib/events/event-words.ts';
import { givenWords } from '$lib/leads/lead-words.ts';
import { m } from '$lib/paraglide/messages.js';

/** Fields of a person or a deal as the audit names them. Several names of one field (id and name) are said once. */
export const fieldWords: Record<string, () => string> = {
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
  title: m.deals_title,
  potential: m.deals_potential,
  probability: m.deals_probability,
  expectedClose: m.deals_expected_close,
  mainInterest: m.deals_main_interest,
  source: m.deals_source,
  advertisingChannel: m.deals_channel,
  typeId: m.deals_type,
  partner: m.deals_partner,
  adjustment: m.scores_boss,
  contactId: m.deals_contact,
  contactName: m.deals_contact,
  managers: m.deals_managers,
  contacts: m.deals_people,
  mode: m.deals_mode,
  pipelineId: m.deals_pipeline,
  stageId: m.deals_stage,
  stageName: m.deals_stage,
  stage: m.deals_stage,
  state: m.deals_state,
  lossReasonId: m.deals_lost_reason,
  lossReason: m.deals_lost_reason,
  lossComment: m.deals_lost_comment,
  money: m.roles_money,
  price: m.deals_price,
  discountPercent: m.deals_discount,
  offered: m.deals_offered,
  sold: m.deals_sold,
  assigneeAgentId: m.due_assignee,
  resolvedHow: m.event_field_how,
  nextAttemptAt: m.event_field_next_attempt,
  closedAt: m.event_field_closed_at,
  closeNote: m.work_note,
  note: m.work_note,
  private: m.field_private,
  dueAt: m.field_due,
  durationMinutes: () => m.task_duration().toLocaleLowerCase(),
  done: m.field_done,
  agent: m.field_agent,
  deleted: m.field_deleted,
  roleId: () => m.settings_role().toLocaleLowerCase(),
  teamId: () => m.settings_team().toLocaleLowerCase(),
  language: () => m.language().toLocaleLowerCase(),
  email: () => m.settings_email().toLocaleLowerCase(),
  active: () => m.settings_active().toLocaleLowerCase(),
  skillIds: () => m.settings_skills().toLocaleLowerCase(),
  birthday: m.people_birthday,
  mainNeed: m.people_main_need,
  satisfaction: m.people_satisfaction,
  sourceId: m.people_source,
  addresses: m.people_addresses,
  otherRoles: m.people_other_organisations,
  custom: m.people_own_fields,
  parentId: m.organisations_holding,
  parent: m.organisations_holding,
  website: m.organisations_website,
};

/** A field as people call it; one that is not known here as it came. */
export const fieldWord = (name: string): string => fieldWords[name]?.() ?? name;

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
