import fs from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, expect, test } from 'vitest';
import { startUnderTest } from '../../test/fake-pbx/bridge-under-test.ts';
import { playableEntries } from '../../test/fake-pbx/fake-pbx.ts';
import { createManualClock } from '../../test/fake-pbx/manual-clock.ts';
import { lastRecords, playEvents } from '../../test/traces/reduce-trace.ts';
import { parseAmiEvent } from '../ami/ami-decoder.ts';
import { silentLogger } from '../logger.ts';
import { cutTrace } from './cut-trace.ts';
import { RawLog } from './raw-log.ts';
import { listRawSegments, readRawEntries, segmentsToRemove } from './raw-segments.ts';
import { reduceAgain } from './reduce-again.ts';
import { readTrace, writeTraceEntry } from './trace-format.ts';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const newFolder = async (): Promise<string> => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'trunkline-raw-'));
  closers.push(() => rm(folder, { recursive: true, force: true }));
  return folder;
};

const traceOf = (name: string): string =>
  gunzipSync(fs.readFileSync(new URL(`../../test/traces/data/${name}.ami.gz`, import.meta.url))).toString('utf8');

const block = (text: string): Buffer => Buffer.from(`${text.replaceAll('\n', '\r\n')}\r\n\r\n`);
/** As the decoder hands it over: without the LF of the last line and the blank line. */
const take = (log: RawLog, text: string, at: number): void => log.take(block(text), 0, block(text).length - 3, at);
const everything = (folder: string) => [...readRawEntries(folder, 0, Number.MAX_SAFE_INTEGER)];

test('a trace that is read and written again is the same', () => {
  const trace = traceOf('inbound-queue-answered');
  const entries = [...readTrace(trace)];
  expect(entries.length).toBeGreaterThan(200);
  expect([...readTrace(entries.map(writeTraceEntry).join(''))]).toEqual(entries);
});

test('what was taken can be read back, with its times; a call can be found in it by the hour', async () => {
  const folder = await newFolder();
  const clock = createManualClock();
  const log = new RawLog({ folder, days: 14, maxMegabytes: 100, clock, logger: silentLogger });
  const start = clock.now();
  take(log, 'Event: A\nN: Zoë', start + 5);
  take(log, `Event: Big\nX: ${'y'.repeat(200_000)}`, start + 6);
  clock.advance(3600_000);
  take(log, 'Event: B\nN: 2', start + 3600_005);
  await log.close();
  expect(listRawSegments(folder)).toHaveLength(2);
  expect(everything(folder).map(({ at, text }) => [at - start, text.slice(0, 16)])).toEqual([
    [5, 'Event: A\nN: Zoë'],
    [6, 'Event: Big\nX: yy'],
    [3600_005, 'Event: B\nN: 2'],
  ]);
  expect([...readRawEntries(folder, start + 3600_000, start + 3601_000)].map(({ text }) => text)).toEqual([
    'Event: B\nN: 2',
  ]);
});

test('[OPS-1] a file that has grown large is followed by the next, and nothing is lost between them', async () => {
  const folder = await newFolder();
  const clock = createManualClock();
  const log = new RawLog({ folder, days: 14, maxMegabytes: 100, clock, logger: silentLogger, segmentBytes: 200_000 });
  const taken = Array.from({ length: 12 }, (_, i) => `Event: E${i}\nX: ${'y'.repeat(70_000)}`);
  for (const text of taken) {
    take(log, text, clock.now());
    clock.advance(10);
  }
  await log.close();
  await expect.poll(() => everything(folder).length).toBe(12);
  expect(listRawSegments(folder).length).toBe(4);
  expect(everything(folder).map(({ text }) => text)).toEqual(taken);
});

test('what was taken a second before a kill is on disk, and a torn file is read as far as it goes', async () => {
  const folder = await newFolder();
  const clock = createManualClock();
  const log = new RawLog({ folder, days: 14, maxMegabytes: 100, clock, logger: silentLogger });
  for (let i = 0; i < 500; i++) take(log, `Event: E${i}\nUniqueid: ${i}`, clock.now());
  clock.advance(1_000);
  await expect.poll(() => everything(folder).length, { timeout: 5_000 }).toBe(500);
  const copy = await newFolder();
  const file = listRawSegments(folder)[0]!.file;
  fs.writeFileSync(path.join(copy, path.basename(file)), fs.readFileSync(file).subarray(0, -7));
  expect(everything(copy).length).toBeGreaterThan(0);
  await log.close();
});

