/** Every recorded call through the reducer of the bridge and the ingest of the server, on a real PostgreSQL. */
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CallRecord } from '../../pbx-bridge/contract/call-record.ts';
import type { CallEvent } from '../../pbx-bridge/contract/pbx-events.ts';
import { createCallProjection } from '../../server/modules/calls/call-projection.ts';
import type { StoredCall } from '../../server/modules/calls/call-row.ts';
import { readCalls, readLegs } from '../../server/modules/calls/calls.repository.ts';
import { rebuildCalls } from '../../server/modules/calls/rebuild-calls.usecases.ts';
import { createIngest } from '../../server/modules/pbx/ingest.ts';
import { createTestDatabase, type TestDatabase } from '../database/test-database.ts';
import { fakeNeighbours } from '../factories/call-neighbours.ts';
import { lastRecords, playTrace } from '../traces/reduce-trace.ts';
import { type TestPlatform, testPlatform } from './test-platform.ts';

const folder = fileURLToPath(new URL('../traces/data/', import.meta.url));
const names = readdirSync(folder).flatMap((file) =>
  file.endsWith('.ami.gz') ? [file.slice(0, -'.ami.gz'.length)] : [],
);

/** Small, seeded: the same order of portions and repeats every time. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

let db: TestDatabase;
let platform: TestPlatform;
const neighbours = fakeNeighbours();
const truth = new Map<string, CallRecord>();

beforeAll(async () => {
  db = await createTestDatabase();
  platform = testPlatform(db);
  const project = createCallProjection(platform, neighbours);
  const ingest = createIngest({ ...platform, project, takeOpenCalls: () => Promise.resolve(), gatherMs: 0 });
  const random = randomOf(20_260_302);
  for (const name of names) {
    // Each trace is a PBX of its own: they were recorded on fresh machines that count from the same number.
    const bridgeId = name;
    const played = playTrace(name);
    const events = played.facts.map((fact, index): CallEvent => {
      const callId = `${name}:${fact.callId}`;
      const recordings = fact.call.recordings.map((one) => ({ ...one, id: `${name}:${one.id}` }));
      return {
        ...fact,
        id: `${name}:${fact.id}`,
        callId,
        mergedInto: fact.mergedInto === null ? null : `${name}:${fact.mergedInto}`,
        call: { ...fact.call, callId, recordings },
        sequence: index + 1,
        bridgeId,
        recordedAt: fact.occurredAt,
      };
    });
    for (const record of lastRecords(events)) truth.set(record.callId, record);
    const queue = ingest({ bridgeId, journalId: 'j' }, () => undefined);
    for (let at = 0; at < events.length; ) {
      const size = 1 + Math.floor(random() * 12);
      const from = random() < 0.3 ? Math.max(0, at - Math.floor(random() * 8)) : at;
      const portion = events.slice(from, at + size);
      queue.push({ kind: 'events', events: portion, rejected: [], lastSequence: portion.at(-1)!.sequence });
      if (random() < 0.5) await queue.idle();
      at += size;
    }
    await queue.idle();
  }
}, 120_000);
afterAll(() => db.drop());

const stored = async (): Promise<Map<string, StoredCall>> => {
  const rows = await db.sql<{ id: string }[]>`select id from calls`;
  const calls = await readCalls(
    db.sql,
    rows.map(({ id }) => id),
  );
  return new Map(calls.map((call) => [call.id, call]));
};

const derivedOf = ({ version: _version, ...call }: StoredCall) => call;

describe('the recorded calls', () => {
  it('[TEL-3] are in the log exactly once each, with what the bridge knows of them', async () => {
    expect(names.length).toBeGreaterThan(40);
    const calls = await stored();
    expect([...calls.keys()].sort()).toEqual([...truth.keys()].sort());
    for (const [id, record] of truth) {
      const call = calls.get(id)!;
      const { direction, state, outcome, queue, transfers, startedAt, answeredAt, endedAt, talkSeconds } = record;
      const { waitSeconds, ringSeconds, holdSeconds, endedBy, hangupCause, endInferred, queueVisits } = record;
      expect(call, id).toMatchObject({
        ...{ direction, state, outcome, queue, transfers, startedAt, answeredAt, endedAt, talkSeconds },
        ...{ waitSeconds, ringSeconds, holdSeconds, endedBy, hangupCause, endInferred, queueVisits },
        linkedIds: [...record.linkedIds].sort(),
      });
      expect(call.agents.map(({ interface: device, role, talkSeconds: talk }) => ({ device, role, talk }))).toEqual(
        record.agents.map(({ interface: device, role, talkSeconds: talk }) => ({ device, role, talk })),
      );
    }
    expect((await db.sql`select 1 from pbx_events_rejected`).count).toBe(0);
  });

  it('keep each leg, and each linkedid belongs to exactly one call', async () => {
    for (const [id, record] of truth) {
      const legs = await readLegs(db.sql, id);
      const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1);
      expect([...legs].sort(byId), id).toEqual([...record.legs].sort(byId));
    }
    const [twice] = await db.sql<{ n: number }[]>`
      select count(*)::int as n from (select bridge_id, linkedid from call_linkedids group by 1, 2 having count(*) > 1) t`;
    expect(twice?.n).toBe(0);
  });

  it('are the same after a rebuild that found every row spoilt, and what people said is still there', async () => {
    const before = await stored();
    const [one] = [...before.values()];
    await db.sql`update calls set note = ${'kept'}, disposition_id = ${'dsp_agreed'} where id = ${one!.id}`;
    await db.sql`update calls set direction = 'internal', talk_seconds = 1, customer_raw = null, outcome = null`;
    await db.sql`delete from call_legs`;
    await db.sql`delete from call_agents`;
    await db.sql`delete from call_linkedids`;
    const lost = [...before.keys()].slice(-3);
    await db.sql`delete from calls where id = any(${lost})`;
    const rebuilt = await rebuildCalls({ ...platform, neighbours });
    expect(rebuilt.changed).toBeGreaterThanOrEqual(before.size);
    const after = await stored();
    expect([...after.keys()].sort()).toEqual([...before.keys()].sort());
    for (const [id, call] of before) {
      const note = id === one!.id ? { note: 'kept', dispositionId: 'dsp_agreed' } : {};
      expect(derivedOf(after.get(id)!), id).toEqual(derivedOf({ ...call, ...note }));
    }
    expect(await readLegs(db.sql, one!.id)).not.toEqual([]);
    // A second run finds nothing to mend.
    expect((await rebuildCalls({ ...platform, neighbours })).changed).toBe(0);
  });
});
