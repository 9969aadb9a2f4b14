/**
 * What is true on a PBX now, as its bridge says: kept, and presence follows. Saying the same again changes nothing and
 * tells nothing.
 */
import type {
  PbxEndpoint,
  PbxLink,
  PbxQueue,
  PbxQueueMember,
  PbxState,
} from '../../../pbx-bridge/contract/pbx-state.ts';
import type { Pbx } from '../../contract/agents.contract.ts';
import type { Tx } from '../../platform/database/database.ts';
import type { Platform } from '../../platform/platform.ts';
import { getAgentsByInterface } from '../agents/agents.usecases.ts';
import { askPbx, readAsked, refreshPresence, refreshPresenceOfPbx, setPresence } from '../agents/presence.usecases.ts';
import type { QueueFacts } from './queues.events.ts';
import {
  deleteOtherEndpoints,
  markQueuesGone,
  type QueueRow,
  type StateSource,
  upsertEndpoints,
  upsertPbx,
  upsertQueue,
} from './queues.repository.ts';
import { tellQueues } from './queues.usecases.ts';

type Needs = Pick<Platform, 'clock' | 'facts' | 'jobs'>;

/** A command of ours that is still on its way looks like a change made on the PBX; it is given this long to arrive. */
const ownCommandMs = 3_000;

async function saveLink(
  platform: Needs,
  tx: Tx,
  source: StateSource,
  link: Omit<PbxLink, 'state'> & Pick<Pbx, 'state'>,
) {
  const pbx = await upsertPbx(tx, source, link);
  if (!pbx) return false;
  await platform.facts.append<QueueFacts>(tx, { type: 'pbx.changed', payload: { pbx }, subject: pbx.bridgeId });
  return true;
}

/** The link to Asterisk changed. While it is not up, what is known of devices counts for nothing. */
export async function applyLink(platform: Needs, tx: Tx, source: StateSource, link: PbxLink): Promise<void> {
  if (await saveLink(platform, tx, source, link)) await refreshPresenceOfPbx(platform, tx, source.bridgeId);
}

/** The bridge itself has gone: nothing is known of its PBX until it comes back. */
export async function applyBridgeOffline(platform: Needs, tx: Tx, source: StateSource): Promise<void> {
  const since = platform.clock.now().toISOString();
  const link = { state: 'offline' as const, detail: 'The bridge is not connected.', asteriskVersion: null, since };
  if (await saveLink(platform, tx, source, link)) await refreshPresenceOfPbx(platform, tx, source.bridgeId);
}

/** Devices and trunks changed. */
export async function applyEndpoints(
  platform: Needs,
  tx: Tx,
  source: StateSource,
  endpoints: readonly PbxEndpoint[],
): Promise<void> {
  const interfaces = endpoints.map((endpoint) => endpoint.interface);
  const [changed, agents] = await Promise.all([
    upsertEndpoints(tx, source, endpoints, platform.clock.now()),
    getAgentsByInterface(tx, interfaces),
  ]);
  if (changed === 0) return;
  const agentIds = [...agents.values()].map((agent) => agent.agentId);
  await refreshPresence(platform, tx, agentIds.sort());
}

/** One queue changed. A pause that was set on the PBX (a feature code, another program) is the agent's from now on. */
export async function applyQueue(platform: Needs, tx: Tx, source: StateSource, queue: PbxQueue): Promise<void> {
  const { before, after } = await upsertQueue(tx, source, queue);
  if (!after) return;
  await tellQueues(platform, tx, [after]);
  const turned = turnedMembers(before, queue);
  const agents = await getAgentsByInterface(
    tx,
    turned.map((member) => member.interface),
  );
  const theirs = turned.flatMap((member) => {
    const agentId = agents.get(member.interface)?.agentId;
    return agentId ? [{ agentId, member }] : [];
  });
  // In the order in which everybody holds the presence of several agents, so that two never deadlock.
  theirs.sort((a, b) => (a.agentId < b.agentId ? -1 : 1));
  for (const { agentId, member } of theirs) await followPbx(platform, tx, agentId, member);
}

function turnedMembers(before: QueueRow | null, queue: PbxQueue): PbxQueueMember[] {
  const known = new Map(before?.members.map((member) => [member.interface, member]));
  return queue.members.filter((member) => {
    const was = known.get(member.interface);
    return was !== undefined && was.paused !== member.paused;
  });
}

async function followPbx(platform: Needs, tx: Tx, agentId: string, member: PbxQueueMember): Promise<void> {
  const asked = await readAsked(tx, agentId);
  if (!asked || (asked.state === 'paused') === member.paused) return;
  if (platform.clock.now().getTime() - asked.since.getTime() < ownCommandMs) return;
  const state = member.paused ? 'paused' : 'ready';
  const pauseReason = member.pausedReason || null;
  await setPresence(platform, tx, { agentId, state, pauseReason, from: 'pbx' });
}

/**
 * All of a PBX, after each connect. Queues that lost their pauses while the link was down (an Asterisk that was
 * restarted) are made to follow what the signed-in agents asked for.
 */
export async function applyPbxState(platform: Needs, tx: Tx, source: StateSource, state: PbxState): Promise<void> {
  await saveLink(platform, tx, source, state.link);
  const interfaces = state.endpoints.map((endpoint) => endpoint.interface);
  const changed = await upsertEndpoints(tx, source, state.endpoints, platform.clock.now());
  const gone = await deleteOtherEndpoints(tx, source.bridgeId, interfaces);
  if (changed + gone > 0) {
    const payload = { bridgeId: source.bridgeId };
    await platform.facts.append<QueueFacts>(tx, { type: 'endpoints.changed', payload, subject: source.bridgeId });
  }
  const rows: QueueRow[] = [];
  for (const queue of [...state.queues].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const { after } = await upsertQueue(tx, source, queue);
    if (after) rows.push(after);
  }
  await markQueuesGone(
    tx,
    source.bridgeId,
    state.queues.map((queue) => queue.name),
  );
  await tellQueues(platform, tx, rows);
  await refreshPresenceOfPbx(platform, tx, source.bridgeId);
  await reconcilePauses(platform, tx, state);
}

async function reconcilePauses(platform: Needs, tx: Tx, state: PbxState): Promise<void> {
  const members = state.queues.flatMap((queue) => queue.members);
  const agents = await getAgentsByInterface(tx, [...new Set(members.map((member) => member.interface))]);
  for (const [device, { agentId }] of agents) {
    const asked = await readAsked(tx, agentId);
    if (!asked?.signedIn) continue;
    const isPaused = asked.state === 'paused';
    if (members.some((member) => member.interface === device && member.paused !== isPaused))
      await askPbx(platform, tx, agentId);
  }
}

/** What modules/pbx calls; each message is a transaction of its own. */
export function createPbxStateSink(platform: Needs & Pick<Platform, 'database'>) {
  const inTransaction =
    <T>(apply: (needs: Needs, tx: Tx, source: StateSource, value: T) => Promise<void>) =>
    (source: StateSource, value: T) =>
      platform.database.transaction((tx) => apply(platform, tx, source, value), { isPlannedOnce: true });
  return {
    state: inTransaction(applyPbxState),
    link: inTransaction(applyLink),
    endpoints: inTransaction(applyEndpoints),
    queue: inTransaction(applyQueue),
    bridgeOffline: (source: StateSource) => inTransaction<void>(applyBridgeOffline)(source, undefined),
  };
}
