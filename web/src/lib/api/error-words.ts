import { missingOf, missingWords } from '$lib/deals/missing-words.ts';
import { m } from '$lib/paraglide/messages.js';
import { fieldWord } from '$lib/words/field-words.ts';
import { talkBoundsWords } from '$lib/words/talk-bounds.ts';
import { ApiFailure } from './api-failure.ts';

export type Severity = 'info' | 'warning' | 'error';
/** retry: the same may work later · reload: look at the new state · sign-in: go to the sign-in page. */
export type ErrorAction = 'retry' | 'reload' | 'sign-in' | 'none';
export interface ErrorWords {
  severity: Severity;
  text: string;
  action: ErrorAction;
}
interface Row {
  severity: Severity;
  /** Gets the fields of the refusal, which can hold names. */
  text: (fields: Record<string, string>) => string;
  action: ErrorAction;
}

const row = (severity: Severity, text: Row['text'], action: ErrorAction = 'none'): Row => ({ severity, text, action });

/** Names of fields, each said once, in the reader's words. */
const namesOf = (fields: Record<string, string>): string =>
  // A field of a line is named by its last part: `offered.0.price`.
  [...new Set(Object.keys(fields).map((key) => fieldWord(key.slice(key.lastIndexOf('.') + 1))))].join(', ');

/** What a strict deal still needs: fields, tasks, stages. */
const missingIn = (fields: Record<string, string>): string =>
  missingOf(fields)
    .map((part) => missingWords(part, []))
    .join(', ');

/** The talk that a result takes. */
const boundsIn = ({ minSeconds, maxSeconds }: Record<string, string>): string =>
  talkBoundsWords({
    minSeconds: minSeconds === undefined ? null : Number(minSeconds),
    maxSeconds: maxSeconds === undefined ? null : Number(maxSeconds),
  });

const pbxRefused = row('warning', m.error_pbx, 'retry');
const pbxAway = row('error', m.error_pbx_unreachable, 'retry');
const signedOut = row('warning', m.error_signed_out, 'sign-in');

const wrongPassword = row('warning', m.error_wrong_password);
const callOver = row('info', m.error_call_over);
const noPhone = row('warning', m.error_no_phone);
const nameTaken = row('warning', m.error_name_taken);

