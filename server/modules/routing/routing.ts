/**
 * Sticky routing: the dialplan asks of a call that waits, and is told within a second or goes on alone. Nothing is kept: an
 * answer that comes too late is worth nothing, so questions are followed as they are told, not worked off one by one.
 */

import type { Fact } from '../../platform/outbox/fact.ts';
import type { Platform } from '../../platform/platform.ts';
import { readAgentRecords } from '../agents/agents.usecases.ts';
import { listPresence } from '../agents/presence.usecases.ts';
import type { StoredCall } from '../calls/call-row.ts';
import type { CallFacts } from '../calls/calls.events.ts';
import { readCallsWith } from '../calls/calls-for-others.usecases.ts';
import { lastAgentOf } from '../calls/last-agent.ts';
import { readContactForServer } from '../contacts/contact-refs.usecases.ts';
import type { PbxCommands } from '../pbx/pbx-commands.ts';
import { readSettings } from '../settings/settings.usecases.ts';
import { decideRoute, type KnownCaller, type Route, type RoutedAgent } from './decide-route.ts';

export type RoutingDeps = Platform & { commands: PbxCommands };

/** Older than this the dialplan does not wait any more. */
const freshMs = 5_000;
const dayMs = 86_400_000;

async function readCaller(deps: RoutingDeps, call: StoredCall, lastAgentDays: number): Promise<KnownCaller | null> {
  const { database, clock } = deps;
  const since = new Date(clock.now().getTime() - lastAgentDays * dayMs);
  const e164 = call.customer?.e164 ?? null;
  const [contact, calls] = await Promise.all([
    call.contactId === null ? null : readContactForServer(deps, database.sql, call.contactId),
    e164 === null ? [] : readCallsWith(database.sql, [e164], since),
  ]);
  const lastAgentId = lastAgentOf(calls.filter(({ id }) => id !== call.id));
  if (contact === null && lastAgentId === null) return null;
  return { isVip: contact?.vip ?? false, ownerAgentId: contact?.owner?.id ?? null, lastAgentId };
}

async function readAgents({ database }: RoutingDeps, ids: readonly string[]): Promise<Map<string, RoutedAgent>> {
  if (ids.length === 0) return new Map();
  const [agents, presence] = await Promise.all([readAgentRecords(database.sql, ids), listPresence(database.sql)]);
  const ready = new Set(presence.flatMap(({ agentId, state }) => (state === 'ready' ? [agentId] : [])));
  return new Map(
    [...agents].map(([id, one]) => [id, { interface: one.interface, isReady: one.active && ready.has(id) }]),
  );
}

/** Who is rung before the queue for this call. */
export async function routeOf(deps: RoutingDeps, call: StoredCall): Promise<Route & { ringSeconds: number }> {
  const { routing } = await readSettings(deps, deps.database.sql);
  const caller = await readCaller(deps, call, routing.lastAgentDays);
  const ids = [caller?.ownerAgentId ?? null, caller?.lastAgentId ?? null].filter((id) => id !== null);
  return { ...decideRoute(routing, caller, await readAgents(deps, ids)), ringSeconds: routing.ringSeconds };
}

async function answer(deps: RoutingDeps, call: StoredCall): Promise<void> {
  const route = await routeOf(deps, call);
  const agent = route.interface === null ? [] : [{ name: 'ROUTE_AGENT', value: route.interface }];
  const variables = [
    ...agent,
    { name: 'ROUTE_SECONDS', value: String(route.ringSeconds) },
    { name: 'ROUTE_PRIORITY', value: String(route.priority) },
    // The last: the dialplan waits for it.
    { name: 'ROUTE', value: route.because },
  ];
  await deps.commands.send(call.bridgeId, { type: 'call.tell', callId: call.id, variables });
}

export interface Routing {
  /** To be told of every fact. Only the server that the PBX is connected to can answer; the others fail in silence. */
  follow(fact: Fact): void;
}

export function createRouting(deps: RoutingDeps): Routing {
  const { clock, logger } = deps;
  return {
    follow(fact) {
      if (fact.type !== 'call.asked') return;
      const { call, question } = fact.payload as CallFacts['call.asked'];
      const isFresh = clock.now().getTime() - fact.occurredAt.getTime() < freshMs;
      const isHere = deps.commands.bridges().some(({ bridgeId }) => bridgeId === call.bridgeId);
      if (question !== 'route' || !isFresh || !isHere) return;
      answer(deps, call).catch((error: unknown) =>
        logger.warn({ err: error, callId: call.id }, 'a caller could not be routed; the queue has the call'),
      );
    },
  };
}
