/** Table of contents: every HTTP route, and every WebSocket address beside the live link. */
import { accessRoutes } from '../modules/access/access.routes.ts';
import { agentRoutes } from '../modules/agents/agents.routes.ts';
import { auditRoutes } from '../modules/audit/audit.routes.ts';
import type { AuditedKind } from '../modules/audit/audited-kinds.ts';
import { changeTeller, type TellChanges } from '../modules/audit/tell-changes.usecases.ts';
import { callListRoutes } from '../modules/call-lists/call-lists.routes.ts';
import { callTimeline, organisationCallTimeline } from '../modules/calls/call-timeline.ts';
import { callRoutes } from '../modules/calls/calls.routes.ts';
import { callsForContacts } from '../modules/calls/calls-for-others.usecases.ts';
import { dispositionRoutes } from '../modules/calls/dispositions.routes.ts';
import { attemptRoutes } from '../modules/campaigns/attempts.routes.ts';
import { campaignRoutes } from '../modules/campaigns/campaigns.routes.ts';
import { contactRoutes } from '../modules/contacts/contacts.routes.ts';
import { contactFiles } from '../modules/contacts/file-records.ts';
import { ctiRoutes } from '../modules/cti/cti.routes.ts';
import { customFieldRoutes } from '../modules/custom-fields/custom-fields.routes.ts';
import { dealScoringRoutes } from '../modules/deal-scoring/deal-scoring.routes.ts';
import { dealTimeline, organisationDealTimeline } from '../modules/deals/deal-timeline.usecases.ts';
import { dealRoutes } from '../modules/deals/deals.routes.ts';
import { dealFiles } from '../modules/deals/file-records.ts';
import { pipelineRoutes } from '../modules/deals/pipelines.routes.ts';
import { dialerRoutes } from '../modules/dialer/dialer.routes.ts';
import { directoryRoutes } from '../modules/directories/directories.routes.ts';
import { doNotCallRoutes } from '../modules/do-not-call/do-not-call.routes.ts';
import { exportRoutes } from '../modules/exports/exports.routes.ts';
import { fileRoutes } from '../modules/files/files.routes.ts';
import { handOverUndoer } from '../modules/hand-overs/give-back.usecases.ts';
import { handOverRoutes } from '../modules/hand-overs/hand-overs.routes.ts';
import { importRoutes } from '../modules/imports/imports.routes.ts';
import { jobRoutes } from '../modules/jobs/jobs.routes.ts';
import { leadRoutes } from '../modules/leads/leads.routes.ts';
import { mergeRoutes } from '../modules/merges/merges.routes.ts';
import { mergeUndoers } from '../modules/merges/undo-merge.usecases.ts';
import { messageTimeline, organisationMessageTimeline } from '../modules/messages/message-timeline.ts';
import { messageRoutes } from '../modules/messages/messages.routes.ts';
import { missedCallCalendar } from '../modules/missed-calls/missed-call-calendar.ts';
import { missedCallTimeline, organisationMissedCallTimeline } from '../modules/missed-calls/missed-call-timeline.ts';
import { missedCallRoutes } from '../modules/missed-calls/missed-calls.routes.ts';
import { ladderUser } from '../modules/missed-calls/relink-debts.ts';
import { organisationFiles } from '../modules/organisations/file-records.ts';
import { organisationRoutes } from '../modules/organisations/organisations.routes.ts';
import { productRoutes } from '../modules/products/products.routes.ts';
import { queueCallbackRoutes } from '../modules/queue-callbacks/queue-callbacks.routes.ts';
import { queueLadderUser } from '../modules/queues/ladder-use.usecases.ts';
import { queueRoutes } from '../modules/queues/queues.routes.ts';
import { recordingRoutes } from '../modules/recordings/recordings.routes.ts';
import { retryRuleRoutes } from '../modules/retry-rules/retry-rules.routes.ts';
import { holdLadder } from '../modules/retry-rules/retry-rules.usecases.ts';
import { reversibleActionRoutes } from '../modules/reversible-actions/reversible-actions.routes.ts';
import { rotationRoutes } from '../modules/rotations/rotations.routes.ts';
import { rotationUndoer } from '../modules/rotations/rotations.usecases.ts';
import { scriptRoutes } from '../modules/scripts/scripts.routes.ts';
import { searchRoutes } from '../modules/search/search.routes.ts';
import { searchListRoutes } from '../modules/segments/search-lists.routes.ts';
import { segmentRoutes } from '../modules/segments/segments.routes.ts';
import { settingsRoutes } from '../modules/settings/settings.routes.ts';
import { organisationTaskTimeline, taskTimeline } from '../modules/tasks/task-timeline.ts';
import { taskRoutes } from '../modules/tasks/tasks.routes.ts';
import { webFormRoutes } from '../modules/web-forms/web-forms.routes.ts';
import { webhookRoutes } from '../modules/webhooks/webhooks.routes.ts';
import type { Upgrade } from '../platform/http/http-server.ts';
import type { App, AppRoute } from './app.ts';
import { auditedKinds } from './audited-kinds.ts';
import { bulkRoutes } from './bulk-routes.ts';
import { exportableLists } from './exportable-lists.ts';
import { withFields } from './field-sources.ts';
import { handOverDeps } from './hand-overs.ts';
import { mergeDeps } from './merges.ts';

