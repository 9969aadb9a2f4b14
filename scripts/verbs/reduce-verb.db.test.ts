/** A rule of the bridge was wrong, calls were told wrongly, the rule was mended: the raw copy makes them right. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CallFact } from '../../pbx-bridge/calls/call-fact.ts';
import type { CallEvent } from '../../pbx-bridge/contract/pbx-events.ts';
import { reduceAgain } from '../../pbx-bridge/raw/reduce-again.ts';
import { readTrace } from '../../pbx-bridge/raw/trace-format.ts';
import { connectBridge, type FakeBridge } from '../../test/server/fake-bridge.ts';
import { startTestServer, type TestClient, type TestServer } from '../../test/server/test-server.ts';
import { readTraceBlocks } from '../../test/traces/read-trace.ts';
import { runVerb } from '../admin/run-verb.ts';
import { verbs } from '../admin/verbs.ts';

let server: TestServer;
let bridge: FakeBridge;
let admin: TestClient;
let folder: string;
let facts: CallFact[];
let callId: string;

/** The trace as if it had been recorded an hour ago. */
function recently(name: string, now: number): string {
  const blocks = readTraceBlocks(name);
  const shift = Math.round((now - 3_600_000 - (blocks[0]?.receivedAt ?? 0)) / 1000);
  const later = (_: string, head: string, seconds: string) => `${head}${Number(seconds) + shift}`;
  return blocks
    .map(({ receivedAt, text }) => `# ${receivedAt / 1000}\n${text}`)
    .join('')
    .replace(/^(# |Timestamp: )(\d{10})/gm, later);
}

beforeAll(async () => {
  server = await startTestServer();
  folder = await mkdtemp(path.join(os.tmpdir(), 'trunkline-reduce-'));
  admin = await server.keyOf('administrator');
  const now = Date.now();
  const trace = recently('lab-ring-group-with-mobile', now);
  await writeFile(path.join(folder, `raw-${now - 3_700_000}.ami.gz`), gzipSync(trace));
  facts = [...reduceAgain('pbx1', readTrace(trace))];
  callId = facts[0]!.callId;
  // What a bridge with the fault told: the number that called was lost, and the caller seemed to have given up.
  const wrong = facts.map(
    (fact, index): CallEvent => ({
      ...fact,
      sequence: index + 1,
      bridgeId: 'pbx1',
      recordedAt: new Date(now - 3_600_000 + index).toISOString(),
      call: {
        ...fact.call,
        from: { ...fact.call.from, raw: null },
        outcome: fact.call.outcome === null ? null : 'answered',
      },
    }),
  );
  bridge = await connectBridge(server, { bridgeId: 'pbx1', journalId: 'journal-1' });
  await bridge.send(wrong);
  await server.idle();
});
afterAll(async () => {
  bridge?.close();
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

async function reduce(...words: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const env = { DATABASE_URL: server.db.url, DATA_DIR: folder };
  const terminal = { out: (line: string) => out.push(line), err: (line: string) => err.push(line) };
  const code = await runVerb(verbs, ['calls', 'reduce', ...words], env, terminal);
  return { code, out: out.join('\n'), err: err.join('\n') };
}

const call = async () => (await admin.get(`/api/calls/${callId}`)).body;
const debts = async () => (await admin.get<{ items: unknown[] }>('/api/missed-calls?state=open')).body.items.length;

describe('[TEL-10] calls reduce', () => {
  it('says what it would change, and changes nothing, when it is only asked', async () => {
    expect(await reduce('--raw', folder, '--bridge', 'pbx1', '--dry-run')).toEqual({
      code: 0,
      err: '',
      out: `${callId}: was inbound answered, 0 s of talk, is inbound no-answer, 0 s of talk\n1 calls reduced again, 1 would change.`,
    });
    expect(await call()).toMatchObject({ outcome: 'answered', from: { raw: null } });
  });

  it('makes the call right, keeps what people said, and its caller is owed a call', async () => {
    expect((await admin.patch(`/api/calls/${callId}`, { note: 'wants oak' })).status).toBe(200);
    expect(await debts()).toBe(0);
    expect(await reduce(callId, '--raw', folder)).toMatchObject({
      code: 0,
      out: expect.stringContaining('1 changed.'),
    });
    expect(await call()).toMatchObject({ outcome: 'no-answer', from: { raw: '+79161230001' }, note: 'wants oak' });
    await expect.poll(debts).toBe(1);
  });

  it('finds nothing to do the second time, and a rebuild keeps what it did', async () => {
    expect((await reduce('--raw', folder, '--bridge', 'pbx1')).out).toBe('1 calls reduced again, 0 changed.');
    const words = ['calls', 'rebuild'];
    const terminal = { out: () => undefined, err: () => undefined };
    expect(await runVerb(verbs, words, { DATABASE_URL: server.db.url, DATA_DIR: folder }, terminal)).toBe(0);
    expect(await call()).toMatchObject({ outcome: 'no-answer', note: 'wants oak' });
    expect(await debts()).toBe(1);
  });

  it('puts in a call that the log never had', async () => {
    await server.db.sql`delete from pbx_events where call_id = ${callId}`;
    await server.db.sql`delete from calls where id = ${callId}`;
    expect((await reduce('--raw', folder, '--bridge', 'pbx1')).out).toContain(
      `${callId}: was missing, is inbound no-answer`,
    );
    expect(await call()).toMatchObject({ outcome: 'no-answer' });
  });

  it('says what is wrong with its words, or that there is nothing', async () => {
    expect(await reduce('--raw', folder)).toMatchObject({ code: 2, err: expect.stringContaining('--bridge ID') });
    expect(await reduce('--from', 'yesterday')).toMatchObject({
      code: 2,
      err: expect.stringContaining('--from is no time'),
    });
    expect(await reduce('call_none')).toMatchObject({ code: 1, err: 'There is no call call_none.' });
    expect(await reduce(callId)).toMatchObject({ code: 1, err: expect.stringContaining('holds no end of a call') });
  });
});
