import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PbxEvent } from '../../../pbx-bridge/contract/pbx-events.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/database/test-database.ts';
import { callFacts, journal } from '../../../test/factories/call-facts.ts';
import { fakeNeighbours } from '../../../test/factories/call-neighbours.ts';
import { type TestPlatform, testPlatform } from '../../../test/server/test-platform.ts';
import { readAckedSequence } from '../../platform/event-store/event-store.ts';
import { createCallProjection } from '../calls/call-projection.ts';
import { readCalls } from '../calls/calls.repository.ts';
import { createIngest, type IngestQueue, type ProjectEvents } from './ingest.ts';
import { type ReadEvents, readFrame } from './read-frame.ts';

let db: TestDatabase;
let platform: TestPlatform;
let neighbours: ReturnType<typeof fakeNeighbours>;
let acks: number[];
beforeEach(async () => {
  db = await createTestDatabase();
  platform = testPlatform(db);
  neighbours = fakeNeighbours();
  acks = [];
});
afterEach(() => db.drop());

const frame = (...events: PbxEvent[]) => readFrame(JSON.stringify({ kind: 'events', events }), 1) as ReadEvents;

function open(
  bridgeId = 'pbx1',
  journalId = 'journal-1',
  wrap?: (project: ProjectEvents) => ProjectEvents,
  gatherMs = 0,
) {
  const project = createCallProjection(platform, neighbours);
  const takeOpenCalls = () => Promise.resolve();
  const ingest = createIngest({ ...platform, project: wrap ? wrap(project) : project, takeOpenCalls, gatherMs });
  return ingest({ bridgeId, journalId }, (sequence) => acks.push(sequence));
}

async function take(queue: IngestQueue, ...events: PbxEvent[]) {
  queue.push(frame(...events));
  await queue.idle();
}

const callOf = async (id: string) => (await readCalls(db.sql, [id]))[0] ?? null;
const count = async (table: string) => (await db.sql`select 1 from ${db.sql(table)}`).count;

function answeredQueueCall(book = journal()) {
  const call = callFacts({ journal: book, from: '8 912 123-45-67', queue: 'sales' });
  const events: PbxEvent[] = [call.started(), call.ringing('PJSIP/101'), call.ringing('PJSIP/102')];
  call.wait(3);
  events.push(call.answered('PJSIP/101'), call.stopsRinging('PJSIP/102'));
  call.wait(60);
  events.push(call.ended());
  return { call, events };
}

