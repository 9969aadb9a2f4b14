/** Table of contents: the records whose events have a name and lead somewhere, and whose old values can be put back. */

import { auditedAccess } from '../modules/access/audited-access.ts';
import { auditedAgents } from '../modules/agents/audited-agents.ts';
import type { AuditedKind } from '../modules/audit/audited-kinds.ts';
import { auditedCallLists } from '../modules/call-lists/audited-call-lists.ts';
import { auditedCalls } from '../modules/calls/audited-calls.ts';
import { auditedDispositions } from '../modules/calls/audited-dispositions.ts';
import { auditedCampaigns } from '../modules/campaigns/audited-campaigns.ts';
import { auditedContacts } from '../modules/contacts/audited-contacts.ts';
import { auditedCustomFields } from '../modules/custom-fields/audited-custom-fields.ts';
import { auditedAdjustments } from '../modules/deal-scoring/audited-adjustment.ts';
import { auditedDeals } from '../modules/deals/audited-deals.ts';
import { auditedPipelines } from '../modules/deals/audited-pipelines.ts';
import { auditedDirectories } from '../modules/directories/audited-directories.ts';
import { auditedDoNotCall } from '../modules/do-not-call/audited-do-not-call.ts';
import { auditedExports } from '../modules/exports/audited-exports.ts';
import { auditedImports } from '../modules/imports/audited-imports.ts';
import { auditedMissedCalls } from '../modules/missed-calls/audited-missed-calls.ts';
import { auditedOrganisations } from '../modules/organisations/audited-organisations.ts';
import { auditedProducts } from '../modules/products/audited-products.ts';
import { auditedQueues } from '../modules/queues/audited-queues.ts';
import { auditedRetryRules } from '../modules/retry-rules/audited-retry-rules.ts';
import { holdLadder } from '../modules/retry-rules/retry-rules.usecases.ts';
import { auditedScripts } from '../modules/scripts/audited-scripts.ts';
import { auditedSegments } from '../modules/segments/audited-segments.ts';
import { checkFilter } from '../modules/segments/select-records.usecases.ts';
import { auditedSettings } from '../modules/settings/audited-settings.ts';
import { auditedTasks } from '../modules/tasks/audited-tasks.ts';
import { auditedWebForms } from '../modules/web-forms/audited-web-forms.ts';
import { auditedWebhooks } from '../modules/webhooks/audited-webhooks.ts';
import type { App } from './app.ts';
import { withFields } from './field-sources.ts';

export const auditedKinds = ({ platform, calls, missedCalls }: App): AuditedKind[] => [
  auditedContacts,
  auditedOrganisations,
  { ...auditedDeals, actions: { ...auditedDeals.actions, ...auditedAdjustments } },
  auditedTasks,
  auditedSettings,
  auditedCalls(calls.neighbours),
  auditedMissedCalls(missedCalls),
  auditedImports,
  auditedExports,
  ...auditedProducts,
  ...auditedPipelines,
  ...auditedRetryRules,
  ...auditedAccess,
  auditedAgents,
  auditedDispositions,
  auditedDirectories,
  auditedDoNotCall,
  auditedCustomFields,
  auditedQueues({ hold: holdLadder }),
  auditedSegments((sql, reader, given) => checkFilter(withFields(platform), sql, reader, given)),
  auditedCampaigns,
  auditedCallLists,
  auditedScripts,
  auditedWebForms,
  auditedWebhooks,
];
