/** Reactions of missed calls to what happens elsewhere. All of them look at what is true now, so repetition is harmless. */

import { listener } from '../../platform/outbox/fact.ts';
import type { Platform } from '../../platform/platform.ts';
import type { AgentFacts } from '../agents/agents.events.ts';
import type { CallFacts } from '../calls/calls.events.ts';
import type { ContactFacts, ContactsImported } from '../contacts/contacts.events.ts';
import type { OrganisationFacts } from '../organisations/organisations.events.ts';
import type { PhoneFacts } from '../phones/phones.events.ts';
import type { RetryRuleFacts } from '../retry-rules/retry-rules.events.ts';
import type { SettingsFacts } from '../settings/settings.events.ts';
import { abandonAttempt } from './claim-debt.ts';
import type { MissedCallNeighbours } from './missed-call-neighbours.ts';
import {
  agentChanged,
  callerPicked,
  callMerged,
  numberLost,
  peopleImported,
  personChanged,
  personDeleted,
  replanOpenDebts,
} from './relink-debts.ts';
import { takeTold } from './take-call.ts';

/** What a list of debts shows of a person, and who may know it. */
const shownOfContact = new Set(['name', 'organisationId', 'organisationName', 'owner']);

export const missedCallListeners = (platform: Platform, neighbours: MissedCallNeighbours) => {
  const deps = { ...platform, neighbours };
  return [
    listener<Pick<CallFacts, 'call.started' | 'call.answered' | 'call.ended' | 'call.corrected'>>({
      name: 'settle-missed-call.on-call',
      on: ['call.started', 'call.answered', 'call.ended', 'call.corrected'],
      handle: (fact, { tx }) => takeTold(deps, tx, fact.payload.call),
    }),
    listener<Pick<CallFacts, 'call.merged'>>({
      name: 'move-missed-call.on-call-merged',
      on: ['call.merged'],
      handle: ({ payload }, { tx }) => callMerged(deps, tx, payload.callId, payload.into),
    }),
    listener<Pick<CallFacts, 'originate.failed'>>({
      name: 'free-missed-call.on-originate-failed',
      on: ['originate.failed'],
      handle: ({ payload }, { tx }) => abandonAttempt(deps, tx, payload.originateId),
    }),
    listener<Pick<CallFacts, 'call.worked'>>({
      name: 'name-missed-call.on-caller-picked',
      on: ['call.worked'],
      handle: async ({ payload: { call, changed } }, { tx }) => {
        if (changed.includes('contactId') && call.contactId) await callerPicked(deps, tx, call.id, call.contactId);
      },
    }),
    listener<PhoneFacts>({
      name: 'join-missed-calls.on-number-saved',
      on: ['number.saved'],
      handle: async ({ payload }, { tx }) => {
        if (payload.contactId) await personChanged(deps, tx, payload.contactId);
      },
    }),
    listener<PhoneFacts>({
      name: 'part-missed-calls.on-number-removed',
      on: ['number.removed'],
      handle: async ({ payload: { e164, contactId } }, { tx }) => {
        if (contactId) await numberLost(deps, tx, e164, contactId);
      },
    }),
    listener<Pick<ContactFacts, 'contact.created'>>({
      name: 'name-missed-call.on-contact-created',
      on: ['contact.created'],
      handle: async ({ payload: { contactId, callId } }, { tx }) => {
        if (callId !== null) await callerPicked(deps, tx, callId, contactId);
      },
    }),
    listener<Pick<ContactFacts, 'contact.changed'>>({
      name: 'follow-contact.on-contact-changed',
      on: ['contact.changed'],
      handle: ({ payload: { contactId, changed } }, { tx }) =>
        personChanged(
          deps,
          tx,
          contactId,
          changed.some((key) => shownOfContact.has(key)),
        ),
    }),
    listener<ContactsImported>({
      name: 'follow-contacts.on-contacts-imported',
      on: ['contacts.imported'],
      handle: ({ payload }, { tx }) => peopleImported(deps, tx, payload),
    }),
    listener<Pick<ContactFacts, 'contact.restored'>>({
      name: 'follow-contact.on-contact-restored',
      on: ['contact.restored'],
      handle: ({ payload }, { tx }) => personChanged(deps, tx, payload.contactId),
    }),
    listener<Pick<AgentFacts, 'agent.saved'>>({
      name: 'follow-agent.on-agent-saved',
      on: ['agent.saved'],
      handle: ({ payload }, { tx }) => agentChanged(deps, tx, payload.agentId),
    }),
    listener<ContactFacts>({
      name: 'keep-missed-call.on-contact-deleted',
      on: ['contact.deleted'],
      handle: ({ payload }, { tx }) => personDeleted(deps, tx, payload.contactId),
    }),
    listener<Pick<RetryRuleFacts, 'retry-ladder.changed'>>({
      name: 'replan-missed-calls.on-ladder-changed',
      on: ['retry-ladder.changed'],
      handle: ({ payload }, { tx }) => replanOpenDebts(deps, tx, payload.ladderId),
    }),
    listener<Pick<RetryRuleFacts, 'retry-ladder.deleted'>>({
      name: 'replan-missed-calls.on-ladder-deleted',
      on: ['retry-ladder.deleted'],
      handle: async ({ payload }, { tx }) => {
        if (payload.substituteId) await replanOpenDebts(deps, tx, payload.substituteId, true);
      },
    }),
    listener<SettingsFacts>({
      name: 'replan-missed-calls.on-settings-changed',
      on: ['settings.changed'],
      // The firm's zone is that of every customer whose number does not tell.
      handle: async ({ payload }, { tx }) => {
        if (payload.what === 'settings') await replanOpenDebts(deps, tx, null);
      },
    }),
    listener<Pick<OrganisationFacts, 'organisation.changed'>>({
      name: 'replan-missed-calls.on-organisation-changed',
      on: ['organisation.changed'],
      handle: async ({ payload }, { tx }) => {
        if (payload.changed.includes('timeZone')) await replanOpenDebts(deps, tx, null);
      },
    }),
    listener<RetryRuleFacts>({
      name: 'replan-missed-calls.on-calling-hours-changed',
      on: ['calling-hours.changed'],
      handle: (_, { tx }) => replanOpenDebts(deps, tx, null),
    }),
  ];
};
