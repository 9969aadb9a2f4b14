import { describe, expect, it } from 'vitest';
import { expectedCalls } from './expected-calls.ts';
import { expectedDialplanCalls } from './expected-dialplan-calls.ts';
import { expectedLabCalls } from './expected-lab-calls.ts';
import { expectedRarerCalls } from './expected-rarer-calls.ts';
import { readTrace } from './read-trace.ts';
import { lastRecords, playEvents } from './reduce-trace.ts';

const expected = { ...expectedCalls, ...expectedLabCalls, ...expectedDialplanCalls, ...expectedRarerCalls };
/** These need lists or variables that such a user does not get. */
const beyond = new Set(['asterisk-crash-mid-call', 'ami-reconnect-mid-call']);

describe('an AMI user that may not see variables, dialplan steps or reports', { timeout: 60_000 }, () => {
  it.each(Object.keys(expected).filter((name) => !beyond.has(name)))('[OPS-1] %s still gives the right calls', (name) => {
    const events = readTrace(name).filter((event) => !/^(VarSet|Newexten|CEL|Cdr|TestEvent)$/.test(event.name));
    const { facts, state } = playEvents(events);
    const records = lastRecords(facts);
    const wanted = expected[name] ?? [];
    expect(state.calls.size).toBe(0);
    expect(
      records.map((record) => ({
        direction: record.direction,
        outcome: record.outcome,
        endedBy: record.endedBy,
        agents: record.agents.map((agent) => [agent.interface, agent.role]),
        transfers: record.transfers.map((transfer) => [transfer.kind, transfer.by, transfer.to]),
        recordings: record.recordings,
      })),
    ).toEqual(
      wanted.map((each) => ({
        direction: each.direction,
        outcome: each.outcome,
        endedBy: each.endedBy,
        agents: each.agents.map(([iface, role]) => [iface, role]),
        transfers: each.transfers ?? [],
        // File names come as a variable only.
        recordings: [],
      })),
    );
    for (const [i, record] of records.entries()) {
      expect(Math.abs(record.talkSeconds - (wanted[i]?.talk ?? 0))).toBeLessThanOrEqual(0.2);
    }
  });

  it.each(Object.keys(expected).filter((name) => !beyond.has(name)))('[OPS-1] %s without Timestamp and TechCause, as older Asterisks are', (name) => {
    const events = readTrace(name).map((event) => ({
      ...event,
      fields: new Map([...event.fields].filter(([header]) => header !== 'Timestamp' && header !== 'TechCause')),
    }));
    const records = lastRecords(playEvents(events).facts);
    const wanted = expected[name] ?? [];
    expect(records.map((record) => [record.outcome, record.endedBy])).toEqual(wanted.map((each) => [each.outcome, each.endedBy]));
    for (const [i, record] of records.entries()) {
      expect(Math.abs(record.talkSeconds - (wanted[i]?.talk ?? 0))).toBeLessThanOrEqual(0.25);
    }
  });
});
