import { describe, expect, it } from 'vitest';
import { readTrace } from '../../test/traces/read-trace.ts';
import type { AmiEvent } from '../ami/ami-event.ts';
import { pbxQueueSchema } from '../contract/pbx-state.ts';
import { createQueuesState, linkWaitingCalls, type QueuesState, reduceQueues, resyncQueues } from './queue-reducer.ts';

const event = (name: string, fields: Record<string, string>): AmiEvent => ({
  name,
  fields: new Map(Object.entries({ Queue: 'sales', ...fields })),
  repeated: null,
  receivedAt: 1_795_422_000_000,
});
const nobody = () => null;

function play(events: readonly AmiEvent[], from: QueuesState = createQueuesState()): QueuesState {
  return events.reduce((state, each) => reduceQueues(state, each, nobody).state, from);
}

describe('queues', () => {
  it('[AGT-3] the lists after a connect are the whole truth', () => {
    const lists = readTrace('ami-reconnect-mid-call').filter((each) =>
      each.fields.get('ActionID')?.startsWith('QueueStatus'),
    );
    const { state, changed } = resyncQueues(lists, nobody);
    expect(changed).toBe(state.queues);
    expect(state.queues.map((queue) => [queue.name, queue.strategy])).toEqual([
      ['load', 'ringall'],
      ['sales', 'ringall'],
      ['support', 'rrmemory'],
    ]);
    expect(state.queues[1]?.members).toEqual([
      {
        interface: 'PJSIP/102',
        name: 'Bob',
        paused: false,
        pausedReason: null,
        penalty: 0,
        deviceState: 'not-in-use',
        inCall: false,
      },
      {
        interface: 'PJSIP/101',
        name: 'Alice',
        paused: false,
        pausedReason: null,
        penalty: 0,
        deviceState: 'in-use',
        inCall: true,
      },
    ]);
    for (const queue of state.queues) pbxQueueSchema.parse(queue);
  });

  it('[AGT-1] pausing, adding, a penalty and leaving are followed one by one', () => {
    const seen: unknown[] = [];
    let state = createQueuesState();
    for (const each of readTrace('queue-member-pause-unpause')) {
      const reduced = reduceQueues(state, each, nobody);
      state = reduced.state;
      for (const queue of reduced.changed) {
        seen.push([
          each.name,
          queue.name,
          ...queue.members.map((m) => `${m.interface} ${m.paused ? m.pausedReason : 'on'} ${m.penalty}`),
        ]);
      }
    }
    expect(seen).toEqual([
      ['QueueMemberPause', 'sales', 'PJSIP/101 lunch 0'],
      ['QueueMemberPause', 'sales', 'PJSIP/101 on 0'],
      ['QueueMemberPause', 'support', 'PJSIP/101 all 0'],
      ['QueueMemberPause', 'sales', 'PJSIP/101 all 0'],
      ['QueueMemberPause', 'support', 'PJSIP/101 on 0'],
      ['QueueMemberPause', 'sales', 'PJSIP/101 on 0'],
      ['QueueMemberAdded', 'sales', 'PJSIP/101 on 0', 'PJSIP/103 on 1'],
      ['QueueMemberPenalty', 'sales', 'PJSIP/101 on 0', 'PJSIP/103 on 5'],
      ['QueueMemberRemoved', 'sales', 'PJSIP/101 on 0'],
    ]);
  });

  it('[AGT-3] callers wait in order, and move up when one leaves', () => {
    const joined = play([
      event('QueueCallerJoin', { Uniqueid: 'a', CallerIDNum: '+331', Position: '1' }),
      event('QueueCallerJoin', { Uniqueid: 'b', CallerIDNum: '<unknown>', Position: '2' }),
      event('QueueCallerJoin', { Uniqueid: 'vip', CallerIDNum: '+333', Position: '1' }),
    ]);
    const waiting = (state: QueuesState) =>
      state.queues[0]?.waiting.map((each) => [each.legId, each.position, each.number]);
    expect(waiting(joined)).toEqual([
      ['vip', 1, '+333'],
      ['a', 2, '+331'],
      ['b', 3, null],
    ]);
    expect(waiting(play([event('QueueCallerLeave', { Uniqueid: 'a' })], joined))).toEqual([
      ['vip', 1, '+333'],
      ['b', 2, null],
    ]);
  });

  it('[AGT-3] a caller who hung up waits nowhere, even when the Leave was missed', () => {
    const joined = play([event('QueueCallerJoin', { Uniqueid: 'a', Position: '1' })]);
    const { state, changed } = reduceQueues(joined, event('Hangup', { Uniqueid: 'a' }), nobody);
    expect(state.queues[0]?.waiting).toEqual([]);
    expect(changed).toHaveLength(1);
    expect(reduceQueues(state, event('Hangup', { Uniqueid: 'a' }), nobody).changed).toEqual([]);
  });

  it('[AGT-3] everybody who joined in a storm has left at its end, and every queue is as the contract wants it', () => {
    let state = createQueuesState();
    let most = 0;
    for (const each of readTrace('storm-1')) {
      const reduced = reduceQueues(state, each, nobody);
      for (const queue of reduced.changed) pbxQueueSchema.parse(queue);
      state = reduced.state;
      most = Math.max(most, ...state.queues.map((queue) => queue.waiting.length));
    }
    expect(most).toBeGreaterThan(1);
    expect(state.queues.flatMap((queue) => queue.waiting)).toEqual([]);
  });

  it('[AGT-3] neither number nor name of a caller who asked not to be shown', () => {
    const join = event('QueueCallerJoin', { Uniqueid: 'a', CallerIDNum: '+79991112233', CallerIDName: 'Ivan' });
    const { state } = reduceQueues(createQueuesState(), join, (id) => ({ id: `call-of-${id}`, withheld: true }));
    expect(state.queues[0]?.waiting).toMatchObject([{ callId: 'call-of-a', number: null, name: null }]);
  });

  it('[AGT-3] the call of a waiting caller is filled in as soon as it is known', () => {
    const joined = play([event('QueueCallerJoin', { Uniqueid: 'a', Position: '1' })]);
    expect(linkWaitingCalls(joined, nobody)).toEqual({ state: joined, changed: [] });
    expect(
      linkWaitingCalls(joined, (id) => ({ id: `call-of-${id}`, withheld: false })).changed[0]?.waiting[0]?.callId,
    ).toBe('call-of-a');
  });

  it('[AGT-1] a Local member is shown by its device and keeps the queue’s own name for commands', () => {
    const state = play([
      event('QueueMemberAdded', {
        Interface: 'Local/105@from-agent/n',
        StateInterface: 'PJSIP/105',
        MemberName: 'Elena',
        Status: '1',
      }),
    ]);
    expect(state.queues[0]?.members[0]).toMatchObject({
      interface: 'PJSIP/105',
      queueInterface: 'Local/105@from-agent/n',
    });
    const gone = play(
      [event('QueueMemberRemoved', { Interface: 'Local/105@from-agent/n', StateInterface: 'PJSIP/105' })],
      state,
    );
    expect(gone.queues[0]?.members).toEqual([]);
  });

  it('[AGT-1] the same event again, and events of nothing we know, change nothing', () => {
    const pause = event('QueueMemberPause', {
      Interface: 'PJSIP/101',
      Paused: '1',
      PausedReason: 'lunch',
      Status: '1',
    });
    const state = play([pause]);
    expect(reduceQueues(state, pause, nobody)).toEqual({ state, changed: [] });
    for (const name of ['Newchannel', 'QueueCallerLeave', 'Nonsense']) {
      expect(reduceQueues(state, event(name, { Uniqueid: 'x' }), nobody).changed).toEqual([]);
    }
  });
});
