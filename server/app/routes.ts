/** Table of contents: every HTTP route, and every WebSocket address beside the live link. */
import { accessRoutes } from '../modules/access/access.routes.ts';
import { agentRoutes } from '../modules/agents/agents.routes.ts';
import { auditRoutes } from '../modules/audit/audit.routes.ts';
import { callTimeline } from '../modules/calls/call-timeline.ts';
import { callRoutes } from '../modules/calls/calls.routes.ts';
import { mayWorkOn } from '../modules/calls/calls-for-others.usecases.ts';
import { dispositionRoutes } from '../modules/calls/dispositions.routes.ts';
import { contactRoutes } from '../modules/contacts/contacts.routes.ts';
import { exportRoutes } from '../modules/exports/exports.routes.ts';
import { importRoutes } from '../modules/imports/imports.routes.ts';
import { missedCallTimeline } from '../modules/missed-calls/missed-call-timeline.ts';
import { missedCallRoutes } from '../modules/missed-calls/missed-calls.routes.ts';
import { ladderUser } from '../modules/missed-calls/relink-debts.ts';
import { organisationRoutes } from '../modules/organisations/organisations.routes.ts';
import { queueLadderUser } from '../modules/queues/ladder-use.usecases.ts';
import { queueRoutes } from '../modules/queues/queues.routes.ts';
import { recordingRoutes } from '../modules/recordings/recordings.routes.ts';
import { retryRuleRoutes } from '../modules/retry-rules/retry-rules.routes.ts';
import { holdLadder } from '../modules/retry-rules/retry-rules.usecases.ts';
import { searchRoutes } from '../modules/search/search.routes.ts';
import { settingsRoutes } from '../modules/settings/settings.routes.ts';
import { taskTimeline } from '../modules/tasks/task-timeline.ts';
import { taskRoutes } from '../modules/tasks/tasks.routes.ts';
import type { Upgrade } from '../platform/http/http-server.ts';
import type { App, AppRoute } from './app.ts';
import { exportableLists } from './exportable-lists.ts';

export const routes = (app: App): AppRoute[] => [
  ...accessRoutes(app.platform, app.access),
  ...auditRoutes(app.platform),
  ...settingsRoutes(app.platform),
  ...contactRoutes(app.platform, {
    calls: { mayWorkOn },
    timelineSources: [callTimeline(app.calls.neighbours), taskTimeline, missedCallTimeline],
  }),
  ...organisationRoutes(app.platform),
  ...agentRoutes(app.platform),
  ...queueRoutes(app.platform, { hold: holdLadder }),
  ...taskRoutes(app.platform),
  ...searchRoutes(app.platform),
  ...callRoutes(app.calls),
  ...dispositionRoutes(app.platform),
  ...recordingRoutes(app.recordings),
  ...missedCallRoutes(app.platform, app.missedCalls),
  ...importRoutes(app.platform),
  ...exportRoutes(app.platform, exportableLists(app.platform, app.calls)),
  ...retryRuleRoutes(app.platform, { ladderUsers: [queueLadderUser(app.platform), ladderUser] }),
];

export const upgrades = (app: App): Upgrade[] => [{ path: '/bridge', handle: app.pbx.endpoint.handle }];
