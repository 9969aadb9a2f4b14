/**
 * Presence of agents: everything that can change it ends in `refreshPresence`, which asks the pure rule and tells the
 * result once. Call these inside the transaction of the cause.
 */
import type { Presence, PresenceState } from '../../contract/agents.contract.ts';
import type { Sql, Tx } from '../../platform/database/database.ts';
import type { NewFact } from '../../platform/outbox/fact.ts';
import type { Platform } from '../../platform/platform.ts';
import type { AgentFacts } from './agents.events.ts';
import {
  type AgentCallRow,
  deleteEndedWrapUps,
  lockPresence,
  type PresenceRow,
  readPresenceRows,
  replaceAgentCalls,
  selectAgentCalls,
  selectAgentIdsOfCalls,
  selectAgentIdsOfPbx,
  selectPresence,
  updateAsked,
  updateSignedIn,
  type WantedAgentCall,
  writePresence,
} from './presence.repository.ts';
import { type AgentPresence, type PresenceInputs, reduceAgentPresence } from './reduce-agent-presence.ts';

export const endWrapUpJob = 'agents.end-wrap-up';

export type PresencePlatform = Pick<Platform, 'clock' | 'facts' | 'jobs'>;

/** These go on whatever was asked for. */
const isAtWork: ReadonlySet<PresenceState> = new Set(['ringing', 'on-call', 'wrap-up']);

export const toPresence = (row: PresenceRow): Presence => ({
  agentId: row.agent_id,
  name: row.name,
  interface: row.interface,
  teamId: row.team_id,
  state: row.state,
  since: row.since.toISOString(),
  pauseReason: row.pause_reason,
  pauseAsked: row.asked_state === 'paused' && isAtWork.has(row.state),
  callIds: row.call_ids,
  version: row.version,
});

/** Presence of every agent; with `only` of that agent and that team. */
export async function listPresence(
  sql: Sql,
  only: { agentId: string | null; teamId: string | null } | null = null,
): Promise<Presence[]> {
  return (await selectPresence(sql, only)).map(toPresence);
}

function inputsOf(row: PresenceRow, calls: readonly AgentCallRow[]): PresenceInputs {
  return {
    signedIn: row.signed_in && row.active,
    asked: { state: row.asked_state, pauseReason: row.asked_reason, since: row.asked_since },
    device: row.device_state && row.device_since ? { state: row.device_state, since: row.device_since } : null,
    legs: calls.flatMap(({ call_id, state, since }) =>
      state === 'wrap-up' ? [] : [{ callId: call_id, state, since }],
    ),
    wrapUps: calls.flatMap(({ call_id, state, since, wrap_up_until }) =>
      state === 'wrap-up' && wrap_up_until ? [{ callId: call_id, since, until: wrap_up_until }] : [],
    ),
    previous: { state: row.state, since: row.since, pauseReason: row.pause_reason, callIds: row.call_ids },
  };
}

const isSame = (a: AgentPresence, b: AgentPresence) =>
  a.state === b.state && a.pauseReason === b.pauseReason && a.callIds.join() === b.callIds.join();

/**
 * Works out presence anew for these agents and tells what changed.
 * @param always told even if nothing did (a new name)
 * @param now when its cause came about; default: now
 */
export async function refreshPresence(
  { clock, facts, jobs }: PresencePlatform,
  tx: Tx,
  agentIds: readonly string[],
  { always = false, now = clock.now() }: { always?: boolean; now?: Date } = {},
): Promise<void> {
  if (agentIds.length === 0) return;
  // The lock is asked for first, so the calls are those that stand once it is held.
  const [rows, calls] = await Promise.all([lockPresence(tx, agentIds, now), selectAgentCalls(tx, agentIds)]);
  const told: NewFact<AgentFacts>[] = [];
  const writing: Promise<unknown>[] = [];
  for (const row of rows) {
    const inputs = inputsOf(
      row,
      calls.filter((call) => call.agent_id === row.agent_id),
    );
    const next = reduceAgentPresence(inputs, now);
    if (!always && inputs.previous && isSame(inputs.previous, next)) continue;
    writing.push(writePresence(tx, row, next));
    const version = row.version + 1;
    const pauseAsked = row.asked_state === 'paused' && isAtWork.has(next.state);
    const presence: Presence = { ...toPresence(row), ...next, since: next.since.toISOString(), pauseAsked, version };
    told.push({ type: 'agent.changed', payload: { presence }, subject: row.agent_id });
    const ends = inputs.wrapUps.filter(({ until }) => until > now).map(({ until }) => until.getTime());
    const key = `${endWrapUpJob}:${row.agent_id}`;
    if (ends.length === 0) continue;
    const runAt = new Date(Math.min(...ends));
    writing.push(jobs.add(tx, endWrapUpJob, { agentId: row.agent_id }, { runAt, key }));
  }
  await Promise.all([...writing, facts.appendAll<AgentFacts>(tx, told)]);
  const hasEnded = (call: AgentCallRow) => call.wrap_up_until !== null && call.wrap_up_until <= now;
  if (calls.some(hasEnded)) await deleteEndedWrapUps(tx, agentIds, now);
}

