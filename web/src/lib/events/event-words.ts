/** The audit's words (`contact.changed`) in the reader's; what a later server writes is shown as it came. */

import type { AuditEvent } from '$contract/audit.contract.ts';
import type { AuditAction, AuditKind, AuditVerb } from '$contract/audit-actions.ts';
import { m } from '$lib/paraglide/messages.js';

const exportOf = (of: () => string) => () => m.event_kind_export({ of: of().toLocaleLowerCase() });

const kinds: Readonly<Record<AuditKind, () => string>> = {
  abc: exportOf(m.abc),
  'slipping-deals': exportOf(m.slipping),
  leads: exportOf(m.leads_title),
  'lead-sources': exportOf(m.leads_sources_list),
  'missed-calls': exportOf(m.event_kind_missed_call),
  events: exportOf(m.nav_events),
  products: exportOf(m.event_kind_product),
  contact: m.event_kind_contact,
  contacts: exportOf(m.event_kind_contact),
  organisation: m.event_kind_organisation,
  organisations: exportOf(m.event_kind_organisation),
  deal: m.event_kind_deal,
  deals: exportOf(m.event_kind_deal),
  pipeline: m.event_kind_pipeline,
  'loss-reason': m.event_kind_loss_reason,
  product: m.event_kind_product,
  'product-group': m.event_kind_product_group,
  file: m.event_kind_file,
  import: m.event_kind_import,
  'custom-field': m.event_kind_custom_field,
  directory: m.event_kind_directory,
  segment: m.event_kind_segment,
  task: m.event_kind_task,
  tasks: exportOf(m.event_kind_task),
  call: m.event_kind_call,
  calls: exportOf(m.event_kind_call),
  'missed-call': m.event_kind_missed_call,
  recording: m.event_kind_recording,
  number: m.event_kind_number,
  session: m.event_kind_session,
  user: m.event_kind_user,
  agent: m.event_kind_agent,
  team: m.event_kind_team,
  role: m.event_kind_role,
  'api-key': m.event_kind_api_key,
  settings: m.event_kind_settings,
  queue: m.event_kind_queue,
  disposition: m.event_kind_disposition,
  'retry-ladder': m.event_kind_retry_ladder,
  'calling-hours': m.event_kind_calling_hours,
  'web-form': m.forms_title,
  webhook: m.event_kind_webhook,
};

type Words = Readonly<Record<string, () => string>>;
export const kindWord = (kind: string): string => (kinds as Words)[kind]?.() ?? kind;

/** Verbs that mean the same for every kind, and those that are said in another way of one. */
const verbs: Readonly<Partial<Record<AuditAction | AuditVerb, () => string>>> = {
  created: m.event_created,
  changed: m.event_changed,
  deleted: m.event_deleted,
  restored: m.event_restored,
  'change-restored': m.event_change_restored,
  noted: m.event_noted,
  'complaint-settled': m.change_complaint_settled,
  'complaint-reopened': m.change_complaint_reopened,
  archived: m.event_archived,
  assigned: m.event_assigned,
  reopened: m.event_reopened,
  attempted: m.event_attempted,
  merged: m.event_merged,
  'merged-into': m.event_merged_into,
  unmerged: m.event_unmerged,
  'not-duplicate': m.event_not_duplicate,
  'handed-over': m.event_handed_over,
  'handed-back': m.event_handed_back,
  moved: m.event_moved,
  'move-undone': m.event_move_undone,
  'lines-changed': m.event_lines_changed,
  'class-adjusted': m.event_class_adjusted,
  'stage-created': m.event_stage_created,
  'stage-changed': m.event_stage_changed,
  'stage-deleted': m.event_stage_deleted,
  added: m.event_file_added,
  downloaded: m.event_downloaded,
  'export-asked': m.event_asked_export,
  exported: m.event_exported,
  'export-fetched': m.event_export_fetched,
  'import.uploaded': m.event_import_uploaded,
  'import.check': m.event_import_checked,
  'import.start': m.event_import_started,
  'import.pause': m.event_import_paused,
  'import.resume': m.event_import_resumed,
  'import.cancel': m.event_import_cancelled,
  'import.undo': m.event_import_undoing,
  'import.finished': m.event_import_finished,
  'import.undone': m.event_import_undone,
  'missed-call.opened': m.event_missed_opened,
  'missed-call.missed-again': m.event_missed_again,
  'missed-call.attempt-corrected': m.event_missed_outcome_corrected,
  'missed-call.resolved': m.event_missed_settled,
  'missed-call.due': m.event_automatic,
  'missed-call.escalated': m.event_automatic,
  'missed-call.rescheduled': m.event_automatic,
  'missed-call.claimed': m.event_automatic,
  'missed-call.released': m.event_automatic,
  'missed-call.relinked': m.event_automatic,
  'number.revealed': m.event_number_revealed,
  'contact.private-read': m.event_private_read,
  'import.errors-fetched': m.event_import_errors_fetched,
  'import.rows-read': m.event_import_rows_read,
  'recording.played': m.event_recording_played,
  'recording.discarded': m.event_recording_discarded,
  'recording.erased': m.event_recording_erased,
  'recording.stopped': m.event_recording_stopped,
  'recording.paused': m.event_recording_paused,
  'recording.resumed': m.event_recording_resumed,
  'session.began': m.event_session_began,
  'session.ended': m.event_session_ended,
  'session.refused': m.event_session_refused,
  'call.placed': m.event_call_placed,
  'call.worked': m.event_call_worked,
  'call.hung-up': m.event_call_hung_up,
  'call.transferred': m.event_call_transferred,
  'api-key.revoked': m.event_api_key_revoked,
  'contact.lead-given': m.leads_event_given,
  'web-form.submission-accepted': m.forms_event_accepted,
  'web-form.submission-refused': m.forms_event_refused,
  'task.accepted': m.event_task_accepted,
  'task.executed': m.event_task_executed,
  'task.verified': m.event_task_verified,
  'task.returned': m.event_task_returned,
  'task.repeated': m.event_task_repeated,
  'task.dropped': m.event_task_dropped,
  'agent.paused': m.event_agent_paused,
  'agent.unpaused': m.event_agent_unpaused,
  'webhook.tested': m.event_webhook_tested,
  'webhook.resent': m.event_webhook_resent,
  'webhook.paused': m.event_webhook_paused,
  'webhook.secret-renewed': m.event_webhook_secret,
};

/** How a missed call was settled; a reader who may not see the values reads only that it was. */
const settled: Words = {
  'our-call': m.event_missed_resolved,
  'caller-got-through': m.event_how_caller,
  'by-hand': m.event_missed_settled_by_hand,
};

/** @example actionWord({ action: 'contact.changed', after: { name: 'B' } }) // 'Changed' */
export function actionWord({ action, after }: Pick<AuditEvent, 'action' | 'after'>): string {
  if (action === 'missed-call.resolved') {
    const how = settled[String(after?.resolvedHow)];
    if (how) return how();
  }
  const words: Partial<Words> = verbs;
  return (words[action] ?? words[action.slice(action.indexOf('.') + 1)])?.() ?? action;
}
