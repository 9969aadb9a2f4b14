/** Every state of the contract with its word, colour and icon, so that all pages say the same. */
import CircleCheck from '@lucide/svelte/icons/circle-check';
import CirclePause from '@lucide/svelte/icons/circle-pause';
import ClipboardPen from '@lucide/svelte/icons/clipboard-pen';
import LogOut from '@lucide/svelte/icons/log-out';
import Pause from '@lucide/svelte/icons/pause';
import PhoneCall from '@lucide/svelte/icons/phone-call';
import PhoneIncoming from '@lucide/svelte/icons/phone-incoming';
import PhoneMissed from '@lucide/svelte/icons/phone-missed';
import PhoneOff from '@lucide/svelte/icons/phone-off';
import PhoneOutgoing from '@lucide/svelte/icons/phone-outgoing';
import Users from '@lucide/svelte/icons/users';
import type { Component } from 'svelte';
import type { Role } from '$contract/access.contract.ts';
import type { PresenceState } from '$contract/agents.contract.ts';
import type { Call } from '$contract/calls.contract.ts';
import type { Phone } from '$contract/contacts.contract.ts';
import type { CallPhase } from '$lib/live/my-calls.ts';
import { m } from '$lib/paraglide/messages.js';
import type { Tone } from '$lib/ui/tones.ts';

export type Icon = Component<{ size?: number; class?: string; 'aria-hidden'?: 'true' }>;
export interface StateWords {
  label: () => string;
  tone: Tone;
  icon: Icon;
}

export const presenceWords: Record<PresenceState, StateWords> = {
  off: { label: m.state_off, tone: 'paused', icon: LogOut },
  ready: { label: m.state_ready, tone: 'ready', icon: CircleCheck },
  ringing: { label: m.state_ringing, tone: 'ringing', icon: PhoneIncoming },
  'on-call': { label: m.state_on_call, tone: 'talking', icon: PhoneCall },
  'wrap-up': { label: m.state_wrap_up, tone: 'wrapup', icon: ClipboardPen },
  paused: { label: m.state_paused, tone: 'paused', icon: CirclePause },
  'phone-offline': { label: m.state_phone_offline, tone: 'gone', icon: PhoneOff },
};

/** How a live call stands; `dialling` is ringing that we began ourselves, `wrap-up` an ended call with work left. */
export const phaseWords: Record<CallPhase, StateWords> = {
  ringing: { label: m.call_ringing, tone: 'ringing', icon: PhoneIncoming },
  dialling: { label: m.call_dialling, tone: 'ringing', icon: PhoneOutgoing },
  talking: { label: m.call_talking, tone: 'talking', icon: PhoneCall },
  held: { label: m.call_held, tone: 'held', icon: Pause },
  'wrap-up': { label: m.state_wrap_up, tone: 'wrapup', icon: ClipboardPen },
};

export const directionWords: Record<Call['direction'], { label: () => string; icon: Icon }> = {
  inbound: { label: m.direction_inbound, icon: PhoneIncoming },
  outbound: { label: m.direction_outbound, icon: PhoneOutgoing },
  internal: { label: m.direction_internal, icon: Users },
};

export const outcomeWords: Record<NonNullable<Call['outcome']>, StateWords> = {
  answered: { label: m.outcome_answered, tone: 'ready', icon: PhoneCall },
  abandoned: { label: m.outcome_abandoned, tone: 'gone', icon: PhoneMissed },
  'no-answer': { label: m.outcome_no_answer, tone: 'gone', icon: PhoneMissed },
  busy: { label: m.outcome_busy, tone: 'paused', icon: PhoneOff },
  declined: { label: m.outcome_declined, tone: 'paused', icon: PhoneOff },
  failed: { label: m.outcome_failed, tone: 'gone', icon: PhoneOff },
  cancelled: { label: m.outcome_cancelled, tone: 'paused', icon: PhoneOff },
};

/** Words of the life-cycles every firm begins with; its own ones carry their label. */
export const lifecycleWords: Readonly<Record<string, () => string>> = {
  lead: m.lifecycle_lead,
  client: m.lifecycle_client,
  former: m.lifecycle_former,
  supplier: m.lifecycle_supplier,
  partner: m.lifecycle_partner,
  competitor: m.lifecycle_competitor,
};

export const phoneKindWords: Record<Phone['kind'], () => string> = {
  mobile: m.phone_mobile,
  work: m.phone_work,
  home: m.phone_home,
  other: m.phone_other,
};

export const roleWords: Record<Role, () => string> = {
  operator: m.role_operator,
  supervisor: m.role_supervisor,
  manager: m.role_manager,
  administrator: m.role_administrator,
};

/** Words of the sources every firm begins with. */
/** Types of deals that the firm begins with. */
export const dealTypeWords: Readonly<Record<string, () => string>> = {
  'new-business': m.deal_type_new_business,
  repeat: m.deal_type_repeat,
  tender: m.deal_type_tender,
};

export const sourceWords: Readonly<Record<string, () => string>> = {
  call: m.source_call,
  'web-form': m.source_web_form,
  recommendation: m.source_recommendation,
  import: m.source_import,
  'cold-call': m.source_cold_call,
  exhibition: m.source_exhibition,
  api: m.source_api,
};