test('old days go, then the oldest files until the rest fits; the file in use stays', () => {
  const segment = (startedAt: number, bytes: number) => ({ file: String(startedAt), startedAt, bytes });
  const segments = [segment(0, 10), segment(100, 10), segment(200, 10), segment(300, 10)];
  const removed = (keepFrom: number, maxBytes: number) =>
    segmentsToRemove(segments, { keepFrom, maxBytes }).map(({ file }) => file);
  expect(removed(0, 100)).toEqual([]);
  expect(removed(150, 100)).toEqual(['0']);
  expect(removed(1_000, 100)).toEqual(['0', '100', '200']);
  expect(removed(0, 25)).toEqual(['0', '100']);
  expect(removed(0, 1)).toEqual(['0', '100', '200']);
});

test('a folder that cannot be written is told, and calls go on', async () => {
  const folder = await newFolder();
  const warnings: string[] = [];
  const logger = { ...silentLogger, warn: (_data: object, message: string) => void warnings.push(message) };
  const log = new RawLog({ folder, days: 14, maxMegabytes: 100, clock: createManualClock(), logger });
  await rm(folder, { recursive: true });
  fs.writeFileSync(folder, '');
  take(log, 'Event: A', 1);
  log.takeText('x');
  await expect.poll(() => warnings.length).toBeGreaterThan(0);
  await log.close();
});

test('one call is cut out of many with what surrounds it, and gives the same record again', () => {
  const trace = traceOf('storm-1');
  const entries = playableEntries(trace);
  const calls = lastRecords(playEvents(entries.flatMap(({ text, at }) => parseAmiEvent(text, at) ?? [])).facts);
  const wanted = calls.filter((call) => call.transfers.length > 0 || call.queueVisits.length > 0).slice(0, 8);
  expect(wanted.length).toBe(8);
  for (const call of wanted) {
    const ids = [...call.linkedIds, ...call.legs.map((leg) => leg.id)];
    const cut = cutTrace(() => entries, { ids, comment: 'call of a test\nAsterisk 22' });
    expect(cut.startsWith('#: call of a test\n#: Asterisk 22\n# ')).toBe(true);
    const again = [...reduceAgain('pbx1', readTrace(cut))];
    expect(lastRecords(again).filter(({ callId }) => callId === call.callId)).toEqual([call]);
    expect([...readTrace(cut)].length).toBeLessThan(entries.length / 3);
  }
  expect(cutTrace(() => entries, { ids: ['nobody'] })).toBe('');
});

test('calls are reduced again from the raw copy exactly as they were told, lost link and restart included', {
  timeout: 60_000,
}, async () => {
  const trace = traceOf('storm-1');
  const under = await startUnderTest({ pbx: { trace }, server: { trunkInterfaces: ['PJSIP/trunk'] } });
  closers.push(() => under.dispose());
  const { pbx, server } = under;
  await under.awaitInStep(1);
  await pbx.play({ until: Math.floor(pbx.entries.length * 0.5) });
  await pbx.close();
  await pbx.play({ until: Math.floor(pbx.entries.length * 0.55) });
  await pbx.open();
  await under.awaitInStep(2);
  await pbx.play();
  const told = await under.awaitEnded(40);
  const facts = server.callEvents;
  await under.stopBridge();
  const entries = everything(path.join(under.folder, 'bridge/pbx1/raw'));
  const again = [...reduceAgain('pbx1', entries)];
  const byId = (a: { callId: string }, b: { callId: string }) => (a.callId < b.callId ? -1 : 1);
  expect(lastRecords(again).sort(byId)).toEqual([...told].sort(byId));
  expect(new Set(again.map(({ id }) => id))).toEqual(new Set(facts.map(({ id }) => id)));
});
