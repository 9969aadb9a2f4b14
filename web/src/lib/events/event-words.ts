/** The audit's words (`contact.changed`) in the reader's; what is not known here is shown as it came. */
import { m } from '$lib/paraglide/messages.js';

const kinds: Record<string, () => string> = {
  contact: m.event_kind_contact,
  organisation: m.event_kind_organisation,
  deal: m.event_kind_deal,
  pipeline: m.event_kind_pipeline,
  product: m.event_kind_product,
  file: m.event_kind_file,
  'custom-field': m.event_kind_custom_field,
  segment: m.event_kind_segment,
  task: m.event_kind_task,
  call: m.event_kind_call,
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
};

export const kindWord = (kind: string): string => kinds[kind]?.() ?? kind;

/** Verbs that mean the same for every kind, and those that only one kind has. */
const verbs: Record<string, () => string> = {
  created: m.event_created,
  changed: m.event_changed,
  deleted: m.event_deleted,
  restored: m.event_restored,
  'change-restored': m.event_change_restored,
  noted: m.event_noted,
  archived: m.event_archived,
  assigned: m.event_assigned,
  reopened: m.event_reopened,
  attempted: m.event_attempted,
  merged: m.event_merged,
  moved: m.event_moved,
  'move-undone': m.event_move_undone,
  'lines-changed': m.event_lines_changed,
  downloaded: m.event_downloaded,
  'missed-call.opened': m.event_missed_opened,
  'missed-call.missed-again': m.event_missed_again,
  'missed-call.resolved': m.event_missed_resolved,
  'missed-call.due': m.event_automatic,
  'missed-call.escalated': m.event_automatic,
  'missed-call.rescheduled': m.event_automatic,
  'missed-call.claimed': m.event_automatic,
  'missed-call.released': m.event_automatic,
  'missed-call.relinked': m.event_automatic,
  'number.revealed': m.event_number_revealed,
  'recording.played': m.event_recording_played,
  'recording.discarded': m.event_recording_discarded,
  'recording.erased': m.event_recording_erased,
  'recording.stopped': m.event_recording_stopped,
  'session.began': m.event_session_began,
  'session.ended': m.event_session_ended,
  'session.refused': m.event_session_refused,
  'call.placed': m.event_call_placed,
  'call.worked': m.event_call_worked,
  'api-key.revoked': m.event_api_key_revoked,
  'task.dropped': m.event_task_dropped,
  'agent.paused': m.event_agent_paused,
  'agent.unpaused': m.event_agent_unpaused,
};

/** @example actionWord('contact.changed') // 'Changed' */
export const actionWord = (action: string): string =>
  (verbs[action] ?? verbs[action.slice(action.indexOf('.') + 1)])?.() ?? action;
