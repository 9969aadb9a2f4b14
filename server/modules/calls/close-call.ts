/** Pure: the end of a call that nobody heard. The bridge's own rules for an end it did not see are in docs/calls.md; these are alike. */
import { createHash } from 'node:crypto';
import type { CallAgent, CallRecord, Leg } from '../../../pbx-bridge/contract/call-record.ts';
import type { CallEvent } from '../../../pbx-bridge/contract/pbx-events.ts';

/** A fact but for its place in a journal. */
export type UnheardEnd = Omit<CallEvent, 'sequence'>;

/**
 * The fact that ends a call at `endedAt` (epoch ms; never before the last thing heard of it). It is written down a
 * millisecond after `known`, so that whatever the bridge says later, the true end above all, counts more.
 *
 * @param known the newest fact of the call
 * @example closeCall(talking, Date.parse('2026-03-02T09:05:00Z')).call // { state: 'ended', outcome: 'answered', endInferred: true, … }
 */
export function closeCall(known: CallEvent, endedAt: number): UnheardEnd {
  const heardAt = Date.parse(known.occurredAt);
  const end = Math.max(endedAt, heardAt);
  return {
    id: `fact_${createHash('sha256').update(`${known.id}\nended unheard`).digest('hex').slice(0, 32)}`,
    version: 1,
    bridgeId: known.bridgeId,
    occurredAt: new Date(end).toISOString(),
    recordedAt: new Date(Date.parse(known.recordedAt) + 1).toISOString(),
    type: 'call.ended',
    callId: known.callId,
    legId: null,
    mergedInto: null,
    call: endedRecord(known.call, new Date(end).toISOString(), (end - heardAt) / 1_000),
  };
}

/** @param more seconds between the last thing heard and the end: what was going on then went on so long */
function endedRecord(call: CallRecord, endedAt: string, more: number): CallRecord {
  const isHeld = call.state === 'held';
  const isTalk = call.state === 'talking' || isHeld;
  const talk = (of: { talkSeconds: number; holdSeconds: number }) => ({
    talkSeconds: longer(of.talkSeconds, more),
    holdSeconds: isHeld ? longer(of.holdSeconds, more) : of.holdSeconds,
  });
  const isOn = (leg: Leg) => leg.endedAt === null && leg.answeredAt !== null && leg.role !== 'monitored';
  const rings = (leg: Leg) => leg.endedAt === null && leg.answeredAt === null && leg.ringingAt !== null;
  const grow = (leg: Leg): Partial<Leg> => {
    if (isTalk && isOn(leg)) return talk(leg);
    return rings(leg) ? { ringSeconds: longer(leg.ringSeconds, more) } : {};
  };
  const growAgent = (agent: CallAgent): Partial<CallAgent> => {
    const legs = call.legs.filter((leg) => leg.interface === agent.interface);
    if (isTalk && legs.some(isOn)) return talk(agent);
    return legs.some(rings) ? { ringSeconds: longer(agent.ringSeconds, more) } : {};
  };
  const waited = (Date.parse(endedAt) - Date.parse(call.startedAt)) / 1_000;
  return {
    ...call,
    ...(isTalk ? talk(call) : {}),
    state: 'ended',
    outcome: outcomeOf(call),
    endedAt,
    waitSeconds: call.answeredAt === null ? Math.max(0, waited) : call.waitSeconds,
    ringSeconds:
      call.answeredAt === null && call.legs.some((leg) => leg.role !== 'caller' && rings(leg))
        ? longer(call.ringSeconds, more)
        : call.ringSeconds,
    endInferred: true,
    legs: call.legs.map((leg) => (leg.endedAt === null ? { ...leg, ...grow(leg), endedAt } : leg)),
    agents: call.agents.map((agent) => ({ ...agent, ...growAgent(agent) })),
    queueVisits: call.queueVisits.map((visit) => ({ ...visit, leftAt: visit.leftAt ?? endedAt })),
  };
}

const longer = (seconds: number, more: number): number => Math.round((seconds + more) * 1_000) / 1_000;

/** A lost call must come back as a missed one, not vanish. */
function outcomeOf(call: CallRecord): CallRecord['outcome'] {
  if (call.answeredAt !== null) return 'answered';
  const visit = call.queueVisits.at(-1);
  return visit && visit.end === null ? 'abandoned' : 'no-answer';
}
