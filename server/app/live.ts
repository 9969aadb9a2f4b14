/** Table of contents: every live event and snapshot part, and the rooms of a reader. */
import { roomsOfPrincipal } from '../modules/access/access.live.ts';
import type { Principal } from '../modules/access/principal.ts';
import { agentLive } from '../modules/agents/agents.live.ts';
import { callsLive } from '../modules/calls/calls.live.ts';
import { campaignLive } from '../modules/campaigns/campaigns.live.ts';
import { contactLive } from '../modules/contacts/contacts.live.ts';
import { ctiLive } from '../modules/cti/cti.live.ts';
import { dealLive } from '../modules/deals/deals.live.ts';
import { exportLive } from '../modules/exports/exports.live.ts';
import { handOverLive } from '../modules/hand-overs/hand-overs.live.ts';
import { importLive } from '../modules/imports/imports.live.ts';
import { leadLive } from '../modules/leads/leads.live.ts';
import { messageLive } from '../modules/messages/messages.live.ts';
import { missedCallLive } from '../modules/missed-calls/missed-calls.live.ts';
import { organisationLive } from '../modules/organisations/organisations.live.ts';
import { productLive } from '../modules/products/products.live.ts';
import { queueLive } from '../modules/queues/queues.live.ts';
import { retryRuleLive } from '../modules/retry-rules/retry-rules.live.ts';
import { settingsLive } from '../modules/settings/settings.live.ts';
import { taskLive } from '../modules/tasks/tasks.live.ts';
import { webFormLive } from '../modules/web-forms/web-forms.live.ts';
import { webhookLive } from '../modules/webhooks/webhooks.live.ts';
import type { LiveParts } from '../platform/realtime/live-server.ts';
import type { App } from './app.ts';

type Parts = Partial<LiveParts<Principal>>;

const parts = (app: App): Parts[] => [
  { rooms: [roomsOfPrincipal] },
  settingsLive(app.platform),
  contactLive(app.platform),
  organisationLive(),
  agentLive(app.platform),
  queueLive(app.platform),
  taskLive(app.platform),
  handOverLive(),
  callsLive(app.calls),
  missedCallLive(app.platform, app.missedCalls),
  retryRuleLive(),
  productLive(),
  dealLive(),
  importLive(),
  exportLive(),
  leadLive(),
  webFormLive(),
  ctiLive(),
  campaignLive(),
  messageLive(),
  webhookLive(),
];

export const live = (app: App): LiveParts<Principal> => {
  const all = parts(app);
  return {
    mappings: all.flatMap(({ mappings = [] }) => mappings),
    snapshot: all.flatMap(({ snapshot = [] }) => snapshot),
    rooms: all.flatMap(({ rooms = [] }) => rooms),
  };
};
