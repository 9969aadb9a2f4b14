/** What the tables of contents of this folder are given: the machinery, and the services that several modules share. */
import { type Access, createAccess } from '../modules/access/access.usecases.ts';
import type { Principal } from '../modules/access/principal.ts';
import { systemPrincipal } from '../modules/access/principal.ts';
import { placeCall } from '../modules/calls/place-call.usecases.ts';
import { recordingOfCampaign } from '../modules/campaigns/campaigns.usecases.ts';
import { type ContextMemory, rememberContexts } from '../modules/campaigns/context-memory.ts';
import { refuseWithoutResult } from '../modules/campaigns/give-result.usecases.ts';
import { returnUnused } from '../modules/campaigns/next-entry.usecases.ts';
import { refuseHeld } from '../modules/campaigns/refuse-held.ts';
import { openDealsOf } from '../modules/deals/list-deals.usecases.ts';
import { dealMessages } from '../modules/deals/message-records.ts';
import { createDialer, type Dialer } from '../modules/dialer/dialer.ts';
import { contactMessages, organisationMessages } from '../modules/messages/people-to-write-to.ts';
import type { MessageDeps } from '../modules/messages/read-messages.usecases.ts';
import { attemptsForCalls } from '../modules/missed-calls/claim-debt.ts';
import type { MissedCallNeighbours } from '../modules/missed-calls/missed-call-neighbours.ts';
import { openMissedCallsOf, readDebt } from '../modules/missed-calls/read-debts.ts';
import { realMissedCallNeighbours } from '../modules/missed-calls/real-neighbours.ts';
import { type CallbackAnswers, createCallbackAnswers } from '../modules/queue-callbacks/answer-callback.ts';
import { callBackWhoeverIsDue } from '../modules/queue-callbacks/call-back.usecases.ts';
import { listPbxs } from '../modules/queues/pbx-endpoints.usecases.ts';
import { createRouting, type Routing } from '../modules/routing/routing.ts';
import { rememberSettings, type SettingsMemory } from '../modules/settings/settings-memory.ts';
import type { SendDeps } from '../modules/webhooks/send-deliveries.usecases.ts';
import type { Metrics } from '../platform/http/metrics.ts';
import type { Route } from '../platform/http/route.ts';
import { createMailer } from '../platform/mail/mailer.ts';
import type { Fact } from '../platform/outbox/fact.ts';
import { networksOf } from '../platform/outgoing/public-address.ts';
import type { Platform } from '../platform/platform.ts';
import { type ConnectedCalls, connectCalls } from './connect-calls.ts';
import type { ModuleHealth } from './health.ts';
import { measureRows } from './measure-rows.ts';
import { webhookSources } from './webhook-sources.ts';

export interface App extends ConnectedCalls {
  dialer: Dialer;
  routing: Routing;
  callbackAnswers: CallbackAnswers;
  platform: Platform;
  access: Access;
  missedCalls: MissedCallNeighbours;
  settings: SettingsMemory;
  /** Campaigns as agents who ask for the next entry see them. */
  contexts: ContextMemory;
  webhooks: SendDeps;
  messages: MessageDeps;
}

/** What can be written to. */
const messageRecords = { contact: contactMessages, organisation: organisationMessages, deal: dealMessages };

export type AppRoute = Route<Principal>;

/** Builds the shared services. Add here what more than one module needs made once. */
export async function createApp(platform: Platform): Promise<App> {
  const settings = rememberSettings(platform);
  const contexts = rememberContexts(platform);
  const missedCalls = realMissedCallNeighbours(platform);
  const payDebt = attemptsForCalls({ ...platform, neighbours: missedCalls });
  const connected = connectCalls(platform, {
    openDeals: openDealsOf,
    openMissedCalls: openMissedCallsOf,
    customerOfMissedCall: async (sql, id) => {
      const debt = await readDebt(sql, id);
      return debt && { contactId: debt.contactId, e164: debt.numberE164 };
    },
    beginAttempt: async (tx, attempt) => {
      const { number, contactId, agentId } = attempt;
      await refuseHeld(tx, { e164: number.e164, contactId, agentId });
      return payDebt(tx, attempt);
    },
    refuseUnfinished: refuseWithoutResult,
    recordingOfCampaign,
  });
  const app = { platform, access: await createAccess(platform), missedCalls, settings, contexts, ...connected };
  const named = networksOf(platform.config.webhookNetworks);
  const messages = { ...platform, records: messageRecords, mailer: createMailer(platform.config) };
  const { calls } = connected;
  const dialer = createDialer({
    platform: { ...platform, ...calls },
    commands: calls.commands,
    holder: platform.ids('srv'),
    besides: async () => {
      await returnUnused({ ...platform, ...calls });
      await callBackWhoeverIsDue({
        ...platform,
        place: async (wanted, originateId) => {
          const asked = { principal: systemPrincipal, wanted, ip: '', originateId };
          await placeCall({ ...calls }, asked);
        },
      });
    },
  });
  const callbackAnswers = createCallbackAnswers({ ...platform, commands: calls.commands });
  const routing = createRouting({ ...platform, commands: calls.commands });
  const told = { ...app, messages, dialer, routing, callbackAnswers };
  return { ...told, webhooks: { ...platform, sources: webhookSources(told), named } };
}

/** Ends what modules hold open (the bridges' connections), before the database goes. */
export async function stopApp({ pbx }: App): Promise<void> {
  await pbx.stop();
}

/** What modules of this process do with every fact of every process, beside their listeners. */
export function followFact(
  { agents, callbackAnswers, contexts, dialer, early, pbx, routing, settings }: App,
  fact: Fact,
): void {
  dialer.follow(fact);
  agents.follow(fact);
  early.follow(fact);
  routing.follow(fact);
  callbackAnswers.follow(fact);
  settings.follow(fact);
  contexts.follow(fact);
  pbx.onFact(fact);
}

/** What modules add to `GET /metrics`. */
export function measureModules({ pbx, platform }: App, metrics: Metrics): void {
  const { gauge } = metrics;
  measureRows(platform, metrics);
  gauge('trunkline_bridges', 'Bridges connected to this server', () => pbx.endpoint.connected().length);
  gauge('trunkline_pbx_events_stored_total', 'Facts of bridges stored', () => pbx.counts().stored);
  gauge('trunkline_pbx_events_repeated_total', 'Facts of bridges that came again', () => pbx.counts().repeated);
  gauge('trunkline_pbx_events_rejected_total', 'Facts of bridges set aside', () => pbx.counts().rejected);
}

/** What modules add to `GET /healthz`: every bridge that ever came, and how its link is; no address and no reason. */
export async function moduleHealth({ pbx, platform }: App): Promise<ModuleHealth> {
  const here = new Map(pbx.commands.bridges().map((bridge) => [bridge.bridgeId, bridge]));
  const known = await listPbxs(platform.database.sql);
  const told = known.map(({ bridgeId, pbx: name, state, since }) => {
    const connected = here.delete(bridgeId);
    return { bridgeId, pbx: name, connected, state, since };
  });
  const justCame = [...here.values()].map((bridge) => ({
    ...bridge,
    connected: true,
    state: 'connecting',
    since: null,
  }));
  return { bridges: [...told, ...justCame] };
}
