import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { AmiEvent } from '../../pbx-bridge/ami/ami-event.ts';
import { entriesOf } from '../../pbx-bridge/calls/bucket-map.ts';
import type { CallsState } from '../../pbx-bridge/calls/call-state.ts';
import { resyncCalls } from '../../pbx-bridge/calls/resync-calls.ts';
import { drop, duplicate, reorder, seeded, snapshotAfter } from './mangle.ts';
import { readTrace } from './read-trace.ts';
import { freshState, lastRecords, type Played, playEvents } from './reduce-trace.ts';

const names = readdirSync(new URL('./data/', import.meta.url))
  .filter((file) => file.endsWith('.ami.gz'))
  .map((file) => file.replace('.ami.gz', ''))
  .sort();
const SEEDS = [1, 2, 3];

/** Nothing may be open for ever: a resync that finds nothing up closes everything. */
function closeAll(played: Played, at: number): Played {
  const nothing = { channels: [], waitingBridges: [], queueEntries: [], startup: 'always', linkLostAt: null };
  const { state, events } = resyncCalls(played.state, nothing, at);
  return { state, facts: [...played.facts, ...events] };
}

function expectSound(played: Played, what: string): void {
  const { state, facts } = played;
  expect([state.calls.size, state.channels.size, state.linkedIds.size, state.bridges.size], what).toEqual([0, 0, 0, 0]);
  expect(new Set(facts.map((fact) => fact.id)).size, `${what}: no fact twice`).toBe(facts.length);
  const callIds = new Set(facts.map((fact) => fact.callId));
  for (const callId of callIds) {
    const ends = facts.filter((fact) => fact.callId === callId && /ended|merged/.test(fact.type) && fact.legId === null);
    expect(ends.length, `${what}: ${callId} ends once`).toBe(1);
  }
  const owned = lastRecords(facts).flatMap((record) => record.linkedIds);
  expect(new Set(owned).size, `${what}: a linkedid in one call only`).toBe(owned.length);
}

const endOf = (events: readonly AmiEvent[]) => events.at(-1)?.receivedAt ?? 0;

describe('a mangled stream', { timeout: 60_000 }, () => {
  it.each(names)('[TEL-10] %s, every event twice: the same facts with the same ids', (name) => {
    const events = readTrace(name);
    const once = playEvents(events);
    const twice = playEvents(events.flatMap((event) => [event, event]));
    expect(twice.facts).toEqual(once.facts);
    expect(twice.state).toEqual(once.state);
  });

  it.each(names)('[TEL-10] %s, events again up to 20 events later: no call doubled, none open', (name) => {
    for (const seed of SEEDS) {
      const events = duplicate(readTrace(name), seeded(seed), 20);
      const played = closeAll(playEvents(events), endOf(events));
      expectSound(played, `${name}, seed ${seed}`);
      const clean = new Set(closeAll(playEvents(readTrace(name)), endOf(events)).facts.map((fact) => fact.callId));
      expect(new Set(played.facts.map((fact) => fact.callId)), `seed ${seed}`).toEqual(clean);
    }
  });

  it.each(names)('[TEL-10] %s with a tenth of the events lost: sound, and closed by a resync', (name) => {
    for (const seed of SEEDS) {
      const events = drop(readTrace(name), seeded(seed), 0.1);
      expectSound(closeAll(playEvents(events), endOf(events)), `${name}, seed ${seed}`);
    }
  });

  it.each(names)('[TEL-10] %s with neighbours swapped: sound, and every call still there', (name) => {
    for (const seed of SEEDS) {
      const events = reorder(readTrace(name), seeded(seed), 0.2);
      const played = closeAll(playEvents(events), endOf(events));
      expectSound(played, `${name}, seed ${seed}`);
    }
  });

  it.each(names)('[TEL-10] %s with the link lost in the middle: goes on, nothing doubled, nothing open', (name) => {
    const events = readTrace(name);
    for (const seed of SEEDS) {
      const random = seeded(seed);
      const from = Math.floor(random() * events.length);
      const to = Math.min(events.length, from + Math.floor(random() * 120));
      const before = playEvents(events.slice(0, from));
      const snapshot = snapshotAfter(events.slice(0, to), events[from]?.receivedAt ?? null);
      const synced = resyncCalls(before.state, snapshot, events[to]?.receivedAt ?? endOf(events));
      expectOpenCallsAreUp(synced.state, snapshot.channels.map((channel) => channel.id));
      const after = playEvents(events.slice(to), synced.state);
      const played = closeAll(
        { state: after.state, facts: [...before.facts, ...synced.events, ...after.facts] },
        endOf(events),
      );
      expectSound(played, `${name}, seed ${seed}, lost ${from} to ${to}`);
    }
  });

  it.each(names)('[TEL-10] %s with the bridge restarted in the middle without its memory: adopted, nothing open', (name) => {
    const events = readTrace(name);
    for (const seed of SEEDS) {
      const at = Math.floor(seeded(seed)() * events.length);
      const synced = resyncCalls(freshState(), snapshotAfter(events.slice(0, at), null), events[at]?.receivedAt ?? 0);
      const after = playEvents(events.slice(at), synced.state);
      const played = closeAll({ state: after.state, facts: [...synced.events, ...after.facts] }, endOf(events));
      expectSound(played, `${name}, seed ${seed}, from ${at}`);
    }
  });

  it.each(names)('[TEL-10] %s killed and restored from JSON in the middle: as if nothing had been', (name) => {
    const events = readTrace(name);
    const whole = playEvents(events);
    const half = Math.floor(events.length / 2);
    const first = playEvents(events.slice(0, half));
    const second = playEvents(events.slice(half), JSON.parse(JSON.stringify(first.state)) as CallsState);
    expect([...first.facts, ...second.facts]).toEqual(whole.facts);
  });
});

function expectOpenCallsAreUp(state: CallsState, up: readonly string[]): void {
  for (const { value: call } of entriesOf(state.calls)) {
    const live = call.channels.filter((channel) => channel.endedAt === null);
    expect(live.length, `${call.id} has a live channel`).toBeGreaterThan(0);
    for (const channel of live) expect(up).toContain(channel.id);
  }
}
