/** Pure: from a fact of the bridge and the row we had, to the row we keep. No clock, no database. */
import type { CallRecord, Leg, Party } from '../../../pbx-bridge/contract/call-record.ts';
import type { CallEvent } from '../../../pbx-bridge/contract/pbx-events.ts';
import type { CallAgentRow, CallNumber, CallRecordingRow, DerivedCall, FactPosition } from './call-row.ts';
import { pickedUp } from './picked-up.ts';
import { printable } from './printable.ts';
import { strandedAt } from './stranded.ts';
import { decideWrapUp } from './wrap-up.ts';

export interface AgentOfInterface {
  agentId: string;
  teamId: string | null;
}

/** What the projection has to be told, because it may not ask. */
export interface ProjectionContext {
  bridgeId: string;
  journalId: string;
  /** E.164 form of a raw number in the region in force; null when it cannot be repaired. */
  e164Of(raw: string): string | null;
  /** Who sits at a device now; null: nobody we know. */
  agentOf(device: string): AgentOfInterface | null;
  /** Team that answers for a queue; null: everybody. */
  teamOfQueue(queue: string): string | null;
  wrapUpSeconds: number;
  now: Date;
}

type Known = Omit<DerivedCall, 'legs'>;

/**
 * True when a fact is newer than what a row was made from. Sequences of one journal are compared; between journals (the
 * bridge lost its disk and began again) the bridge's clock decides.
 */
export function isNewer(known: FactPosition, next: FactPosition): boolean {
  if (known.journalId === next.journalId) return next.sequence > known.sequence;
  return next.recordedAt >= known.recordedAt;
}

/**
 * The row after one fact, or `null` when the row already knows a newer one. Who sat at a device is decided once, when the
 * device joins the call, and kept: a later change of desks does not rewrite history.
 * @example projectCall(null, event, context)?.direction // 'inbound'
 */
export function projectCall(
  previous: Known | null,
  event: Pick<CallEvent, 'call' | 'sequence' | 'recordedAt'>,
  context: ProjectionContext,
): DerivedCall | null {
  const position = { journalId: context.journalId, sequence: event.sequence, recordedAt: event.recordedAt };
  if (previous && !isNewer(previous, position)) return null;
  const { call } = event;
  const from = numberOf(call.from, context);
  const to = numberOf(call.to, context);
  const dialled = call.dialledNumber === null ? null : rawNumber(call.dialledNumber, context);
  const agents = agentsOf(previous, call, context);
  const { agentIds, teamIds } = ownersOf(call, agents, context);
  // Without spreads: with so many fields they take longer than the rest of it, and this runs for every fact of every call.
  return {
    journalId: position.journalId,
    sequence: position.sequence,
    recordedAt: position.recordedAt,
    id: call.callId,
    bridgeId: context.bridgeId,
    pbx: printable(call.pbx, 100) ?? context.bridgeId,
    linkedIds: [...new Set([...(previous?.linkedIds ?? []), ...call.linkedIds])].sort(),
    direction: call.direction,
    state: call.state,
    outcome: call.outcome,
    from,
    to,
    callerIdName: nameOf(call.direction === 'outbound' ? call.to : call.from),
    dialled,
    customer: customerOf(call, from, to, dialled),
    queue: printable(call.queue, 100),
    queueVisits: call.queueVisits,
    transfers: call.transfers,
    agents,
    agentIds,
    teamIds,
    legs: call.legs,
    recordings: recordingsOf(previous, call),
    startedAt: call.startedAt,
    answeredAt: call.answeredAt,
    endedAt: call.endedAt,
    waitSeconds: call.waitSeconds,
    ringSeconds: call.ringSeconds,
    talkSeconds: call.talkSeconds,
    holdSeconds: call.holdSeconds,
    endedBy: call.endedBy,
    hangupCause: call.hangupCause,
    endInferred: call.endInferred,
    strandedAt: strandedAt(call),
    ...pickedUp(call),
    originateId: call.originateId,
    attemptId: call.variables.ATTEMPT ?? null,
    campaignId: call.variables.CAMPAIGN ?? null,
    missedCallId: call.variables.MISSED_CALL ?? null,
    requestedContactId: call.variables.CONTACT ?? null,
  };
}

