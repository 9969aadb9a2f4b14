import { describe, expect, it } from 'vitest';
import { snapshotAfter } from '../../test/traces/mangle.ts';
import { readTrace } from '../../test/traces/read-trace.ts';
import { freshState, playEvents } from '../../test/traces/reduce-trace.ts';
import type { AmiEvent } from '../ami/ami-event.ts';
import type { CallsState } from './call-state.ts';
import { type PbxSnapshot, readPbxSnapshot, type SnapshotChannel } from './pbx-snapshot.ts';
import { resyncCalls } from './resync-calls.ts';

const nothing: PbxSnapshot = { channels: [], waitingBridges: [], queueEntries: [], startup: 'a', linkLostAt: null };
const at = (events: readonly AmiEvent[], name: string, nth = 0) =>
  events.findIndex(
    (event, i) => event.name === name && events.slice(0, i).filter((each) => each.name === name).length === nth,
  );
const until = (events: readonly AmiEvent[], index: number) => events.slice(0, index + 1);
const timeAt = (events: readonly AmiEvent[], index: number) => events[index]?.receivedAt ?? 0;

/** Plays a trace up to an event; the PBX was known to have started at `a`. */
function upTo(trace: string, name: string, nth = 0): { state: CallsState; now: number; seen: readonly AmiEvent[] } {
  const events = readTrace(trace);
  const index = at(events, name, nth);
  const seen = until(events, index);
  return { state: { ...playEvents(seen).state, startup: 'a' }, now: timeAt(events, index), seen };
}

/** Uniqueid of the first channel of a device. */
const phoneOf = (events: readonly AmiEvent[], device: string) =>
  events
    .find((event) => event.name === 'Newchannel' && event.fields.get('Channel')?.startsWith(`${device}-`))
    ?.fields.get('Uniqueid');

const channel = (id: string, name: string, more: Partial<SnapshotChannel> = {}): SnapshotChannel => ({
  id,
  name,
  linkedId: id,
  up: true,
  number: null,
  callerName: null,
  context: null,
  exten: null,
  dnid: null,
  application: 'Dial',
  applicationData: null,
  bridgeId: null,
  seconds: 10,
  variables: {},
  ...more,
});

