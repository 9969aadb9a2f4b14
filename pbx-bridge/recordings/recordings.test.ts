import fs from 'node:fs';
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { type StubServer, startStubServer } from '../../test/fake-pbx/stub-server.ts';
import type { CallFact } from '../calls/call-fact.ts';
import { type Clock, systemClock } from '../clock.ts';
import type { CallRecord } from '../contract/call-record.ts';
import { silentLogger } from '../logger.ts';
import type { NewFact } from '../publish/new-fact.ts';
import { RecordingJobs } from './recording-jobs.ts';
import { RecordingKeeper } from './recording-keeper.ts';
import { findRecording, recordingCandidates } from './recording-path.ts';
import { uploadUrl } from './upload-recording.ts';
import { readWavState } from './wav-header.ts';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const newFolder = async (): Promise<string> => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'trunkline-rec-'));
  closers.push(() => rm(folder, { recursive: true, force: true }));
  return fs.realpathSync(folder);
};

/** A WAV of so many bytes of sound; `riff` overrides the length that the header claims. */
const wav = (soundBytes: number, riff = soundBytes + 36): Buffer => {
  const bytes = Buffer.alloc(44 + soundBytes, 7);
  bytes.write('RIFF', 0);
  bytes.writeUInt32LE(riff, 4);
  bytes.write('WAVEfmt ', 8);
  bytes.write('data', 36);
  bytes.writeUInt32LE(soundBytes, 40);
  return bytes;
};

describe('a WAV header', () => {
  test.each([
    [wav(1000), 'complete'],
    [wav(0), 'empty'],
    [Buffer.alloc(0), 'empty'],
    [wav(1000, 36), 'unknown'],
    [Buffer.alloc(1000, 1), 'unknown'],
  ] as const)('%#: tells whether the file is whole', (bytes, state) => {
    expect(readWavState(bytes.subarray(0, 44), bytes.length)).toBe(state);
  });
});

describe('the way from Asterisk’s path to a file', () => {
  test.each([
    '/var/spool/asterisk/monitor/../../../etc/shadow',
    '/var/spool/asterisk/monitor/./x.wav',
    'a\0b.wav',
    '..\\..\\x',
    '',
    '/',
  ])('%j is refused', async (said) => {
    expect(await findRecording(said, await newFolder())).toMatchObject({ kind: 'refused' });
    expect(await findRecording(said, null)).toMatchObject({ kind: 'refused' });
  });

  test('without a folder of ours only what lies in a spool’s monitor folder is read', () => {
    expect(recordingCandidates('/etc/shadow', null)).toMatchObject({
      because: expect.stringContaining('PBX_RECORDINGS_DIR'),
    });
    expect(recordingCandidates('monitor/x.wav', null)).toMatchObject({ because: expect.any(String) });
    expect(recordingCandidates('/var/spool/asterisk/monitor/2026/x.wav', null)).toEqual({
      root: '/var/spool/asterisk/monitor',
      files: ['/var/spool/asterisk/monitor/2026/x.wav'],
    });
  });

  test('the very path is looked at first when it lies in the folder of ours', () => {
    const said = '/var/spool/asterisk/monitor/2026/x.wav';
    expect(recordingCandidates(said, '/var/spool/asterisk/monitor')).toMatchObject({
      files: [
        said,
        expect.stringContaining('/var/spool/asterisk/monitor/var/spool'),
        ...Array(5).fill(expect.anything()),
      ],
    });
    expect(recordingCandidates(said, '/var/spool/asterisk/mon')).not.toMatchObject({ files: [said] });
  });

  test('with a folder of ours the longest tail of the path that exists is taken', async () => {
    const folder = await newFolder();
    fs.mkdirSync(path.join(folder, '2026/11'), { recursive: true });
    fs.writeFileSync(path.join(folder, '2026/11/x.wav'), 'a');
    fs.writeFileSync(path.join(folder, 'x.wav'), 'b');
    expect(await findRecording('/var/spool/asterisk/monitor/2026/11/x.wav', folder)).toEqual({
      kind: 'found',
      file: path.join(folder, '2026/11/x.wav'),
    });
    expect(await findRecording('/elsewhere/x.wav', folder)).toEqual({
      kind: 'found',
      file: path.join(folder, 'x.wav'),
    });
    expect(await findRecording('/elsewhere/y.wav', folder)).toEqual({ kind: 'missing' });
  });

  test('a symbolic link does not lead out of the folder', async () => {
    const [folder, outside] = [await newFolder(), await newFolder()];
    fs.writeFileSync(path.join(outside, 'secret.wav'), 'x');
    await symlink(path.join(outside, 'secret.wav'), path.join(folder, 'link.wav'));
    expect(await findRecording('/m/link.wav', folder)).toMatchObject({ kind: 'refused' });
  });
});

test('recordings are put where the server’s socket is, over http', () => {
  expect(uploadUrl('ws://host:8080/bridge', 'rec_1').href).toBe('http://host:8080/bridge/recordings/rec_1');
  expect(uploadUrl('wss://host/x/bridge', 'a/b').href).toBe('https://host/x/bridge/recordings/a%2Fb');
});

/** Real time, ten times faster: what waits a second here waits a tenth. */
const fastClock: Clock = { now: () => systemClock.now() * 10, after: (ms, run) => systemClock.after(ms / 10, run) };

