import { m } from '$lib/paraglide/messages.js';
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
  text: () => string;
  action: ErrorAction;
}

const row = (severity: Severity, text: () => string, action: ErrorAction): Row => ({ severity, text, action });

const pbxRefused = row('warning', m.error_pbx, 'retry');
const pbxAway = row('error', m.error_pbx_unreachable, 'retry');
const signedOut = row('warning', m.error_signed_out, 'sign-in');

/** The one table that says how a refusal of the server shows up. A code that is not in it is told by its status. */
export const byCode: Record<string, Row> = {
  'network.unreachable': row('error', m.error_network, 'retry'),
  'network.timeout': row('warning', m.error_timeout, 'reload'),
  'access.wrong_password': row('warning', m.error_wrong_password, 'none'),
  'access.invalid_credentials': row('warning', m.error_wrong_password, 'none'),
  'access.locked_out': row('warning', m.error_locked_out, 'none'),
  'access.too_many_attempts': row('warning', m.error_locked_out, 'none'),
  'access.not_signed_in': signedOut,
  'calls.not_live': row('info', m.error_call_over, 'none'),
  'calls.already_ended': row('info', m.error_call_over, 'none'),
  'calls.number_not_dialable': row('warning', m.error_not_dialable, 'none'),
  'calls.agent_without_phone': row('warning', m.error_no_phone, 'none'),
  'call.not-found': row('info', m.error_call_over, 'none'),
  'pbx.unreachable': pbxAway,
  'pbx.refused': pbxRefused,
  'pbx.timed-out': pbxRefused,
};

function byStatus(status: number): Row {
  if (status === 401) return signedOut;
  if (status === 403) return row('warning', m.error_forbidden, 'none');
  if (status === 404) return row('info', m.error_not_found, 'reload');
  if (status === 409) return row('warning', m.error_conflict, 'reload');
  if (status === 400 || status === 413 || status === 422) return row('warning', m.error_invalid, 'none');
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
  const found = error instanceof ApiFailure ? (byCode[error.code] ?? byStatus(error.status)) : byStatus(500);
  return { severity: found.severity, text: found.text(), action: found.action };
}