/** A call as presence needs it; the calls module's own rows fit. */
export interface CallForPresence {
  id: string;
  agents: readonly { agentId: string | null; live: boolean; tookPart: boolean; wrapUpUntil: string | null }[];
}

const strength = { talking: 3, ringing: 2, 'wrap-up': 1 } as const;

function wantedOf(call: CallForPresence, now: Date): WantedAgentCall[] {
  const byAgent = new Map<string, WantedAgentCall>();
  for (const { agentId, live, tookPart, wrapUpUntil } of call.agents) {
    const works = wrapUpUntil !== null && Date.parse(wrapUpUntil) > now.getTime();
    if (agentId === null || (!live && !works)) continue;
    const state = live ? (tookPart ? 'talking' : 'ringing') : 'wrap-up';
    const known = byAgent.get(agentId);
    if (known && strength[known.state] >= strength[state]) continue;
    const until = state === 'wrap-up' ? wrapUpUntil : null;
    byAgent.set(agentId, { agentId, callId: call.id, state, since: now.toISOString(), wrapUpUntil: until });
  }
  return [...byAgent.values()];
}

/**
 * Presence follows calls; saying the same again changes nothing.
 * @param calls as they are now; nobody stands in one that is no call of its own any more
 * @param at when the last of them changed: they may be told of a moment later
 */
export async function applyCallsToPresence(
  platform: PresencePlatform,
  tx: Tx,
  calls: ReadonlyMap<string, CallForPresence>,
  at: Date,
): Promise<void> {
  if (calls.size === 0) return;
  const callIds = [...calls.keys()];
  const wanted = [...calls.values()].flatMap((call) => wantedOf(call, at));
  const known = await selectAgentIdsOfCalls(tx, callIds);
  // Presence is held before the rows below it, as everywhere: two who need both never wait for one another.
  const theirs = [...known, ...wanted.map(({ agentId }) => agentId)];
  if (theirs.length === 0) return;
  await lockPresence(tx, theirs, at);
  const touched = await replaceAgentCalls(tx, callIds, wanted);
  await refreshPresence(platform, tx, touched.sort(), { now: at });
}

export interface AskedPresence {
  agentId: string;
  state: 'ready' | 'paused';
  pauseReason: string | null;
  /** A telephone exchange that paused somebody is told nothing in return. */
  from: 'person' | 'pbx';
}

/** What an agent (or a supervisor, or the PBX) asks for. Asking through Trunkline also means being here. */
export async function setPresence(platform: PresencePlatform, tx: Tx, asked: AskedPresence): Promise<void> {
  const { agentId, state, from } = asked;
  const now = platform.clock.now();
  const [row] = await lockPresence(tx, [agentId], now);
  if (!row) return;
  const pauseReason = state === 'paused' ? asked.pauseReason : null;
  if (from === 'person' && !row.signed_in) await updateSignedIn(tx, agentId, true);
  const isNew = row.asked_state !== state || row.asked_reason !== pauseReason;
  if (isNew) await updateAsked(tx, agentId, { state, pauseReason, since: now });
  // During a call nothing else changes, and yet the desk shows that a pause follows.
  await refreshPresence(platform, tx, [agentId], { always: row.asked_state !== state && isAtWork.has(row.state) });
  if (from === 'person') await askPbx(platform, tx, agentId);
}

export interface Asked {
  state: 'ready' | 'paused';
  since: Date;
  signedIn: boolean;
}

/** What an agent asked for last; null when nothing is known of the agent yet. */
export async function readAsked(sql: Sql, agentId: string): Promise<Asked | null> {
  const [row] = await readPresenceRows(sql, [agentId]);
  return row ? { state: row.asked_state, since: row.asked_since, signedIn: row.signed_in } : null;
}

/** The queues of the PBX are made to follow what was asked for: a job sends the command after the commit. */
export async function askPbx({ jobs }: Pick<PresencePlatform, 'jobs'>, tx: Tx, agentId: string): Promise<void> {
  await jobs.add(tx, pauseQueueMemberJob, { agentId }, { key: `${pauseQueueMemberJob}:${agentId}` });
}

export const pauseQueueMemberJob = 'agents.pause-queue-member';

/** The agent signed in at the console, or out of the last one. */
export async function setSignedIn(
  platform: PresencePlatform,
  tx: Tx,
  agentId: string,
  signedIn: boolean,
): Promise<void> {
  const [row] = await lockPresence(tx, [agentId], platform.clock.now());
  if (!row || row.signed_in === signedIn) return;
  await updateSignedIn(tx, agentId, signedIn);
  await refreshPresence(platform, tx, [agentId]);
}

/** Devices of a PBX changed, or its link did: whoever sits there is worked out anew. */
export async function refreshPresenceOfPbx(platform: PresencePlatform, tx: Tx, bridgeId: string): Promise<void> {
  await refreshPresence(platform, tx, (await selectAgentIdsOfPbx(tx, bridgeId)).sort());
}