const setUp = async () => {
  const [folder, state] = [await newFolder(), await newFolder()];
  const server: StubServer = await startStubServer();
  closers.push(() => server.stop());
  const facts: NewFact[] = [];
  const start = (openCalls: string[] = []): RecordingKeeper => {
    const keeper = new RecordingKeeper({
      jobs: new RecordingJobs(state, silentLogger),
      clock: fastClock,
      logger: silentLogger,
      bridgeId: 'pbx1',
      folder,
      target: { serverUrl: server.url, token: server.token },
      publish: (more) => void facts.push(...more),
    });
    closers.push(() => keeper.stop());
    keeper.start(new Set(openCalls));
    return keeper;
  };
  const write = (name: string, bytes: Buffer): void => fs.writeFileSync(path.join(folder, name), bytes);
  const jobs = (): string[] => fs.readdirSync(state).filter((name) => name.endsWith('.json'));
  return { folder, server, facts, start, write, jobs };
};

const callFact = (type: CallFact['type'], more: Partial<CallFact> = {}): CallFact => ({
  type,
  id: `id-${type}`,
  version: 1,
  occurredAt: '2026-11-23T08:00:10.000Z',
  callId: 'call_1',
  legId: null,
  mergedInto: null,
  call: {
    endedAt: type === 'call.ended' ? '2026-11-23T08:00:10.000Z' : null,
    recordings: [
      { id: 'rec_1', file: '/var/spool/asterisk/monitor/a.wav', legId: 'u.1', startedAt: '2026-11-23T08:00:00.000Z' },
    ],
  } as unknown as CallRecord,
  ...more,
});

describe('a recording', { timeout: 20_000 }, () => {
  test('[TEL-4] is told and handed over once the call has ended and the file is whole', async () => {
    const { server, facts, start, write, jobs } = await setUp();
    const keeper = start();
    keeper.observe(callFact('recording.started'));
    write('a.wav', wav(5000));
    keeper.observe(callFact('call.ended'));
    await server.until(() => server.uploads.length === 1);
    expect(server.uploads[0]).toEqual({ recordingId: 'rec_1', callId: 'call_1', body: wav(5000) });
    expect(facts).toEqual([
      expect.objectContaining({
        type: 'recording.finished',
        recordingId: 'rec_1',
        bytes: 5044,
        occurredAt: '2026-11-23T08:00:10.000Z',
      }),
    ]);
    await expect.poll(jobs).toEqual([]);
  });

  test('that still grows is waited for', async () => {
    const { server, facts, start, write } = await setUp();
    const keeper = start();
    write('a.wav', wav(1000, 36));
    keeper.observe(callFact('call.ended'));
    for (let size = 2000; size <= 8000; size += 2000) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      expect(facts).toEqual([]);
      write('a.wav', wav(size, 36));
    }
    write('a.wav', wav(9000));
    await server.until(() => server.uploads.length === 1);
    expect(server.uploads[0]!.body.length).toBe(9044);
  });

  test('whose writer died is taken as it is', async () => {
    const { server, start, write } = await setUp();
    const keeper = start();
    write('a.wav', wav(1000, 36));
    keeper.observe(callFact('call.ended'));
    await server.until(() => server.uploads.length === 1);
    expect(server.uploads[0]!.body.length).toBe(1044);
  });

  test.each([
    ['empty', () => wav(0), 'no sound'],
    ['missing', () => null, 'not there'],
  ])('[TEL-4] that is %s is told as lost, not silently dropped', async (_name, content, because) => {
    const { facts, start, write, jobs } = await setUp();
    const bytes = content();
    if (bytes !== null) write('a.wav', bytes);
    start().observe(callFact('call.ended'));
    await expect
      .poll(() => facts, { timeout: 15_000 })
      .toEqual([
        expect.objectContaining({
          type: 'recording.lost',
          recordingId: 'rec_1',
          because: expect.stringContaining(because),
        }),
      ]);
    expect(jobs()).toEqual([]);
  });

  test('is offered again until the server takes it', async () => {
    const { server, facts, start, write } = await setUp();
    server.uploadStatus = 503;
    write('a.wav', wav(100));
    start().observe(callFact('call.ended'));
    await expect.poll(() => facts.length).toBe(1);
    await server.stop();
    server.uploadStatus = 204;
    await server.start();
    await server.until(() => server.uploads.length === 1);
    expect(facts).toHaveLength(1);
  });

  test.each(['before', 'after'])('survives a restart of the bridge %s the end of its call', async (when) => {
    const { server, start, write, jobs } = await setUp();
    write('a.wav', wav(100));
    const first = start();
    first.observe(callFact('recording.started'));
    if (when === 'after') first.observe(callFact('call.ended'));
    first.stop();
    expect(jobs()).toEqual(['rec_1.json']);
    const second = start(when === 'before' ? ['call_1'] : []);
    if (when === 'before') second.observe(callFact('call.ended'));
    await server.until(() => server.uploads.length === 1);
  });

  test('follows its call into the one it is merged into', async () => {
    const { server, start, write } = await setUp();
    write('a.wav', wav(100));
    const keeper = start();
    keeper.observe(callFact('recording.started'));
    keeper.observe(callFact('call.merged', { mergedInto: 'call_2' }));
    keeper.observe(callFact('call.ended', { callId: 'call_2' }));
    await server.until(() => server.uploads.length === 1);
    expect(server.uploads[0]!.callId).toBe('call_2');
  });
});
