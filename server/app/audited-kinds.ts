/** Table of contents: the records whose events have a name and lead somewhere, and whose old values can be put back. */
import type { AuditedKind } from '../modules/audit/audited-kinds.ts';
import { auditedCalls } from '../modules/calls/audited-calls.ts';
import { auditedContacts } from '../modules/contacts/audited-contacts.ts';
import { auditedAdjustments } from '../modules/deal-scoring/audited-adjustment.ts';
import { auditedDeals } from '../modules/deals/audited-deals.ts';
import { auditedExports } from '../modules/exports/audited-exports.ts';
import { auditedImports } from '../modules/imports/audited-imports.ts';
import { auditedMissedCalls } from '../modules/missed-calls/audited-missed-calls.ts';
import { auditedOrganisations } from '../modules/organisations/audited-organisations.ts';
import { auditedSettings } from '../modules/settings/audited-settings.ts';
import { auditedTasks } from '../modules/tasks/audited-tasks.ts';
import type { App } from './app.ts';

export const auditedKinds = ({ calls, missedCalls }: App): AuditedKind[] => [
  auditedContacts,
  auditedOrganisations,
  { ...auditedDeals, actions: { ...auditedDeals.actions, ...auditedAdjustments } },
  auditedTasks,
  auditedSettings,
  auditedCalls(calls.neighbours),
  auditedMissedCalls(missedCalls),
  auditedImports,
  auditedExports,
];
