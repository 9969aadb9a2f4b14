import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PbxEvent } from '../../../pbx-bridge/contract/pbx-events.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/database/test-database.ts';
import { callFacts, type Journal, journal } from '../../../test/factories/call-facts.ts';
import { fakeNeighbours } from '../../../test/factories/call-neighbours.ts';
import { type TestPlatform, testPlatform } from '../../../test/server/test-platform.ts';
import { createIngest, type OpenQueue } from '../pbx/ingest.ts';
import { type ReadEvents, readFrame } from '../pbx/read-frame.ts';
import { createCallProjection } from './call-projection.ts';
import { readCalls } from './calls.repository.ts';
import {
  closeLostCalls,
  closeUnheardCalls,
  lostAfterMs,
  type UnheardCallsDeps,
} from './close-unheard-calls.usecases.ts';

let db: TestDatabase;
let platform: TestPlatform;
let deps: UnheardCallsDeps;
let ingest: OpenQueue;
beforeEach(async () => {
  db = await createTestDatabase();
  platform = testPlatform(db);
  const project = createCallProjection(platform, fakeNeighbours());
  deps = { ...platform, project };
  ingest = createIngest({
    ...platform,
    project,
    gatherMs: 0,
    takeOpenCalls: (source, open) => closeUnheardCalls(deps, source, open),
  });
});
afterEach(() => db.drop());

/** One connection of a bridge. */
function bridge({ bridgeId, journalId }: Journal) {
  const queue = ingest({ bridgeId, journalId }, () => undefined);
  return {
    facts: (...events: PbxEvent[]) =>
      queue.push(readFrame(JSON.stringify({ kind: 'events', events }), 1) as ReadEvents),
    open: (callIds: string[], afterSequence: number, at = '2026-03-02T09:10:00.000Z') =>
      queue.pushOpenCalls({ kind: 'calls.open', afterSequence, at, callIds }),
    idle: () => queue.idle(),
  };
}

const callOf = async (id: string) => (await readCalls(db.sql, [id]))[0];
const told = (type: string) => platform.committed.filter((fact) => fact.type === type);

describe('[TEL-10] what a bridge holds open', () => {
  it('ends the calls that are not among it, inferred, once, and leaves the others', async () => {
    const book = journal();
    const lost = callFacts({ journal: book });
    const goesOn = callFacts({ journal: book });
    const before = bridge(book);
    before.facts(lost.started(), lost.ringing('PJSIP/101'), goesOn.started(), goesOn.ringing('PJSIP/102'));
    before.facts(lost.answered('PJSIP/101'), goesOn.answered('PJSIP/102'));
    before.open([lost.callId, goesOn.callId], 6, '2026-03-02T09:05:00.000Z');
    await before.idle();
    expect((await callOf(lost.callId))?.state).toBe('talking');

    // The bridge was killed, and its disk is another one: all it knows is what Asterisk has up.
    const after = bridge(journal('pbx1', 'journal-2'));
    for (let time = 0; time < 2; time++) {
      after.open([goesOn.callId], 0);
      await after.idle();
      expect(await callOf(lost.callId)).toMatchObject({
        state: 'ended',
        outcome: 'answered',
        endInferred: true,
        endedAt: '2026-03-02T09:05:00.000Z',
        talkSeconds: 300,
      });
      expect((await callOf(goesOn.callId))?.state).toBe('talking');
      expect(told('call.ended')).toHaveLength(1);
    }
  });

  it('says nothing against a call that the bridge told after it made the list', async () => {
    const book = journal();
    const early = callFacts({ journal: book });
    const late = callFacts({ journal: book });
    const { facts, open, idle } = bridge(book);
    facts(early.started());
    facts(late.started());
    open([early.callId], 1);
    await idle();
    expect((await callOf(late.callId))?.state).toBe('ringing');
    open([early.callId], 2);
    await idle();
    expect((await callOf(late.callId))?.state).toBe('ended');
  });

  it('is looked at in its turn: an end that was told before it is the true one', async () => {
    const book = journal();
    const call = callFacts({ journal: book });
    const { facts, open, idle } = bridge(book);
    const events = [call.started(), call.ringing('PJSIP/101'), call.answered('PJSIP/101')];
    call.wait(60);
    facts(...events);
    facts(call.ended());
    open([], 4);
    await idle();
    expect(await callOf(call.callId)).toMatchObject({ state: 'ended', endInferred: false, talkSeconds: 60 });
  });

  it('touches no call of another bridge', async () => {
    const other = callFacts({ journal: journal('pbx2') });
    const there = bridge(journal('pbx2'));
    there.facts(other.started());
    await there.idle();
    const here = bridge(journal('pbx1'));
    here.open([], 0);
    await here.idle();
    expect((await callOf(other.callId))?.state).toBe('ringing');
  });

  it('yields to the true end when the bridge comes back with it', async () => {
    const book = journal();
    const call = callFacts({ journal: book });
    const first = bridge(book);
    first.facts(call.started(), call.ringing('PJSIP/101'), call.answered('PJSIP/101'));
    await first.idle();
    const stranger = bridge(journal('pbx1', 'journal-2'));
    stranger.open([], 0);
    await stranger.idle();
    expect(await callOf(call.callId)).toMatchObject({ state: 'ended', endInferred: true });
    call.wait(42);
    const again = bridge(book);
    again.facts(call.ended());
    await again.idle();
    expect(await callOf(call.callId)).toMatchObject({ state: 'ended', endInferred: false, talkSeconds: 42 });
    expect(told('call.corrected')).toHaveLength(1);
  });

  it('makes a missed call of a caller whose end nobody heard', async () => {
    const book = journal();
    const call = callFacts({ journal: book, queue: 'sales' });
    const { facts, open, idle } = bridge(book);
    facts(call.started(), call.ringing('PJSIP/101'));
    open([], 2);
    await idle();
    expect(told('call.ended')).toMatchObject([{ payload: { call: { id: call.callId, outcome: 'no-answer' } } }]);
  });
});

describe('[TEL-10] a bridge that never comes back', () => {
  it('loses its calls after an hour of silence, and not before', async () => {
    const call = callFacts({ journal: journal() });
    const { facts, open, idle } = bridge(journal());
    facts(call.started(), call.ringing('PJSIP/101'), call.answered('PJSIP/101'));
    open([call.callId], 3, '2026-03-02T09:04:00.000Z');
    await idle();
    // What the server hears is stamped by the database, with the time of this machine.
    const now = Date.now();
    platform.clock.set(new Date(now + lostAfterMs - 60_000));
    expect(await closeLostCalls(deps)).toBe(0);
    platform.clock.set(new Date(now + lostAfterMs + 60_000));
    expect(await closeLostCalls(deps)).toBe(1);
    expect(await callOf(call.callId)).toMatchObject({
      state: 'ended',
      endInferred: true,
      endedAt: '2026-03-02T09:04:00.000Z',
    });
    expect(await closeLostCalls(deps)).toBe(0);
  });
});