describe('ingest', () => {
  it('[TEL-10] the mark that a bridge is told when it connects again moves with each commit, and never back', async () => {
    const source = { bridgeId: 'pbx1', journalId: 'journal-1' };
    const { events } = answeredQueueCall();
    const [last] = events.slice(-1);
    const queue = open();
    for (const event of events) {
      await take(queue, event);
      expect(await readAckedSequence(db.sql, source)).toBe(event.sequence);
    }
    await take(open(), ...events.slice(0, 2));
    expect(await readAckedSequence(db.sql, source)).toBe(last?.sequence);
    expect(await count('pbx_events')).toBe(events.length);
  });

  it('[TEL-3] a call is stored with its legs, agents and linkedids, and acknowledged after the commit', async () => {
    const { call, events } = answeredQueueCall();
    await take(open(), ...events);
    const stored = await callOf(call.callId);
    expect(stored).toMatchObject({
      direction: 'inbound',
      state: 'ended',
      outcome: 'answered',
      from: { raw: '8 912 123-45-67', e164: '+79121234567', withheld: false },
      customer: { e164: '+79121234567' },
      queue: 'sales',
      talkSeconds: 60,
      linkedIds: call.record.linkedIds,
      agentIds: ['agt_anna'],
      teamIds: ['team_sales'],
      version: 6,
    });
    expect(stored?.agents).toMatchObject([
      { interface: 'PJSIP/101', agentId: 'agt_anna', role: 'answered', live: false, tookPart: true },
      { interface: 'PJSIP/102', agentId: 'agt_boris', role: 'rang', live: false, tookPart: false, wrapUpUntil: null },
    ]);
    expect(await count('call_legs')).toBe(3);
    expect(await count('pbx_events')).toBe(6);
    expect(acks).toEqual([6]);
    expect(platform.committed.map(({ type }) => type)).toEqual([
      'call.started',
      'call.answered',
      'call.ended',
      'call.changed',
    ]);
  });

  it('[OPS-1] events sent again change nothing and are acknowledged again', async () => {
    const { call, events } = answeredQueueCall();
    await take(open(), ...events);
    const before = await callOf(call.callId);
    // The bridge never heard the acknowledgement: it connects again and sends everything again, in other portions.
    const again = open();
    for (const event of events) await take(again, event);
    expect(await callOf(call.callId)).toEqual(before);
    expect(await count('pbx_events')).toBe(6);
    expect(platform.committed.filter(({ type }) => type === 'call.ended')).toHaveLength(1);
    expect(acks).toEqual([6, 1, 2, 3, 4, 5, 6]);
  });

  it('what nobody waits for gathers, and goes with the ring that somebody waits for', async () => {
    const { events } = answeredQueueCall();
    const [started, ringing, ...rest] = events as [PbxEvent, PbxEvent, ...PbxEvent[]];
    const transactions: string[][] = [];
    const queue = open(
      'pbx1',
      'journal-1',
      (project) => (tx, source, batch) => {
        transactions.push(batch.map(({ type }) => type));
        return project(tx, source, batch);
      },
      25,
    );
    queue.push(frame(started));
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(transactions).toEqual([]);
    queue.push(frame(ringing));
    await queue.idle();
    expect(transactions).toEqual([['call.started', 'leg.ringing']]);
    for (const event of rest.slice(1)) queue.push(frame(event));
    await expect.poll(() => platform.clock.advance(25) ?? transactions.length).toBe(2);
    await queue.idle();
    expect(transactions[1]).toEqual(['call.answered', 'leg.ended', 'call.ended']);
    expect(acks.at(-1)).toBe(6);
  });

  it('a connection that ends while facts gather stores and acknowledges nothing', async () => {
    const { events } = answeredQueueCall();
    const queue = open('pbx1', 'journal-1', undefined, 25);
    queue.push(frame(events[0]!));
    await queue.stop();
    expect(acks).toEqual([]);
    expect(await count('pbx_events')).toBe(0);
    expect(await count('pbx_journals')).toBe(0);
  });

  it('a server that dies between commit and acknowledgement loses and doubles nothing', async () => {
    const { call, events } = answeredQueueCall();
    const first = open();
    await take(first, ...events.slice(0, 3));
    await first.stop();
    const second = open();
    await take(second, ...events.slice(1));
    expect(await count('pbx_events')).toBe(6);
    expect((await callOf(call.callId))?.version).toBe(6);
  });

  it('an older event that comes late is stored and does not overwrite what is known', async () => {
    const { call, events } = answeredQueueCall();
    const [started, ringing, ...rest] = events as [PbxEvent, PbxEvent, ...PbxEvent[]];
    const queue = open();
    await take(queue, started);
    await take(queue, ...rest);
    const known = await callOf(call.callId);
    await take(queue, ringing);
    expect(await callOf(call.callId)).toEqual(known);
    expect(await count('pbx_events')).toBe(6);
  });

  it('one poison event is set aside and acknowledged, and those around it are stored', async () => {
    const book = journal();
    const good = answeredQueueCall(book);
    const bad = callFacts({ journal: book });
    const poison = bad.started();
    const after = answeredQueueCall(book);
    const queue = open('pbx1', 'journal-1', (project) => async (tx, source, events) => {
      if (events.some((event) => event.id === poison.id)) throw new Error('this one cannot be projected');
      return project(tx, source, events);
    });
    await take(queue, ...good.events, poison, ...after.events);
    expect((await callOf(good.call.callId))?.state).toBe('ended');
    expect((await callOf(after.call.callId))?.state).toBe('ended');
    const rejected = await db.sql`select sequence, event_id, error from pbx_events_rejected`;
    expect([...rejected]).toEqual([{ sequence: 7, event_id: poison.id, error: 'this one cannot be projected' }]);
    // It is among the raw facts, so a rebuild makes its call once the fault is mended.
    expect(await count('pbx_events')).toBe(13);
    expect(Math.max(...acks)).toBe(13);
  });

  it('an event that is no event is set aside with the reason', async () => {
    const book = journal();
    const call = callFacts({ journal: book });
    const started = call.started();
    const broken = { ...call.ringing('PJSIP/101'), call: { callId: 'nonsense' } };
    const ended = call.ended();
    const queue = open();
    queue.push(readFrame(JSON.stringify({ kind: 'events', events: [started, broken, ended] }), 1) as ReadEvents);
    await queue.idle();
    expect((await callOf(call.callId))?.state).toBe('ended');
    const [rejected] = await db.sql<
      { sequence: number; error: string }[]
    >`select sequence, error from pbx_events_rejected`;
    expect(rejected?.sequence).toBe(2);
    expect(rejected?.error).toMatch(/^call\.pbx: /);
    expect(acks).toEqual([3]);
  });

  it('two bridges may use the same linkedids and uniqueids', async () => {
    const one = callFacts({ journal: journal('pbx1'), callId: 'call_a', linkedIds: ['1770000000.1'] });
    const two = callFacts({ journal: journal('pbx2', 'journal-2'), callId: 'call_b', linkedIds: ['1770000000.1'] });
    await take(open('pbx1'), one.started(), one.ended());
    await take(open('pbx2', 'journal-2'), two.started(), two.ended());
    expect((await callOf('call_a'))?.linkedIds).toEqual(['1770000000.1']);
    expect((await callOf('call_b'))?.linkedIds).toEqual(['1770000000.1']);
    expect(await count('call_linkedids')).toBe(2);
  });

  it('a bridge cannot change the call of another bridge', async () => {
    const mine = callFacts({ journal: journal('pbx1'), callId: 'call_mine' });
    await take(open('pbx1'), mine.started());
    const theirs = callFacts({ journal: journal('pbx2', 'journal-2'), callId: 'call_mine', from: '+79990000000' });
    await take(open('pbx2', 'journal-2'), theirs.started());
    expect((await callOf('call_mine'))?.from.raw).toBe('+79121234567');
    expect(await count('pbx_events_rejected')).toBe(1);
  });

  it('a merged call disappears; its linkedids and what people said move to the one that goes on', async () => {
    const book = journal();
    const main = callFacts({ journal: book, callId: 'call_main', linkedIds: ['l.1'] });
    const consult = callFacts({
      journal: book,
      callId: 'call_consult',
      linkedIds: ['l.2'],
      direction: 'internal',
      from: '102',
    });
    const queue = open();
    await take(queue, main.started(), consult.started());
    await db.sql`update calls set note = ${'Ask for Clara'}, disposition_id = ${'dsp_interested'} where id = ${'call_consult'}`;
    await db.sql`update calls set note = ${'Wants a quote'} where id = ${'call_main'}`;
    await take(queue, consult.mergedInto('call_main'), main.updated({ linkedIds: ['l.1', 'l.2'] }));
    expect(await callOf('call_consult')).toBeNull();
    expect(await callOf('call_main')).toMatchObject({
      linkedIds: ['l.1', 'l.2'],
      note: 'Wants a quote\nAsk for Clara',
      dispositionId: 'dsp_interested',
    });
    await take(queue, consult.updated({}));
    expect(await callOf('call_consult')).toBeNull();
    expect(platform.committed.filter(({ type }) => type === 'call.merged')).toHaveLength(1);
  });

  it('a merge that is told before its survivor is known loses nothing', async () => {
    const book = journal();
    const consult = callFacts({ journal: book, callId: 'call_consult', linkedIds: ['l.2'] });
    const main = callFacts({ journal: book, callId: 'call_main', linkedIds: ['l.1', 'l.2'] });
    const queue = open();
    await take(queue, consult.started());
    await db.sql`update calls set note = ${'typed early'} where id = ${'call_consult'}`;
    await take(queue, consult.mergedInto('call_main'));
    expect(await count('calls')).toBe(0);
    await take(queue, main.started());
    expect(await callOf('call_main')).toMatchObject({ note: 'typed early', linkedIds: ['l.1', 'l.2'] });
  });

  it('markup, control characters and halves of characters in names and numbers do no harm', async () => {
    const name = '<script>alert(1)</script>\r\nAction: Originate\u0000\ud800';
    const call = callFacts({ journal: journal(), from: '8912\r\n1234567', name });
    await take(open(), call.started(), call.ended());
    const stored = await callOf(call.callId);
    expect(stored?.callerIdName).toBe('<script>alert(1)</script> Action: Originate\ufffd\ufffd');
    expect(stored?.from).toEqual({ raw: '8912 1234567', e164: '+79121234567', withheld: false });
    expect(await count('pbx_events_rejected')).toBe(0);
  });

  it('nothing is lost while the database is away', async () => {
    const { call, events } = answeredQueueCall();
    let failures = 2;
    const queue = open('pbx1', 'journal-1', (project) => async (tx, source, list) => {
      if (failures > 0) {
        failures -= 1;
        throw Object.assign(new Error('terminating connection'), { code: '57P01' });
      }
      return project(tx, source, list);
    });
    queue.push(frame(...events));
    while (failures > 0 || queue.waiting > 0) {
      await new Promise((resolve) => setImmediate(resolve));
      platform.clock.advance(2_000);
    }
    await queue.idle();
    expect((await callOf(call.callId))?.state).toBe('ended');
    expect(await count('pbx_events_rejected')).toBe(0);
  });
});
