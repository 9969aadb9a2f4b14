import { beforeEach, expect, test } from 'vitest';
import type { Call } from '$contract/calls.contract.ts';
import type { EventMessage, LiveState } from '$contract/live-events.ts';
import { testClock } from '$lib/clock/clock.ts';
import { LiveController } from './live-controller.svelte.ts';
import type { LiveHandlers, LiveLink } from './live-link.ts';

const empty: LiveState = {
  version: 1,
  asOf: '2026-03-02T09:00:00.000Z',
  calls: {},
  cards: {},
  presence: {},
  queues: {},
  pbxs: {},
  missedCalls: {},
  tasks: {},
  reminders: {},
};
const call = (id: string, version: number) => ({ id, version, state: 'ringing' }) as Call;
const changed = (sequence: number, id: string, version: number): EventMessage => ({
  sequence,
  event: { name: 'call.changed', payload: { call: call(id, version) } },
});

function scriptedLink() {
  let handlers: LiveHandlers | null = null;
  const asked = { snapshots: 0, retries: 0, closed: 0 };
  const link: LiveLink = {
    open: (next) => {
      handlers = next;
    },
    requestSnapshot: () => {
      asked.snapshots += 1;
    },
    retryNow: () => {
      asked.retries += 1;
    },
    close: () => {
      asked.closed += 1;
    },
  };
  return { link, asked, server: () => handlers as LiveHandlers };
}

let clock: ReturnType<typeof testClock>;
let played: ReturnType<typeof scriptedLink>;
let live: LiveController;
beforeEach(() => {
  clock = testClock('2026-03-02T09:00:00Z');
  played = scriptedLink();
  live = new LiveController(played.link, clock);
  live.open();
});
function start(state: LiveState = empty, sequence = 10) {
  played.server().connected();
  played.server().snapshot({ sequence, state });
}

test('[UX-1] nothing is shown as live before the first snapshot', () => {
  expect(live.state).toBeNull();
  expect(live.linkState).toBe('connecting');
  played.server().connected();
  expect(live.isStale).toBe(true);
  played.server().snapshot({ sequence: 3, state: empty });
  expect(live.linkState).toBe('up');
  expect(live.isStale).toBe(false);
});

test('[UX-1] events in sequence change the state, old ones and doubles change nothing', () => {
  start();
  played.server().event(changed(11, 'a', 1));
  played.server().event(changed(11, 'a', 1));
  played.server().event(changed(9, 'b', 1));
  expect(Object.keys(live.state?.calls ?? {})).toEqual(['a']);
  expect(played.asked.snapshots).toBe(0);
});

test('[UX-1] a gap asks for the snapshot again and marks the screen stale until it comes', () => {
  start();
  played.server().event(changed(13, 'a', 1));
  expect(played.asked.snapshots).toBe(1);
  expect(live.isStale).toBe(true);
  played.server().snapshot({ sequence: 13, state: { ...empty, calls: { b: call('b', 1) } } });
  expect(live.isStale).toBe(false);
  expect(Object.keys(live.state?.calls ?? {})).toEqual(['b']);
});

test('[TEL-1] a call that rings while the snapshot is awaited shows at once', () => {
  start();
  played.server().event(changed(20, 'a', 1));
  played.server().event(changed(21, 'ringing', 1));
  expect(live.state?.calls.ringing).toBeDefined();
});

test('[UX-1] a snapshot that does not come is asked for again', () => {
  played.server().connected();
  clock.advance(4_000);
  clock.advance(4_000);
  expect(played.asked.snapshots).toBe(2);
  played.server().snapshot({ sequence: 1, state: empty });
  clock.advance(60_000);
  expect(played.asked.snapshots).toBe(2);
});

