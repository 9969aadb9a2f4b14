import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { callEventSchema } from '../../pbx-bridge/contract/pbx-events.ts';
import { type ExpectedCall, expectedCalls } from './expected-calls.ts';
import { expectedDialplanCalls } from './expected-dialplan-calls.ts';
import { expectedLabCalls } from './expected-lab-calls.ts';
import { expectedRarerCalls } from './expected-rarer-calls.ts';
import { readTrace } from './read-trace.ts';
import { lastRecords, type Played, playTrace } from './reduce-trace.ts';
import type { CallRecord } from '../../pbx-bridge/contract/call-record.ts';

const names = readdirSync(new URL('./data/', import.meta.url))
  .filter((file) => file.endsWith('.ami.gz'))
  .map((file) => file.replace('.ami.gz', ''))
  .sort();
const expected = { ...expectedCalls, ...expectedLabCalls, ...expectedDialplanCalls, ...expectedRarerCalls };
const WITHIN = 0.2;

function near(actual: number, wanted: number, what: string): void {
  expect(Math.abs(actual - wanted), `${what}: ${actual} s, phones say ${wanted} s`).toBeLessThanOrEqual(WITHIN);
}

function compare(record: CallRecord, wanted: ExpectedCall, played: Played): void {
  expect({
    direction: record.direction,
    outcome: record.outcome,
    endedBy: record.endedBy,
    from: record.from.raw,
    withheld: record.from.withheld,
    dialled: record.dialledNumber,
    agents: record.agents.map((agent) => [agent.interface, agent.role]),
    transfers: record.transfers.map((transfer) => [transfer.kind, transfer.by, transfer.to]),
    visits: record.queueVisits.map((visit) => [visit.queue, visit.end]),
    linkedIds: record.linkedIds.length,
    holds: played.facts.filter((fact) => fact.callId === record.callId && fact.type === 'call.held').length,
    recordings: record.recordings.length,
    endInferred: record.endInferred,
  }).toEqual({
    direction: wanted.direction,
    outcome: wanted.outcome,
    endedBy: wanted.endedBy,
    from: wanted.from,
    withheld: wanted.withheld ?? false,
    dialled: wanted.dialled,
    agents: wanted.agents.map(([iface, role]) => [iface, role]),
    transfers: wanted.transfers ?? [],
    visits: wanted.visits ?? [],
    linkedIds: wanted.linkedIds ?? 1,
    holds: wanted.holds ?? 0,
    recordings: wanted.recordings ?? 0,
    endInferred: wanted.endInferred ?? false,
  });
  near(record.talkSeconds, wanted.talk, 'talk');
  near(record.holdSeconds, wanted.hold ?? 0, 'hold');
  for (const [iface, , talk] of wanted.agents) {
    near(record.agents.find((agent) => agent.interface === iface)?.talkSeconds ?? -1, talk, iface);
  }
  if (wanted.cause !== undefined) expect(record.hangupCause).toBe(wanted.cause);
}

describe('every recorded trace', { timeout: 30_000 }, () => {
  it.each(names.filter((name) => name !== 'storm-1'))('[TEL-3] %s gives the calls its phones tell of', (name) => {
    const played = playTrace(name);
    const wanted = expected[name];
    expect(wanted, 'this trace has expected calls').toBeDefined();
    const records = lastRecords(played.facts);
    expect(records).toHaveLength(wanted?.length ?? -1);
    for (const [i, record] of records.entries()) {
      const each = wanted?.[i];
      if (each) compare(record, each, played);
    }
  });

  it.each(names)('[TEL-10] %s leaves nothing open and nothing behind', (name) => {
    const { state } = playTrace(name);
    expect([state.calls.size, state.channels.size, state.linkedIds.size, state.bridges.size]).toEqual([0, 0, 0, 0]);
  });

  it.each(names)('[TEL-3] %s: every linkedid belongs to exactly one call', (name) => {
    const seen = new Set(
      readTrace(name).flatMap((event) => (event.name === 'Newchannel' ? (event.fields.get('Linkedid') ?? []) : [])),
    );
    const owned = lastRecords(playTrace(name).facts).flatMap((record) => record.linkedIds);
    expect(owned.slice().sort()).toEqual([...seen].sort());
  });

  it.each(names)('[TEL-3] %s: facts are as the contract wants them, told once, start first and end last', (name) => {
    const { facts } = playTrace(name);
    for (const fact of facts) {
      callEventSchema.parse({ ...fact, sequence: 1, bridgeId: 'b', recordedAt: fact.occurredAt });
    }
    expect(new Set(facts.map((fact) => fact.id)).size).toBe(facts.length);
    for (const callId of new Set(facts.map((fact) => fact.callId))) {
      const own = facts.filter((fact) => fact.callId === callId);
      expect(own[0]?.type).toBe('call.started');
      const ends = own.filter((fact) => fact.type === 'call.ended' || fact.type === 'call.merged');
      expect(ends).toHaveLength(1);
      const after = own.slice(own.findIndex((fact) => fact === ends[0]) + 1);
      // Only what an Originate was for can be told after the end.
      expect(after.every((fact) => fact.type === 'call.updated' && fact.call.state === 'ended')).toBe(true);
    }
  });

  it.each(names)('[TEL-1] %s: a device is said to ring at the first event that proves it', (name) => {
    const rang = new Map<string, number>();
    for (const event of readTrace(name)) {
      const at = Math.round(Number(event.fields.get('Timestamp')) * 1000);
      const dest = event.name === 'DialBegin' ? event.fields.get('DestUniqueid') : undefined;
      const ringing = event.name === 'Newstate' && event.fields.get('ChannelState') === '5' ? event.fields.get('Uniqueid') : undefined;
      const id = dest ?? ringing;
      if (id !== undefined && !rang.has(id)) rang.set(id, at);
    }
    for (const fact of playTrace(name).facts.filter((each) => each.type === 'leg.ringing')) {
      expect(Date.parse(fact.occurredAt)).toBe(rang.get(fact.legId ?? ''));
    }
  });
});
