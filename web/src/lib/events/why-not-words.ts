import type { AuditEvent } from '$contract/audit.contract.ts';
import { m } from '$lib/paraglide/messages.js';

/** Why nothing of an event is put back. */
export const whyNotWords: Record<NonNullable<AuditEvent['whyNotRestorable']>, () => string> = {
  read: m.events_why_read,
  made: m.events_why_made,
  happened: m.events_why_happened,
  'way-back': m.events_why_way_back,
  gone: m.events_why_gone,
  secret: m.events_why_secret,
  follows: m.events_why_follows,
  rule: m.events_why_rule,
};
