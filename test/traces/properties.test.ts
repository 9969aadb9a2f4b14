import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AmiEvent } from '../../pbx-bridge/ami/ami-event.ts';
import { entriesOf } from '../../pbx-bridge/calls/bucket-map.ts';
import { CALL_EVENT_NAMES } from '../../pbx-bridge/calls/call-reducer.ts';
import type { CallsState } from '../../pbx-bridge/calls/call-state.ts';
import { resyncCalls } from '../../pbx-bridge/calls/resync-calls.ts';
import { callEventSchema } from '../../pbx-bridge/contract/pbx-events.ts';
import { readTrace } from './read-trace.ts';
import { freshState, playEvents } from './reduce-trace.ts';

const pool = ['attended-transfer-ami', 'attended-transfer-sip', 'call-parked', 'inbound-queue-answered', 'lab-pickup', 'lab-blonde-by-key', 'lab-redirect-both-to-conference', 'lab-queue-local-member', 'chanspy-listen-whisper-barge', 'outbound-local-channel']
  .flatMap((name) => readTrace(name))
  .filter((event) => CALL_EVENT_NAMES.has(event.name));

/** Real events in any order, any selection. */
const anyInterleaving = fc.array(fc.nat({ max: pool.length - 1 }).map((i) => pool[i] as AmiEvent), { maxLength: 250 });

const word = fc.oneof(
  fc.constantFrom('PJSIP/101-00000001', 'PJSIP/trunk-00000002', 'Local/1@x-00000003;1', 'Local/1@x-00000003;2', '__proto__', 'constructor', '<unknown>', '', 'a', 'b', '6', '5', '4', '-1', 'Success', 'parking', 'ConfBridge', 'ANSWER', 'TRUNKLINE_X', 'DIALSTATUS'),
  fc.string({ maxLength: 40 }),
  fc.string({ minLength: 300, maxLength: 400 }),
);
const header = fc.constantFrom('Uniqueid', 'Linkedid', 'Channel', 'ChannelState', 'DestUniqueid', 'DestChannel', 'DestLinkedid', 'BridgeUniqueid', 'BridgeType', 'BridgeCreator', 'Queue', 'Variable', 'Value', 'DialStatus', 'DialString', 'Cause', 'Result', 'TransfereeUniqueid', 'TransfererUniqueid', 'OrigTransfererUniqueid', 'SecondTransfererUniqueid', 'ParkeeUniqueid', 'SpyerUniqueid', 'SpyerChannel', 'SpyeeUniqueid', 'TargetUniqueid', 'LocalOneUniqueid', 'LocalOneChannel', 'LocalTwoUniqueid', 'LocalTwoChannel', 'Newname', 'Exten', 'Context', 'CallerIDNum', 'CallerIDName', 'Timestamp', 'Forward', 'Interface', 'Response');
/** Events with the names we know and headers full of anything. */
const garbage = fc
  .record({
    name: fc.constantFrom(...CALL_EVENT_NAMES, 'CEL', 'toString'),
    headers: fc.array(fc.tuple(header, word), { maxLength: 14 }),
    receivedAt: fc.integer({ min: 1_700_000_000_000, max: 1_900_000_000_000 }),
  })
  .map(({ name, headers, receivedAt }): AmiEvent => ({ name, fields: new Map(headers), repeated: null, receivedAt }));
/** Real events with some headers replaced: close enough to the truth to get far. */
const mutated = fc
  .tuple(fc.nat({ max: pool.length - 1 }), fc.array(fc.tuple(header, word), { maxLength: 3 }))
  .map(([i, headers]): AmiEvent => {
    const event = pool[i] as AmiEvent;
    return { ...event, fields: new Map([...event.fields, ...headers] as [string, string][]) };
  });
const anything = fc.array(fc.oneof(garbage, mutated), { maxLength: 150 });