/** The one table that says how a refusal of the server shows up. A code that is not in it is told by its status. */
export const byCode: Record<string, Row> = {
  'network.unreachable': row('error', m.error_network, 'retry'),
  'network.timeout': row('warning', m.error_timeout, 'reload'),
  'database.unavailable': row('error', m.error_database, 'retry'),

  'access.wrong_credentials': wrongPassword,
  'access.locked_out': row('warning', m.error_locked_out),
  'access.not_signed_in': signedOut,
  'access.email_taken': row('warning', m.error_email_taken),
  'access.team_taken': nameTaken,
  'access.role_taken': nameTaken,
  'access.role_stale': row('warning', m.error_stale_role, 'reload'),
  'access.role_in_use': row('warning', m.error_role_in_use),
  'access.more_than_yours': row('warning', m.error_more_than_yours),
  'access.field_held_back': row('warning', (fields) => m.error_field_held_back({ fields: namesOf(fields) })),
  'phones.masked': row('warning', m.error_number_masked),
  'access.masked_number_unclear': row('warning', m.error_masked_number_unclear),
  'contacts.numbers_hidden': row('warning', m.error_numbers_hidden),
  'audit.changed_since': row('warning', (fields) => m.error_changed_since({ fields: namesOf(fields) })),
  'audit.nothing_to_restore': row('info', m.error_nothing_to_restore),
  'audit.record_gone': row('warning', m.error_record_gone),
  'audit.value_gone': row('warning', (fields) => m.error_value_gone({ fields: namesOf(fields) })),
  'audit.value_not_allowed': row('warning', (fields) => m.error_value_not_allowed({ fields: namesOf(fields) })),
  'audit.not_yours': row('warning', m.error_forbidden),
  'audit.cannot_restore': row('info', m.error_cannot_restore),
  'access.last_administrator': row('warning', m.error_last_administrator),
  'agents.interface_taken': row('warning', m.error_interface_taken),
  'agents.unknown_skill': row('warning', m.error_unknown_skill, 'reload'),

  'scripts.stale': row('warning', m.scripts_error_stale),
  'scripts.invalid': row('warning', m.scripts_error_invalid),
  'scripts.answers_invalid': row('warning', m.scripts_error_answers),
  'scripts.not_published': row('info', m.scripts_call_none),
  'leads.not_yours': row('warning', m.leads_error_not_yours),
  'web-forms.nobody_to_reach': row('warning', m.forms_nobody_to_reach),
  'web-forms.already_taken': row('info', m.forms_error_taken, 'reload'),
  'web-forms.not_found': row('info', m.forms_error_gone, 'reload'),
  'imports.stale': row('warning', m.error_import_stale, 'reload'),
  'imports.not_now': row('info', m.error_import_not_now, 'reload'),
  'imports.not_editable': row('info', m.error_import_not_now, 'reload'),
  'imports.file_too_large': row('warning', m.error_import_too_large),
  'imports.file_empty': row('warning', m.error_import_empty),
  'imports.file_unknown': row('warning', m.error_import_unknown),
  'imports.file_gone': row('info', m.error_export_expired),
  'imports.mapping_invalid': row('warning', m.error_import_mapping),
  'imports.sheet_unknown': row('warning', m.error_import_sheet, 'reload'),
  'imports.field_off': row('warning', m.error_import_field_off),
  'imports.defaults_invalid': row('warning', m.error_import_defaults),
  'exports.expired': row('info', m.error_export_expired),

  'calls.has_ended': callOver,
  'calls.still_live': row('info', m.error_still_live),
  'calls.not_yours': row('warning', m.error_not_yours),
  'calls.not_in_call': row('info', m.error_not_in_call),
  'calls.which_agent': row('info', m.error_which_agent),
  'calls.hold_not_supported': row('info', m.error_hold_on_phone),
  'calls.no_agent': noPhone,
  'calls.no_device': noPhone,
  'calls.do_not_call': row('warning', m.error_do_not_call),
  'calls.sub_result_needed': row('warning', m.error_sub_result),
  'calls.result_out_of_time': row('warning', (fields) =>
    m.error_result_time({ found: fields.talkSeconds ?? '', allowed: boundsIn(fields) }),
  ),
  'calls.number_needed': row('warning', m.error_number_needed),
  'calls.no_such_number': row('warning', m.error_number_needed),
  'calls.not_diallable': row('warning', m.error_not_dialable),
  'calls.no_recording': row('info', m.error_no_recording),
  'recordings.not_ready': row('info', m.error_recording_not_ready, 'retry'),
  'pbx.unreachable': pbxAway,
  'pbx.refused': pbxRefused,
  'pbx.timed_out': pbxRefused,
  'pbx.call_not_found': callOver,

  'deal-scoring.not_yours': row('warning', m.error_score_not_yours),
  'deals.not_yours': row('warning', m.error_not_yours),
  'deals.undo_too_late': row('info', m.error_deal_undo_late),
  'deals.closed': row('info', m.error_deal_closed),
  'deals.money_hidden': row('warning', m.error_deal_money_hidden),
  'deals.unknown_stage': row('info', m.error_deal_unknown_stage),
  'deals.outside_process': row('warning', m.error_deal_outside_process),
  'deals.goes_back': row('warning', m.error_deal_goes_back),
  'deals.skips_stages': row('warning', (fields) => m.error_deal_skips_stages({ missing: missingIn(fields) })),
  'deals.not_complete': row('warning', (fields) => m.error_deal_not_complete({ missing: missingIn(fields) })),
  'products.discount_too_large': row('warning', m.error_discount),
  'products.code_taken': row('warning', m.error_code_taken),
  'pipelines.stage_stays': row('info', m.error_stage_stays),
  'pipelines.last': row('info', m.error_last_pipeline),
  'files.too_large': row('warning', m.error_file_large),
  'files.empty': row('warning', m.error_file_empty),
  'files.cut_off': row('warning', m.error_file_empty, 'retry'),
  'files.too_many': row('warning', m.error_files_many),
  'files.not_yours': row('warning', m.error_not_yours),
  'messages.gone': row('info', m.error_message_gone, 'reload'),
  'messages.no_address': row('warning', m.error_message_no_address),
  'messages.not_failed': row('info', m.error_message_not_failed, 'reload'),
  'messages.not_set_up': row('warning', m.message_not_set_up),
  'contacts.merged': row('info', m.error_merged),
  'contacts.is_merged': row('info', m.error_merged),
  'organisations.merged': row('info', m.error_firm_merged),
  'organisations.is_merged': row('info', m.error_merged),
  'merges.stale': row('warning', m.error_merge_stale, 'reload'),
  'merges.not_yours': row('warning', m.error_not_yours),
  'merges.circle': row('warning', m.error_merge_circle),
  'merges.survivor_gone': row('warning', m.error_merge_later_first),
  'hand-overs.not_yours': row('warning', m.error_not_yours),
  'rotations.not_yours': row('warning', m.error_not_yours),
  'rotations.too_many': row('warning', m.error_rotation_too_many),
  'reversible-actions.already_undone': row('info', m.error_already_undone, 'reload'),
  'contacts.not_yours': row('warning', m.error_not_yours),
  'organisations.not_yours': row('warning', m.error_not_yours),
  'tasks.not_yours': row('warning', m.error_not_yours),
  'tasks.giver_only': row('warning', m.error_task_giver_only),
  'tasks.assignee_only': row('warning', m.error_task_assignee_only),
  'tasks.step_not_possible': row('info', m.error_conflict, 'reload'),
  'missed_calls.being_called': row('warning', ({ agentName }) =>
    agentName ? m.error_being_called({ name: agentName }) : m.error_being_called_colleague(),
  ),
  'missed_calls.already_closed': row('info', m.error_already_closed),
  'missed_calls.still_open': row('info', m.error_still_open),
  'missed_calls.another_open': row('info', m.error_another_open),
  'queue_callbacks.not_found': row('info', m.error_queue_callback_not_found, 'reload'),
  'missed_calls.assign_refused': row('warning', m.error_assign_refused),

  'campaigns.not_ready': row('warning', m.error_campaign_not_ready),
  'campaigns.not_running': row('info', m.error_campaign_not_running, 'reload'),
  'campaigns.finished': row('info', m.error_campaign_over, 'reload'),
  'campaigns.name_taken': row('warning', m.error_campaign_name),
  'campaigns.changed': row('warning', m.error_campaign_changed, 'reload'),
  'do_not_call.not_found': row('info', m.dnc_error_gone, 'reload'),
  'call_lists.changed': row('warning', m.error_campaign_changed, 'reload'),
  'call_lists.building': row('info', m.error_list_building),
  'call_lists.nobody_named': row('warning', m.error_list_nobody_named),
  'call_lists.too_many_named': row('warning', m.error_list_too_many_named),
  'campaigns.not_callable': row('warning', m.error_not_callable),
  'campaigns.result_needed': row('warning', m.error_result_needed),
  'campaigns.agent_busy': row('warning', m.error_result_needed),
  'campaigns.being_called': row('warning', m.error_called_by_campaign),
  'campaigns.no_telephone': noPhone,

  'webhooks.invalid_url': row('warning', m.error_webhook_url),
  'webhooks.is_off': row('info', m.error_webhook_off),

  'dispositions.main_invalid': row('warning', m.error_result_main),
  'dispositions.code_taken': nameTaken,
  'dispositions.label_taken': nameTaken,
  'loss_reasons.name_taken': nameTaken,
  'directories.label_taken': nameTaken,
  'retry_rules.name_taken': nameTaken,
  'retry_rules.ladder_in_use': row('warning', m.error_ladder_in_use),
  'retry_rules.ladder_is_default': row('warning', m.error_default_needed),
  'retry_rules.default_needed': row('warning', m.error_default_needed),
};

function byStatus(status: number): Row {
  if (status === 401) return signedOut;
  if (status === 403) return row('warning', m.error_forbidden);
  if (status === 404) return row('info', m.error_not_found, 'reload');
  if (status === 409) return row('warning', m.error_conflict, 'reload');
  if (status === 400 || status === 413 || status === 422) return row('warning', m.error_invalid);
  if (status === 429) return row('warning', m.error_too_many, 'retry');
  if (status === 502) return pbxRefused;
  if (status === 503) return pbxAway;
  return row('error', m.error_internal, 'retry');
}

/**
 * What to tell a person of anything that was thrown: what happened, what it means, what to do. Never a code alone.
 * @example const { text } = describeError(failure)
 */
export function describeError(error: unknown): ErrorWords {
  if (!(error instanceof ApiFailure)) return describeError(new ApiFailure('console.bug', 500, String(error)));
  const found = byCode[error.code] ?? byStatus(error.status);
  return { severity: found.severity, text: found.text(error.fields), action: found.action };
}
