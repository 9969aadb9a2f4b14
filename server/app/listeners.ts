/** Table of contents: every named reaction to a fact. */

import { agentListeners } from '../modules/agents/agents.listeners.ts';
import { callListeners } from '../modules/calls/calls.listeners.ts';
import { campaignListeners } from '../modules/campaigns/campaigns.listeners.ts';
import { contactListeners } from '../modules/contacts/contacts.listeners.ts';
import { customFieldListeners } from '../modules/custom-fields/custom-fields.listeners.ts';
import { dealScoringListeners } from '../modules/deal-scoring/deal-scoring.listeners.ts';
import { dealListeners } from '../modules/deals/deals.listeners.ts';
import { leadListeners } from '../modules/leads/leads.listeners.ts';
import { missedCallListeners } from '../modules/missed-calls/missed-calls.listeners.ts';
import { queueCallbackListeners } from '../modules/queue-callbacks/queue-callbacks.listeners.ts';
import { recordingListeners } from '../modules/recordings/recordings.listeners.ts';
import { scriptListeners } from '../modules/scripts/scripts.listeners.ts';
import { taskListeners } from '../modules/tasks/tasks.listeners.ts';
import { webFormListeners } from '../modules/web-forms/web-forms.listeners.ts';
import { webhookListeners } from '../modules/webhooks/webhooks.listeners.ts';
import type { FactListener } from '../platform/outbox/fact.ts';
import type { App } from './app.ts';

export const listeners = ({ platform, calls, recordings, missedCalls }: App): FactListener[] => [
  ...agentListeners(platform),
  ...contactListeners(platform),
  ...customFieldListeners(platform),
  ...taskListeners(platform),
  ...callListeners(calls),
  ...dealListeners(),
  ...dealScoringListeners(),
  ...recordingListeners(recordings),
  ...missedCallListeners(platform, missedCalls),
  ...campaignListeners(platform),
  ...queueCallbackListeners(platform),
  ...leadListeners(platform),
  ...scriptListeners(),
  ...webFormListeners(platform),
  ...webhookListeners(platform),
];
