import type { Call } from '$contract/calls.contract.ts';
import { m } from '$lib/paraglide/messages.js';

export const agentRoleWords: Record<Call['agents'][number]['role'], () => string> = {
  answered: m.calls_role_answered,
  rang: m.calls_role_rang,
  'transferred-to': m.calls_role_transferred,
  consulted: m.calls_role_consulted,
  monitored: m.calls_role_monitored,
};

export const endedByWords: Record<NonNullable<Call['endedBy']>, () => string> = {
  remote: m.calls_ended_remote,
  agent: m.calls_ended_agent,
  system: m.calls_ended_system,
};

const transfers: Record<string, () => string> = {
  blind: m.calls_transfer_blind,
  attended: m.calls_transfer_attended,
  redirect: m.calls_transfer_redirect,
  park: m.calls_transfer_park,
  forward: m.calls_transfer_forward,
};

export const transferWords = (kind: string): string => transfers[kind]?.() ?? kind;