describe('after a lost link', () => {
  it('[TEL-10] a call that has gone ends when the link was last known to be up, and says that this is a guess', () => {
    const { state, now } = upTo('inbound-direct-extension-answered', 'BridgeEnter', 1);
    const { state: after, events } = resyncCalls(state, { ...nothing, linkLostAt: now + 2000 }, now + 60_000);
    const end = events.at(-1);
    expect(end).toMatchObject({ type: 'call.ended' });
    expect(end?.call).toMatchObject({ outcome: 'answered', endInferred: true, endedBy: null, state: 'ended' });
    expect(end?.call.talkSeconds).toBeCloseTo(2, 1);
    expect(Date.parse(end?.call.endedAt ?? '')).toBe(now + 2000);
    expect(after.calls.size).toBe(0);
  });

  it.each([
    ['inbound-queue-abandoned', 'QueueCallerJoin', 'abandoned'],
    ['inbound-caller-cancels', 'DialBegin', 'no-answer'],
    ['outbound-no-answer', 'MixMonitorStart', 'no-answer'],
  ])('[MIS-1] %s lost after %s comes back as %s: no caller vanishes', (trace, name, outcome) => {
    const { state, now } = upTo(trace, name);
    const { events } = resyncCalls(state, nothing, now + 5000);
    expect(events.at(-1)?.call).toMatchObject({ outcome, endInferred: true });
  });

  it('[TEL-10] a channel that Asterisk only forgot to clear away ends when it was last heard of: that is no guess', () => {
    const events = readTrace('call-parked');
    const parker = phoneOf(events, 'PJSIP/101');
    const ofParker = (event: AmiEvent, name: string) => event.name === name && event.fields.get('Uniqueid') === parker;
    const truth = playEvents(events).facts.findLast((fact) => fact.type === 'call.ended');
    const withoutHangup = events
      .filter((event) => !ofParker(event, 'Hangup'))
      .flatMap((event) => (ofParker(event, 'BridgeLeave') ? [{ ...event, name: 'HangupRequest' }, event] : [event]));
    const played = playEvents(withoutHangup);
    expect(played.state.calls.size).toBe(1);
    const { state: after, events: said } = resyncCalls(
      { ...played.state, startup: 'a' },
      nothing,
      timeAt(events, 0) + 300_000,
    );
    expect(after.calls.size).toBe(0);
    const end = said.at(-1);
    expect(end).toMatchObject({ type: 'call.ended', call: { endInferred: false, outcome: 'answered' } });
    expect(end?.call.talkSeconds).toBe(truth?.call.talkSeconds);
    expect(end?.call.endedBy).toBe(truth?.call.endedBy);
    expect(Math.abs(Date.parse(end?.call.endedAt ?? '') - Date.parse(truth?.call.endedAt ?? ''))).toBeLessThan(50);
  });

  it('[TEL-10] a restart of Asterisk ends everything, even what seems to be up again under the same name', () => {
    const { state, now, seen } = upTo('asterisk-crash-mid-call', 'BridgeEnter', 1);
    const snapshot = { ...snapshotAfter(seen, now + 2000), startup: 'b' };
    const { state: after, events } = resyncCalls(state, { ...snapshot, channels: [] }, now + 5000);
    expect(events.at(-1)?.call).toMatchObject({ outcome: 'answered', endedBy: 'system', endInferred: true });
    expect(after.calls.size).toBe(0);
    expect(after.startup).toBe('b');
  });

  it('[TEL-10] a call that goes on goes on: talk unbroken, nothing said', () => {
    const { state, now, seen } = upTo('hold-unhold', 'Hold');
    const { state: after, events } = resyncCalls(state, { ...snapshotAfter(seen, now), startup: 'a' }, now + 1000);
    expect(events).toEqual([]);
    const rest = readTrace('hold-unhold').slice(seen.length);
    const record = playEvents(rest, after).facts.at(-1)?.call;
    expect(record?.talkSeconds).toBeCloseTo(6, 1);
    expect(record?.holdSeconds).toBeCloseTo(3, 1);
    expect(record?.endInferred).toBe(false);
  });

  it('[TEL-10] answered while nobody listened: talk begins with the resync, the queue visit was answered', () => {
    const trace = readTrace('inbound-queue-answered');
    const before = until(trace, at(trace, 'Newstate', 1));
    const state = { ...playEvents(before).state, startup: 'a' };
    const index = at(trace, 'BridgeEnter', 1);
    const { events } = resyncCalls(
      state,
      { ...snapshotAfter(until(trace, index), timeAt(trace, 20)), startup: 'a' },
      timeAt(trace, index),
    );
    expect(events.map((fact) => fact.type)).toEqual(
      expect.arrayContaining(['leg.ended', 'leg.answered', 'call.answered', 'call.left-queue']),
    );
    const record = events.at(-1)?.call;
    expect(record).toMatchObject({ state: 'talking', queueVisits: [{ queue: 'sales', end: 'answered' }] });
    expect(record?.agents.map((agent) => [agent.interface, agent.role])).toEqual([
      ['PJSIP/101', 'rang'],
      ['PJSIP/102', 'answered'],
    ]);
  });

  it('[TEL-6] a consultation that has gone does not end the conversation it was about', () => {
    const { state, now } = upTo('lab-consult-and-return', 'BridgeEnter', 3);
    expect(state.calls.size).toBe(2);
    const seen = readTrace('lab-consult-and-return').slice(0, at(readTrace('lab-consult-and-return'), 'Hangup', 1) + 1);
    const { state: after, events } = resyncCalls(state, { ...snapshotAfter(seen, now), startup: 'a' }, now + 3000);
    expect(events.filter((fact) => fact.type === 'call.ended').map((fact) => fact.call.direction)).toEqual([
      'internal',
    ]);
    expect(after.calls.size).toBe(1);
  });

  it('[TEL-6] a transfer that was completed meanwhile still joins the two calls', () => {
    const trace = readTrace('attended-transfer-sip');
    const before = { ...playEvents(until(trace, at(trace, 'BridgeEnter', 3))).state, startup: 'a' };
    const index = at(trace, 'Hangup', 1);
    const { state, events } = resyncCalls(
      before,
      { ...snapshotAfter(until(trace, index), timeAt(trace, index)), startup: 'a' },
      timeAt(trace, index),
    );
    expect(events.filter((fact) => fact.type === 'call.merged')).toHaveLength(1);
    const record = playEvents(trace.slice(index + 1), state).facts.at(-1)?.call;
    expect(record).toMatchObject({ direction: 'inbound', outcome: 'answered', endedBy: 'remote' });
    expect(record?.linkedIds).toHaveLength(2);
  });
});