test('[UX-1] a lost link says since when, keeps what was known, and comes back by the path of the start', () => {
  start({ ...empty, calls: { a: call('a', 1) } });
  clock.advance(5_000);
  played.server().lost();
  const since = live.lostSince;
  clock.advance(9_000);
  played.server().lost();
  expect(live.lostSince).toBe(since);
  expect(live.linkState).toBe('lost');
  expect(live.state?.calls.a).toBeDefined();
  start(empty, 1);
  expect(live.linkState).toBe('up');
  expect(live.lostSince).toBeNull();
  expect(live.state?.calls).toEqual({});
  played.server().event(changed(2, 'n', 1));
  expect(live.state?.calls.n).toBeDefined();
});

test('[UX-1] a console that is too old for the snapshot says so and stays so', () => {
  start({ ...empty, version: 2 } as unknown as LiveState);
  expect(live.linkState).toBe('outdated');
  expect(live.state).toBeNull();
  played.server().lost();
  expect(live.linkState).toBe('outdated');
});

test('[UX-1] a refused reader is told, not retried for ever as a lost link', () => {
  played.server().refused();
  expect(live.linkState).toBe('refused');
});

test('[UX-1] listeners hear each event once, after the state has it', () => {
  start();
  const heard: (string | undefined)[] = [];
  const stop = live.on('call.changed', ({ payload }) => heard.push(live.state?.calls[payload.call.id]?.id));
  played.server().event(changed(11, 'a', 1));
  played.server().event(changed(11, 'a', 1));
  stop();
  played.server().event(changed(12, 'b', 1));
  expect(heard).toEqual(['a']);
});

const presence = (sequence: number, agentId: string): EventMessage => ({
  sequence,
  event: { name: 'agent.changed', payload: { presence: { agentId, version: 1 } as LiveState['presence'][string] } },
});

test('[UX-1] what nobody waits for is shown together a moment later, with its listeners', () => {
  start();
  const heard: string[] = [];
  live.on('agent.changed', ({ payload }) => heard.push(payload.presence.agentId));
  played.server().event(presence(11, 'anna'));
  played.server().event(presence(12, 'boris'));
  clock.advance(99);
  expect([Object.keys(live.state?.presence ?? {}), heard]).toEqual([[], []]);
  clock.advance(1);
  expect([Object.keys(live.state?.presence ?? {}), heard]).toEqual([
    ['anna', 'boris'],
    ['anna', 'boris'],
  ]);
});

test('[TEL-1] a call is shown at once, with everything that came before it, and no number is missed', () => {
  start();
  played.server().event(presence(11, 'anna'));
  played.server().event(changed(12, 'a', 1));
  expect(live.state?.calls.a?.version).toBe(1);
  expect(Object.keys(live.state?.presence ?? {})).toEqual(['anna']);
  expect(played.asked.snapshots).toBe(0);
});

test('[UX-1] a link that is there again has not told the truth yet: what is shown stays as old as it is', () => {
  start();
  const asOf = live.asOf;
  played.server().lost();
  clock.advance(5_000);
  played.server().connected();
  expect(live.asOf).toBe(asOf);
  expect(live.isStale).toBe(true);
  played.server().snapshot({ sequence: 1, state: empty });
  expect(live.asOf).toBe((asOf ?? 0) + 5_000);
});

test('[UX-1] an object that an answer brought is taken at once and does not disturb the sequence', () => {
  start();
  live.take({ name: 'call.changed', payload: { call: call('a', 5) } });
  expect(live.state?.calls.a?.version).toBe(5);
  played.server().event(changed(11, 'a', 4));
  expect(live.state?.calls.a?.version).toBe(5);
  expect(live.isStale).toBe(false);
});

test('[UX-1] lists that were read by the API are read again after events were missed, not at the start', () => {
  let again = 0;
  const stop = live.onCaughtUp(() => {
    again += 1;
  });
  start();
  expect(again).toBe(0);
  played.server().lost();
  start(empty, 20);
  expect(again).toBe(1);
  stop();
  start(empty, 30);
  expect(again).toBe(1);
});