function rawNumber(raw: string, context: ProjectionContext): CallNumber {
  const clean = printable(raw, 80);
  return { raw: clean, e164: clean === null ? null : context.e164Of(clean), withheld: false };
}

/**
 * The network often knows the number of a caller who asked not to be shown. It stays with the raw facts: not in the log,
 * so that nobody sees it and no search by digits finds it.
 */
function numberOf(party: Party, context: ProjectionContext): CallNumber {
  if (party.withheld || party.raw === null) return { raw: null, e164: null, withheld: party.withheld };
  // An extension of ours is no telephone number, however much it looks like one.
  if (party.interface !== null) return { raw: printable(party.raw, 80), e164: null, withheld: false };
  return rawNumber(party.raw, context);
}

function customerOf(call: CallRecord, from: CallNumber, to: CallNumber, dialled: CallNumber | null): CallNumber | null {
  switch (call.direction) {
    case 'inbound':
      return from;
    case 'outbound':
      return to.raw === null && dialled ? dialled : to;
    case 'internal':
      return null;
  }
}

const nameOf = (party: Party): string | null => (party.withheld ? null : printable(party.name, 200));

const isLiveLeg = (leg: Leg, device: string) =>
  leg.interface === device && leg.kind === 'agent' && leg.role !== 'monitored' && leg.endedAt === null;

function agentsOf(previous: Known | null, call: CallRecord, context: ProjectionContext): CallAgentRow[] {
  const known = new Map(previous?.agents.map((agent) => [agent.interface, agent]));
  return call.agents.map((agent) => {
    const before = known.get(agent.interface) ?? null;
    const person = before?.agentId ? before : context.agentOf(agent.interface);
    const live = call.state !== 'ended' && call.legs.some((leg) => isLiveLeg(leg, agent.interface));
    const next = {
      interface: agent.interface,
      agentId: person?.agentId ?? null,
      teamId: person?.teamId ?? null,
      role: agent.role,
      ringSeconds: agent.ringSeconds,
      talkSeconds: agent.talkSeconds,
      holdSeconds: agent.holdSeconds,
      live,
      tookPart: tookPart(call, agent.interface),
    };
    return { ...next, wrapUpUntil: decideWrapUp(before, next, call, context) };
  });
}

/**
 * Whose the call is. Who only heard a ring owns nothing of a call that ended; a call that nobody took part in belongs to the
 * team of its queue, or to anybody, so that a missed call is never hidden from those who could return it.
 */
function ownersOf(call: CallRecord, agents: CallAgentRow[], context: ProjectionContext) {
  const placed = (device: string) => call.legs.some((leg) => leg.interface === device && leg.role === 'caller');
  const owners = agents.filter((agent) => agent.live || agent.role !== 'rang' || placed(agent.interface));
  const unique = (ids: (string | null)[]) => [...new Set(ids.filter((id) => id !== null))].sort();
  const agentIds = unique(owners.map((agent) => agent.agentId));
  const queueTeam = call.queue === null || agentIds.length > 0 ? null : context.teamOfQueue(call.queue);
  return { agentIds, teamIds: unique([...owners.map((agent) => agent.teamId), queueTeam]) };
}

/** What became of a file is known by the one who stores it; a newer record does not forget it. */
function recordingsOf(previous: Known | null, call: CallRecord): CallRecordingRow[] {
  const known = new Map(previous?.recordings.map((recording) => [recording.id, recording]));
  return call.recordings.map(({ id, file, legId, startedAt }) => ({
    id,
    file,
    legId,
    startedAt,
    state: known.get(id)?.state ?? 'recording',
    seconds: known.get(id)?.seconds ?? null,
  }));
}

/** A device takes part once it has talked, or placed a call that reached somebody's telephone. */
function tookPart(call: CallRecord, device: string): boolean {
  const others = (leg: Leg) => leg.interface !== device && leg.role !== 'caller' && leg.kind !== 'service';
  const reachedOut = call.legs.some(others);
  return call.legs.some((leg) => {
    if (leg.interface !== device || leg.kind !== 'agent') return false;
    return leg.answeredAt !== null || (leg.role === 'caller' && reachedOut);
  });
}