describe('what was never seen to begin', () => {
  const adopt = (channels: SnapshotChannel[], more: Partial<PbxSnapshot> = {}) =>
    resyncCalls(freshState(), { ...nothing, channels, ...more }, 1_795_422_100_000);

  it('[TEL-10] is taken in from the lists of a real Asterisk', () => {
    const items = readTrace('ami-reconnect-mid-call').filter((event) =>
      /^(CoreShowChannel|Status|BridgeListItem|QueueEntry)$/.test(event.name),
    );
    const snapshot = readPbxSnapshot(items, { startupDate: '2026-11-23', startupTime: '08:14:54' }, null);
    expect(snapshot.channels.map((each) => [each.name, each.application, each.dnid, each.seconds])).toEqual([
      ['PJSIP/trunk-0000005b', 'Queue', '5551000', 4],
      ['PJSIP/101-0000005c', 'AppQueue', null, 4],
    ]);
    expect(snapshot.waitingBridges).toHaveLength(1);
    const { state, events } = resyncCalls(freshState(), snapshot, timeAt(items, 0));
    expect(state.startup).toBe('2026-11-23 08:14:54');
    expect(events.map((fact) => fact.type)).toEqual(['call.started', 'leg.answered', 'call.answered']);
    expect(events.at(-1)?.call).toMatchObject({
      direction: 'inbound',
      state: 'talking',
      from: { raw: '+33612345678' },
      to: { interface: 'PJSIP/101' },
      dialledNumber: '5551000',
      queue: 'sales',
      talkSeconds: 4,
    });
  });

  it('[TEL-3] a call out has the direction of the leg that was dialled', () => {
    const { events } = adopt([
      channel('1', 'PJSIP/101-00000001', { exten: '+33612345678', bridgeId: 'b' }),
      channel('2', 'PJSIP/trunk-00000002', {
        linkedId: '1',
        number: '+33612345678',
        application: 'AppDial',
        bridgeId: 'b',
        seconds: 7,
      }),
    ]);
    expect(events.at(-1)?.call).toMatchObject({
      direction: 'outbound',
      dialledNumber: '+33612345678',
      from: { raw: '101' },
      talkSeconds: 7,
    });
  });

  it('[TEL-1] a phone that rings rings: its card must open', () => {
    const { events } = adopt([
      channel('1', 'PJSIP/trunk-00000001', { up: false, number: '+331' }),
      channel('2', 'PJSIP/101-00000002', { linkedId: '1', application: 'AppDial', up: false }),
    ]);
    expect(events.map((fact) => [fact.type, fact.legId])).toContainEqual(['leg.ringing', '2']);
  });

  it('[TEL-5] a click to call of which only the agent’s leg is left still knows whom it was for', () => {
    const variables = { TRUNKLINE_COMMAND_ID: 'cmd_1', TRUNKLINE_NUMBER: '+33611112222' };
    const { events } = adopt([channel('1', 'PJSIP/101-00000001', { variables })]);
    expect(events.at(-1)?.call).toMatchObject({
      direction: 'outbound',
      originateId: 'cmd_1',
      dialledNumber: '+33611112222',
      to: { raw: '+33611112222' },
      from: { raw: '101' },
    });
  });

  it('[AGT-3] a caller who waits has waited as long as the queue says', () => {
    const { events } = adopt([channel('1', 'PJSIP/trunk-00000001', { application: 'Queue', number: '+331' })], {
      queueEntries: [{ queue: 'sales', channelId: '1', waitSeconds: 9 }],
    });
    expect(events.at(-1)).toMatchObject({
      type: 'call.queued',
      call: { queue: 'sales', queueVisits: [{ end: null, joinedAt: '2026-11-23T08:21:31.000Z' }] },
    });
  });

  it('[TEL-10] a customer in a parking lot talks to nobody', () => {
    const { events } = adopt(
      [
        channel('1', 'PJSIP/trunk-00000001', { bridgeId: 'lot' }),
        channel('2', 'PJSIP/trunk-00000002', { bridgeId: 'lot' }),
      ],
      { waitingBridges: ['lot'] },
    );
    expect(events.map((fact) => fact.call.talkSeconds)).toEqual([0, 0]);
    expect(new Set(events.map((fact) => fact.callId)).size).toBe(2);
  });

  it('[TEL-3] two who talk through a Local pair talk', () => {
    const { events } = adopt([
      channel('1', 'PJSIP/trunk-00000001', { application: 'Queue', number: '+331', bridgeId: 'a' }),
      channel('2', 'Local/105@x-00000001;1', { linkedId: '1', application: 'AppQueue', bridgeId: 'a' }),
      channel('3', 'Local/105@x-00000001;2', { linkedId: '1', bridgeId: 'b' }),
      channel('4', 'PJSIP/105-00000002', { linkedId: '1', application: 'AppDial', bridgeId: 'b' }),
    ]);
    expect(events.at(-1)?.call).toMatchObject({
      state: 'talking',
      agents: [{ interface: 'PJSIP/105', role: 'answered' }],
    });
  });

  it('[TEL-3] has the id it would have had if it had been seen', () => {
    const trace = readTrace('inbound-queue-answered');
    const seen = until(trace, at(trace, 'BridgeEnter', 1));
    const callId = playEvents(seen).facts[0]?.callId;
    const { events } = resyncCalls(freshState(), snapshotAfter(seen, null), timeAt(trace, seen.length));
    expect(events[0]?.callId).toBe(callId);
  });
});