describe('the reducer, whatever comes', { timeout: 120_000 }, () => {
  it('[TEL-3] is total and says only what the contract allows', () => {
    fc.assert(
      fc.property(fc.oneof(anything, anyInterleaving), (events) => {
        for (const fact of playEvents(events).facts) {
          callEventSchema.parse({ ...fact, sequence: 1, bridgeId: 'b', recordedAt: fact.occurredAt });
        }
      }),
      { numRuns: 300 },
    );
  });

  it('[TEL-10] goes on after its state went through JSON as if nothing had been', () => {
    fc.assert(
      fc.property(fc.oneof(anything, anyInterleaving), fc.nat({ max: 150 }), (events, at) => {
        const first = playEvents(events.slice(0, at));
        const saved = JSON.parse(JSON.stringify(first.state)) as CallsState;
        const [direct, restored] = [first.state, saved].map((state) => playEvents(events.slice(at), state));
        expect(restored).toEqual(direct);
      }),
      { numRuns: 200 },
    );
  });

  it('[TEL-10] never changes the state it was given', () => {
    fc.assert(
      fc.property(anyInterleaving, (events) => {
        let state = freshState();
        for (const event of events) {
          const before = JSON.stringify(state);
          const next = playEvents([event], state).state;
          expect(JSON.stringify(state)).toBe(before);
          state = next;
        }
      }),
      { numRuns: 40 },
    );
  });

  it('[TEL-10] its bookkeeping is consistent: each index leads to a call that knows what led to it', () => {
    fc.assert(
      fc.property(fc.oneof(anything, anyInterleaving), (events) => expectConsistent(playEvents(events).state)),
      { numRuns: 300 },
    );
  });

  it('[TEL-10] a resync with nothing up leaves nothing open, from any state', () => {
    fc.assert(
      fc.property(fc.oneof(anything, anyInterleaving), (events) => {
        const { state } = playEvents(events);
        const nothing = { channels: [], waitingBridges: [], queueEntries: [], startup: null, linkLostAt: null };
        const after = resyncCalls(state, nothing, 1_800_000_000_000).state;
        expect([after.calls.size, after.channels.size, after.linkedIds.size, after.bridges.size]).toEqual([0, 0, 0, 0]);
      }),
      { numRuns: 300 },
    );
  });

  it('[TEL-10] forgets ended calls: the state is no bigger after 3000 calls than after 1000', () => {
    const call = readTrace('inbound-queue-answered');
    let state = freshState();
    const sizes: number[] = [];
    for (let i = 1; i <= 3000; i += 1) {
      state = playEvents(call.map((event) => renamed(event, `n${i}-`)), state).state;
      if (i % 1000 === 0) sizes.push(JSON.stringify(state).length);
    }
    expect(state.calls.size).toBe(0);
    expect(Math.max(...sizes)).toBeLessThan(250_000);
    expect(Math.abs((sizes[2] ?? 0) - (sizes[0] ?? 0))).toBeLessThan(120_000);
  });

  it('[TEL-10] one call that rings for ever stays small', () => {
    const rings = readTrace('inbound-queue-ringnoanswer-then-answered');
    // The legs of the first round: both phones ring for ten seconds in vain.
    const newLegs = rings.filter((event) => {
      const leg = event.fields.get('DestUniqueid') ?? event.fields.get('Uniqueid') ?? '';
      return /\.1[23]$/.test(leg) && /^(Newchannel|AgentCalled|DialBegin|DialEnd|Newstate|Hangup)$/.test(event.name);
    });
    let state = playEvents(rings.slice(0, 60)).state;
    for (let i = 0; i < 400; i += 1) {
      state = playEvents(
        newLegs.map((event) => later(renamed(event, `r${i}-`, 'pbx1-1795421969.11'), i * 11)),
        state,
      ).state;
    }
    const [call] = entriesOf(state.calls);
    expect(call?.value.channels.length).toBeLessThanOrEqual(61);
    expect(JSON.stringify(call).length).toBeLessThan(80_000);
    // Rung for 400 rounds of 10 s on each of two phones: the ring time is kept even where the leg is not.
    const leave = rings.filter((event) => event.name === 'QueueCallerLeave');
    const record = playEvents(leave, state).facts.at(-1)?.call;
    const ringSeconds = record?.agents.map((agent) => Math.round(agent.ringSeconds / 100) * 100);
    expect(ringSeconds).toEqual([4000, 4000]);
  });
});

/** The same event some seconds later. */
function later(event: AmiEvent, seconds: number): AmiEvent {
  const stamp = (Number(event.fields.get('Timestamp')) + seconds).toFixed(6);
  return { ...event, fields: new Map([...event.fields, ['Timestamp', stamp]] as [string, string][]) };
}

/** The same event in another call: every id gets a prefix, except `keep`. */
function renamed(event: AmiEvent, prefix: string, keep = ''): AmiEvent {
  const fields = [...event.fields].map(([name, value]): [string, string] =>
    /(Uniqueid|UniqueId|Linkedid)$/.test(name) && value !== keep ? [name, `${prefix}${value}`] : [name, value],
  );
  return { ...event, fields: new Map(fields) };
}

function expectConsistent(state: CallsState): void {
  const calls = [...entriesOf(state.calls)];
  const live = calls.flatMap(({ value: call }) => call.channels.filter((channel) => channel.endedAt === null).map((channel) => [channel.id, call.id]));
  const indexed = [...entriesOf(state.channels)].map(({ key, value }) => [key, value]);
  expect(indexed.sort()).toEqual(live.sort());
  const linked = calls.flatMap(({ value: call }) => call.linkedIds.map((linkedId) => [linkedId, call.id]));
  const links = [...entriesOf(state.linkedIds)].map(({ key, value }) => [key, value]);
  expect(links.sort()).toEqual(linked.sort());
  const inBridges = [...entriesOf(state.bridges)].flatMap(({ key, value }) => value.members.map((member) => [member, key]));
  const said = calls.flatMap(({ value: call }) => call.channels.flatMap((channel) => (channel.endedAt === null && channel.bridge !== null ? [[channel.id, channel.bridge]] : [])));
  expect(inBridges.sort()).toEqual(said.sort());
}
