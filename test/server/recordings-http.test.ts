/** Recordings from a bridge to the player, over real HTTP and real files. */
import { existsSync, readdirSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eraseOld, giveUpMissing } from '../../server/modules/recordings/recordings.jobs.ts';
import { callFacts, journal } from '../factories/call-facts.ts';
import { wavOf } from '../factories/wav.ts';
import { connectBridge, type FakeBridge } from './fake-bridge.ts';
import { type Firm, foundFirm } from './firm.ts';
import { startTestServer, type TestServer } from './test-server.ts';

let server: TestServer;
let bridge: FakeBridge;
let firm: Firm;
const book = journal();

beforeAll(async () => {
  server = await startTestServer();
  firm = await foundFirm(server);
  bridge = await connectBridge(server);
});
afterAll(async () => {
  bridge?.close();
  await server.close();
});

let made = 0;

/** A call that Anna answered and that was recorded under these ids. */
async function recordedCall(ids: string[], options: Partial<Parameters<typeof callFacts>[0]> = {}) {
  made += 1;
  const call = callFacts({ journal: book, at: new Date().toISOString(), from: `+7913000${1000 + made}`, ...options });
  const events = [call.started(), call.ringing('PJSIP/101')];
  for (const id of ids) events.push(call.recording(id));
  events.push(call.answered('PJSIP/101'));
  call.wait(2);
  events.push(call.ended());
  await bridge.send(events);
  return call.callId;
}