const routesWith = (app: App, kinds: readonly AuditedKind[], tellChanges: TellChanges): AppRoute[] => [
  ...accessRoutes(app.platform, app.access),
  ...auditRoutes(app.platform, kinds),
  ...settingsRoutes(app.platform),
  ...jobRoutes(app.platform),
  ...customFieldRoutes(app.platform),
  ...directoryRoutes(app.platform),
  ...mergeRoutes(mergeDeps(app)),
  ...handOverRoutes(handOverDeps(app.platform)),
  ...reversibleActionRoutes(app.platform, [
    ...mergeUndoers(mergeDeps(app)),
    handOverUndoer(handOverDeps(app.platform)),
    rotationUndoer(app.platform),
  ]),
  ...contactRoutes(app.platform, {
    calls: callsForContacts,
    timelineSources: [
      callTimeline(app.calls.neighbours),
      taskTimeline,
      dealTimeline,
      missedCallTimeline,
      messageTimeline,
    ],
    tellChanges,
  }),
  ...organisationRoutes(
    app.platform,
    [
      organisationCallTimeline(app.calls.neighbours),
      organisationTaskTimeline,
      organisationDealTimeline,
      organisationMissedCallTimeline,
      organisationMessageTimeline,
    ],
    tellChanges,
  ),
  ...agentRoutes(app.platform),
  ...queueRoutes(app.platform, { hold: holdLadder }),
  ...taskRoutes(app.platform, {
    calendarSources: [missedCallCalendar({ ...app.platform, neighbours: app.missedCalls })],
  }),
  ...productRoutes(app.platform),
  ...pipelineRoutes(app.platform),
  ...dealScoringRoutes(app.platform),
  ...dealRoutes(app.platform, app.calls.neighbours, tellChanges),
  ...fileRoutes({
    ...app.platform,
    records: { deal: dealFiles, contact: contactFiles, organisation: organisationFiles },
  }),
  ...messageRoutes(app.messages),
  ...searchRoutes(app.platform),
  ...callRoutes(app.calls),
  ...dispositionRoutes(app.platform),
  ...recordingRoutes(app.recordings),
  ...missedCallRoutes(app.platform, app.missedCalls),
  ...importRoutes(app.platform),
  ...exportRoutes(app.platform, exportableLists(app)),
  ...segmentRoutes(withFields(app.platform)),
  ...searchListRoutes(withFields(app.platform), app.calls),
  ...rotationRoutes(withFields(app.platform)),
  ...retryRuleRoutes(app.platform, { ladderUsers: [queueLadderUser(app.platform), ladderUser] }),
  ...leadRoutes(app.platform),
  ...doNotCallRoutes(app.platform),
  ...callListRoutes(withFields(app.platform)),
  ...campaignRoutes(app.platform),
  ...dialerRoutes(app.platform),
  ...queueCallbackRoutes(app.platform),
  ...attemptRoutes({ ...app.platform, ...app.calls }),
  ...scriptRoutes(app.platform, app.calls.neighbours),
  ...ctiRoutes(app.platform),
  ...webFormRoutes(app.platform),
  ...bulkRoutes(app.platform),
  ...webhookRoutes(app.webhooks),
];

export function routes(app: App): AppRoute[] {
  const kinds = auditedKinds(app);
  return routesWith(app, kinds, changeTeller(kinds));
}

export const upgrades = (app: App): Upgrade[] => [{ path: '/bridge', handle: app.pbx.endpoint.handle }];
