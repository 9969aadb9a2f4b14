import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callFacts, journal } from '../../test/factories/call-facts.ts';
import { connectBridge, type FakeBridge } from '../../test/server/fake-bridge.ts';
import { startTestServer, type TestClient, type TestServer } from '../../test/server/test-server.ts';
import { runVerb } from '../admin/run-verb.ts';
import { verbs } from '../admin/verbs.ts';

let server: TestServer;
let bridge: FakeBridge;
let admin: TestClient;
let folder: string;
let callId: string;
const book = journal();

beforeAll(async () => {
  server = await startTestServer();
  folder = await mkdtemp(path.join(os.tmpdir(), 'trunkline-calls-'));
  admin = await server.keyOf('administrator');
  bridge = await connectBridge(server, { bridgeId: book.bridgeId, journalId: book.journalId });
  const call = callFacts({ journal: book, from: '+79121234567', linkedIds: ['1.1'], at: '2026-03-02T09:00:00.000Z' });
  const events = [call.started(), call.ringing('PJSIP/101')];
  call.wait(5);
  events.push(call.answered('PJSIP/101'));
  call.wait(30);
  events.push(call.ended());
  await bridge.send(events);
  callId = call.callId;
});
afterAll(async () => {
  bridge?.close();
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

async function run(words: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const env = { DATABASE_URL: server.db.url, DATA_DIR: folder };
  const terminal = { out: (line: string) => out.push(line), err: (line: string) => err.push(line) };
  const code = await runVerb(verbs, words, env, terminal);
  return { code, out: out.join('\n'), err: err.join('\n') };
}

describe('calls rebuild', () => {
  it('[TEL-3] [TEL-9] mends a row that was spoilt and keeps what people said', async () => {
    const said = { note: 'wants oak', dispositionId: 'dsp_agreed', nextStep: { text: 'send prices', dueAt: null } };
    expect((await admin.patch(`/api/calls/${callId}`, said)).status).toBe(200);
    await server.db.sql`update calls set outcome = 'failed', talk_seconds = 1, direction = 'internal'`;
    expect(await run(['calls', 'rebuild'])).toMatchObject({
      code: 0,
      err: '',
      out: expect.stringContaining('Rebuilt: 1 calls looked at, 1 changed.'),
    });
    expect((await admin.get(`/api/calls/${callId}`)).body).toMatchObject({
      ...{ outcome: 'answered', talkSeconds: 30, direction: 'inbound', note: 'wants oak' },
      disposition: { id: 'dsp_agreed' },
      nextStep: { text: 'send prices' },
    });
    expect((await run(['calls', 'rebuild'])).out).toContain('1 calls looked at, 0 changed.');
  });
});

describe('calls rebuild and what follows the calls', () => {
  it('[TEL-3] [MIS-1] a missed call that was missing, or had been taken for an answer, is owed once', async () => {
    const debts = async () =>
      (await admin.get<{ items: { tries: number }[] }>('/api/missed-calls?state=open')).body.items.map(
        (debt) => debt.tries,
      );
    const miss = async (from: string, at: number) => {
      const call = callFacts({ journal: book, from, queue: 'sales', at: new Date(at).toISOString() });
      const started = call.started();
      call.wait(10);
      await bridge.send([started, call.ended()]);
      await server.idle();
      return call.callId;
    };
    const lost = await miss('+79120000001', Date.now() - 60_000);
    const mistaken = await miss('+79120000002', Date.now() - 60_000);
    const old = await miss('+79120000003', Date.now() - 40 * 86_400_000);
    expect(await debts()).toEqual([1, 1, 1]);
    // As if the projection had refused the first and misread the others.
    await server.db.sql`truncate missed_calls, missed_call_misses, missed_call_attempts cascade`;
    await server.db.sql`delete from outbox_facts`;
    await server.db.sql`delete from calls where id = ${lost}`;
    await server.db
      .sql`update calls set outcome = 'answered', answered_at = started_at where id in (${mistaken}, ${old})`;
    expect((await run(['calls', 'rebuild'])).out).toContain('4 calls looked at, 3 changed.');
    await expect.poll(debts).toEqual([1, 1]);
    expect((await run(['calls', 'rebuild'])).out).toContain('4 calls looked at, 0 changed.');
    expect(await debts()).toEqual([1, 1]);
  });
});

describe('calls reconcile', () => {
  it('[TEL-3] prints every difference from the CEL file and ends with 1 when there is any', async () => {
    const file = path.join(folder, 'cel.csv');
    await writeFile(file, '"CHAN_START","1772442000.0","1.1","1.1","PJSIP/trunk-1","","","","","",""\n');
    const one = await run(['calls', 'reconcile', file]);
    expect(one).toMatchObject({
      code: 1,
      out: expect.stringMatching(/^call \S+: 30\.000 s of talk, Asterisk bridged 0/),
    });
    await writeFile(file, '"CHAN_START","1772442000.0","9.9","9.9","PJSIP/trunk-1","","","","","",""\n');
    expect(await run(['calls', 'reconcile', file])).toMatchObject({
      code: 1,
      out: expect.stringContaining('linkedid 9.9 belongs to no call\n1 linkedids, 0 calls, 1 differences'),
    });
    await writeFile(file, '');
    expect(await run(['calls', 'reconcile', file])).toMatchObject({ code: 0 });
    expect(await run(['calls', 'reconcile'])).toMatchObject({ code: 2, err: expect.stringContaining('is missing') });
    expect(await run(['calls', 'reconcile', path.join(folder, 'none')])).toMatchObject({ code: 1 });
  });
});

describe('calls trace', () => {
  it('[TEL-3] cuts the call out of the raw copy, or says why it cannot', async () => {
    expect(await run(['calls', 'trace', 'call_none'])).toMatchObject({ code: 1, err: 'There is no call call_none.' });
    expect(await run(['calls', 'trace', callId])).toMatchObject({
      code: 1,
      err: expect.stringContaining('RAW_EVENT_DAYS'),
    });
    const at = Date.parse('2026-03-02T09:00:00.000Z');
    const block = (id: string) => `# ${at / 1_000}\nEvent: Newchannel\nUniqueid: ${id}\nLinkedid: ${id}\n\n`;
    const raw = path.join(folder, `raw-${at}.ami.gz`);
    await writeFile(raw, gzipSync(`${block('1.1')}${block('2.2')}`));
    const cut = await run(['calls', 'trace', callId, '--raw', folder]);
    expect(cut).toMatchObject({ code: 0, err: '', out: expect.stringContaining(`#: Call ${callId} of pbx1`) });
    expect(cut.out).toContain('Uniqueid: 1.1');
    expect(cut.out).not.toContain('Uniqueid: 2.2');
    expect((await readFile(raw)).length, 'the copy is only read').toBeGreaterThan(0);
  });
});