const put = (id: string, body: Buffer, token = server.app.pbx.token) =>
  fetch(`${server.url}/bridge/recordings/${id}`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${token}`, 'x-call-id': 'any' },
    body: new Uint8Array(body),
  });

/** Sends a path as it stands: `fetch` would tidy it first. */
const putRaw = (target: string) =>
  new Promise<number>((resolve, reject) => {
    const headers = { authorization: `Bearer ${server.app.pbx.token}`, 'content-length': '4' };
    const { port } = server;
    const request = httpRequest({ port, host: '127.0.0.1', method: 'PUT', path: target, headers }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    request.on('error', reject);
    request.end('RIFF');
  });

const get = (callId: string, query = '', headers: Record<string, string> = {}) =>
  fetch(`${server.url}/api/calls/${callId}/recording${query}`, { headers: { ...firm.anna.headers, ...headers } });

const files = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((one) => (one.isFile() ? [one.name] : []))
    : [];
const recordingsFolder = () => path.join(server.app.platform.config.dataDir, 'recordings');
const audited = async (action: string, record: string) =>
  (await server.db.sql`select 1 from audit_entries where action = ${action} and record = ${record}`).count;
const stateOf = async (callId: string) =>
  (await firm.manager.get<{ recordings: { state: string; seconds: number | null }[] }>(`/api/calls/${callId}`)).body
    .recordings;

describe('a recording', () => {
  it('[TEL-4] is taken from the bridge, played with ranges, and each sitting is audited once', async () => {
    const callId = await recordedCall(['rec_a']);
    expect(await stateOf(callId)).toEqual([{ id: 'rec_a', seconds: null, state: 'arriving' }]);
    const wav = wavOf(3);
    expect((await put('rec_a', wav)).status).toBe(204);
    expect(await stateOf(callId)).toEqual([{ id: 'rec_a', seconds: 3, state: 'ready' }]);

    const whole = await get(callId);
    expect(whole.status).toBe(200);
    expect(whole.headers.get('content-type')).toBe('audio/wav');
    expect(whole.headers.get('accept-ranges')).toBe('bytes');
    expect(Buffer.from(await whole.arrayBuffer()).equals(wav)).toBe(true);

    const part = await get(callId, '', { range: 'bytes=100-199' });
    expect(part.status).toBe(206);
    expect(part.headers.get('content-range')).toBe(`bytes 100-199/${wav.length}`);
    expect(Buffer.from(await part.arrayBuffer()).equals(wav.subarray(100, 200))).toBe(true);
    const beyond = await get(callId, '', { range: `bytes=${wav.length}-` });
    expect(beyond.status).toBe(416);
    expect(beyond.headers.get('content-range')).toBe(`bytes */${wav.length}`);

    expect(await audited('recording.played', callId)).toBe(1);
    await fetch(`${server.url}/api/calls/${callId}/recording`, { headers: firm.manager.headers });
    expect(await audited('recording.played', callId)).toBe(2);
  });

  it('[TEL-4] has a waveform, made once while it arrived', async () => {
    const callId = await recordedCall(['rec_wave']);
    // Silence, then sound.
    await put(
      'rec_wave',
      wavOf(4, (second) => (second < 2 ? 0 : 16_000)),
    );
    const { body } = await firm.anna.get<{ seconds: number; peaks: number[] }>(`/api/calls/${callId}/waveform`);
    expect(body.seconds).toBe(4);
    expect(body.peaks.length).toBeGreaterThanOrEqual(400);
    expect(body.peaks.length).toBeLessThanOrEqual(800);
    expect(Math.max(...body.peaks.slice(0, body.peaks.length / 2 - 2))).toBe(0);
    expect(Math.min(...body.peaks.slice(body.peaks.length / 2 + 2))).toBeGreaterThan(0.4);
  });

  it('[TEL-4] sent again replaces itself, and several of one call are told apart', async () => {
    const callId = await recordedCall(['rec_one', 'rec_two']);
    await put('rec_one', wavOf(1));
    await put('rec_one', wavOf(1));
    await put('rec_two', wavOf(2));
    expect((await stateOf(callId)).map(({ seconds }) => seconds)).toEqual([1, 2]);
    const two = await get(callId, '?recordingId=rec_two');
    expect((await two.arrayBuffer()).byteLength).toBe(wavOf(2).length);
    expect((await get(callId, '?recordingId=rec_none')).status).toBe(404);
  });

  it('[TEL-4] is heard by those who may see the call, and by nobody else', async () => {
    const callId = await recordedCall(['rec_secret']);
    await put('rec_secret', wavOf(1));
    const ask = async (headers: Record<string, string>) =>
      (await fetch(`${server.url}/api/calls/${callId}/recording`, { headers })).status;
    expect(await ask(firm.anna.headers)).toBe(200);
    expect(await ask(firm.leadOfSales.headers)).toBe(200);
    expect(await ask(firm.clara.headers)).toBe(404);
    expect(await ask(firm.leadOfCare.headers)).toBe(404);
    expect(await ask({})).toBe(401);
  });

  it('is taken from a bridge only', async () => {
    await recordedCall(['rec_token']);
    expect((await put('rec_token', wavOf(1), 'wrong-token-wrong-token')).status).toBe(401);
    expect((await put('rec_nobody_announced', wavOf(1))).status).toBe(404);
  });

  it('cannot be written outside its folder, whatever its name', async () => {
    const before = files(server.app.platform.config.dataDir).length;
    for (const name of [
      '..%2f..%2fescaped',
      '%2e%2e',
      'a%00b',
      'x%2fy',
      '..\\..\\escaped',
      'a'.repeat(200),
      '.hidden',
    ]) {
      expect([400, 404, 422]).toContain(await putRaw(`/bridge/recordings/${name}`));
    }
    expect([400, 404, 405, 422]).toContain(await putRaw('/bridge/recordings/../../escaped'));
    expect(files(server.app.platform.config.dataDir).length).toBe(before);
  });

  it('[TEL-4] that holds no sound, or never comes, is shown as lost', async () => {
    const empty = await recordedCall(['rec_empty']);
    await put('rec_empty', wavOf(0));
    expect(await stateOf(empty)).toEqual([{ id: 'rec_empty', seconds: 0, state: 'lost' }]);
    const lost = await recordedCall(['rec_lost']);
    await bridge.send([
      {
        ...{ sequence: book.next(), id: 'evt_lost', version: 1, bridgeId: 'pbx1', type: 'recording.lost' },
        ...{ occurredAt: new Date().toISOString(), recordedAt: new Date().toISOString() },
        ...{ callId: lost, recordingId: 'rec_lost', file: '/x.wav', because: 'the file is missing' },
      } as never,
    ]);
    expect((await stateOf(lost))[0]?.state).toBe('lost');
    // It turned up after all.
    await put('rec_lost', wavOf(1));
    expect((await stateOf(lost))[0]?.state).toBe('ready');
    const late = await recordedCall(['rec_late']);
    await server.db.sql`update calls set ended_at = now() - interval '4 days' where id = ${late}`;
    expect(await giveUpMissing(server.app.recordings)).toBe(1);
    expect((await stateOf(late))[0]?.state).toBe('lost');
  });

  it('[TEL-4] that policy forbids is stopped at once, and a file that comes all the same is thrown away', async () => {
    const admin = await server.keyOf('administrator');
    const { body } = await admin.get<{ recording: object }>('/api/settings');
    const settings = await admin.patch('/api/settings', {
      recording: { ...body.recording, exceptInterfaces: ['PJSIP/101'] },
    });
    expect(settings.status).toBe(200);
    const callId = await recordedCall(['rec_forbidden']);
    await server.idle();
    expect((await stateOf(callId))[0]?.state).toBe('erased');
    expect(await audited('recording.stopped', callId)).toBe(1);
    const before = files(recordingsFolder()).length;
    expect((await put('rec_forbidden', wavOf(1))).status).toBe(204);
    expect(files(recordingsFolder()).length).toBe(before);
    expect(await audited('recording.discarded', callId)).toBe(1);
    expect((await get(callId)).status).toBe(409);
    await admin.patch('/api/settings', { recording: { ...body.recording, exceptInterfaces: [] } });
  });

  it('[TEL-4] is erased when it is older than the policy keeps it, and the audit says so', async () => {
    const callId = await recordedCall(['rec_old']);
    await put('rec_old', wavOf(1));
    await server.db.sql`update call_recordings set started_at = now() - interval '20 years' where id = ${'rec_old'}`;
    expect(await eraseOld(server.app.recordings, new AbortController().signal)).toBe(1);
    expect(files(recordingsFolder())).not.toContain('rec_old.wav');
    expect(await stateOf(callId)).toEqual([{ id: 'rec_old', seconds: 1, state: 'erased' }]);
    expect(await audited('recording.erased', callId)).toBe(1);
  });
});
