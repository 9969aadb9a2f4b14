import { type ChildProcess, spawn } from 'node:child_process';
import fs from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { createManualClock } from '../../test/fake-pbx/manual-clock.ts';
import { systemClock } from '../clock.ts';
import { silentLogger } from '../logger.ts';
import { Journal, type JournalOptions, type StoredFact } from './journal.ts';
import { type JournalDisk, nodeDisk } from './journal-disk.ts';
import type { NewFact } from './new-fact.ts';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const newFolder = async (): Promise<string> => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'trunkline-journal-'));
  closers.push(() => rm(folder, { recursive: true, force: true }));
  return folder;
};

const open = (folder: string, more: Partial<JournalOptions> = {}): Journal => {
  const journal = new Journal({ folder, bridgeId: 'pbx1', clock: systemClock, logger: silentLogger, ...more });
  closers.push(() => journal.close());
  return journal;
};

const fact = (id: string, note = ''): NewFact => ({
  type: 'originate.failed',
  id,
  version: 1,
  occurredAt: '2026-11-23T08:00:00.000Z',
  originateId: id,
  because: note,
});

const idsOf = (facts: readonly StoredFact[]): string[] => facts.map(({ json }) => JSON.parse(json).id);
const everything = (journal: Journal): StoredFact[] => journal.read(journal.firstSequence, 1_000_000, 1e9);
const inputsOf = (journal: Journal): string[] => [...journal.recover().groups()].map((group) => group.inputs);

test('facts get sequences that grow by one, the bridge and the time of writing', async () => {
  const journal = open(await newFolder(), { clock: createManualClock(Date.UTC(2026, 10, 23)) });
  journal.append([fact('a'), fact('b')], '');
  journal.append([fact('c')], '');
  expect(everything(journal).map(({ json }) => JSON.parse(json))).toEqual([
    { ...fact('a'), sequence: 1, bridgeId: 'pbx1', recordedAt: '2026-11-23T00:00:00.000Z' },
    { ...fact('b'), sequence: 2, bridgeId: 'pbx1', recordedAt: '2026-11-23T00:00:00.000Z' },
    { ...fact('c'), sequence: 3, bridgeId: 'pbx1', recordedAt: '2026-11-23T00:00:00.000Z' },
  ]);
});

test('after a restart unacknowledged facts and inputs are there again, under a new journal id', async () => {
  const folder = await newFolder();
  const first = open(folder);
  first.append([fact('a')], 'input 1\n');
  first.append([], 'input 2\n');
  first.append([fact('b', 'Zoë "x"\nline')], 'input 3\n');
  await first.close();
  const second = open(folder);
  expect(second.journalId).not.toBe(first.journalId);
  expect(idsOf(everything(second))).toEqual(['a', 'b']);
  expect(JSON.parse(everything(second)[1]!.json).because).toBe('Zoë "x"\nline');
  expect(inputsOf(second)).toEqual(['input 1\n', 'input 2\n', 'input 3\n']);
  expect(second.append([fact('c')], '')[0]!.sequence).toBe(3);
});

test('a checkpoint makes the inputs before it needless, not the facts that nobody acknowledged', async () => {
  const folder = await newFolder();
  const first = open(folder);
  first.append([fact('a')], 'old\n');
  await first.checkpoint({ calls: 1 });
  first.append([fact('b')], 'new\n');
  await first.close();
  const second = open(folder);
  expect(second.recover().state).toEqual({ calls: 1 });
  expect(inputsOf(second)).toEqual(['new\n']);
  expect(idsOf(everything(second))).toEqual(['a', 'b']);
});

test('segments go when acknowledged and behind a checkpoint, not before', async () => {
  const folder = await newFolder();
  const journal = open(folder, { segmentBytes: 500 });
  for (let i = 1; i <= 50; i++) journal.append([fact(`f${i}`)], `input ${i}\n`);
  const segments = (): number => fs.readdirSync(folder).filter((name) => name.endsWith('.journal')).length;
  expect(segments()).toBeGreaterThan(10);
  journal.acknowledge(50);
  expect(segments()).toBeGreaterThan(10);
  await journal.checkpoint({ done: true });
  expect(segments()).toBe(1);
  await journal.close();
  const again = open(folder, { segmentBytes: 500 });
  expect(again.recover().state).toEqual({ done: true });
  expect(inputsOf(again)).toEqual([]);
  expect(everything(again)).toEqual([]);
  expect(again.append([fact('next')], '')[0]!.sequence).toBe(1);
});

test('what was acknowledged before a checkpoint is not sent again after a restart', async () => {
  const folder = await newFolder();
  const first = open(folder);
  first.append([fact('a')], '');
  first.acknowledge(1);
  await first.checkpoint({});
  first.append([fact('b')], '');
  await first.close();
  expect(idsOf(everything(open(folder)))).toEqual(['b']);
});

test.each([1, 7, 8, 20, 60])(
  'a record torn %i bytes before its end is left out, all before it are kept',
  async (cut) => {
    const folder = await newFolder();
    const first = open(folder);
    first.append([fact('a')], 'one\n');
    first.append([fact('b')], 'two\n');
    await first.close();
    const file = path.join(folder, fs.readdirSync(folder).find((name) => name.endsWith('.journal'))!);
    fs.truncateSync(file, fs.statSync(file).size - cut);
    const second = open(folder);
    expect(idsOf(everything(second))).toEqual(['a']);
    expect(inputsOf(second)).toEqual(['one\n']);
    second.append([fact('c')], 'three\n');
    await second.close();
    const third = open(folder);
    expect(idsOf(everything(third))).toEqual(['a', 'c']);
    expect(inputsOf(third)).toEqual(['one\n', 'three\n']);
  },
);

test('a flipped bit is noticed', async () => {
  const folder = await newFolder();
  const first = open(folder);
  first.append([fact('a')], '');
  first.append([fact('b')], '');
  await first.close();
  const file = path.join(folder, fs.readdirSync(folder).find((name) => name.endsWith('.journal'))!);
  const bytes = fs.readFileSync(file);
  bytes[bytes.length - 5]! ^= 1;
  fs.writeFileSync(file, bytes);
  expect(idsOf(everything(open(folder)))).toEqual(['a']);
});

test('a checkpoint that cannot be read is left out and the inputs that are there are used', async () => {
  const folder = await newFolder();
  const first = open(folder);
  first.append([fact('a')], 'one\n');
  await first.close();
  fs.writeFileSync(path.join(folder, 'checkpoint.json'), '{"version":1,"grou');
  const second = open(folder);
  expect(second.recover().state).toBeNull();
  expect(inputsOf(second)).toEqual(['one\n']);
});

test('facts that are no longer in memory are read from the disk', async () => {
  const journal = open(await newFolder(), { tailBytes: 1_000, segmentBytes: 3_000 });
  for (let i = 1; i <= 200; i++) journal.append([fact(`f${i}`)], '');
  expect(idsOf(everything(journal))).toEqual(Array.from({ length: 200 }, (_, i) => `f${i + 1}`));
  expect(idsOf(journal.read(57, 3, 1e9))).toEqual(['f57', 'f58', 'f59']);
  expect(journal.read(57, 1_000, 1)).toHaveLength(1);
  expect(journal.read(201, 10, 1e9)).toEqual([]);
});

test('counting anew keeps every fact that is still there, from 1, under another id', async () => {
  const journal = open(await newFolder(), { segmentBytes: 300, tailBytes: 500 });
  for (let i = 1; i <= 20; i++) journal.append([fact(`f${i}`)], '');
  journal.acknowledge(10);
  await journal.checkpoint({});
  const [kept, id] = [idsOf(everything(journal)), journal.journalId];
  expect(journal.firstSequence).toBeGreaterThan(1);
  journal.renumber();
  expect(journal.journalId).not.toBe(id);
  expect(journal.firstSequence).toBe(1);
  expect(idsOf(everything(journal))).toEqual(kept);
  expect(everything(journal).map(({ sequence, json }) => [sequence, JSON.parse(json).sequence])).toEqual(
    kept.map((_, i) => [i + 1, i + 1]),
  );
  expect(journal.append([fact('new')], '')[0]!.sequence).toBe(kept.length + 1);
});

/** A disk with a switch: while broken, half of a record is written and then it fails. */
const breakableDisk = (): JournalDisk & { broken: boolean; truncates: boolean } => {
  const disk = {
    ...nodeDisk,
    broken: false,
    truncates: true,
    write: (fd: number, bytes: Buffer): void => {
      if (!disk.broken) {
        nodeDisk.write(fd, bytes);
        return;
      }
      nodeDisk.write(fd, bytes.subarray(0, bytes.length / 2));
      throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
    },
    truncate: (fd: number, length: number): void => {
      if (!disk.truncates) throw new Error('EIO');
      nodeDisk.truncate(fd, length);
    },
  };
  return disk;
};

test.each([true, false])(
  'a full disk loses nothing: facts wait in memory, are readable, and are written later (truncates: %s)',
  async (truncates) => {
    const folder = await newFolder();
    const clock = createManualClock();
    const disk = breakableDisk();
    const first = open(folder, { disk, clock, tailBytes: 100 });
    first.append([fact('a')], '1\n');
    disk.broken = true;
    disk.truncates = truncates;
    for (const id of ['b', 'c', 'd']) first.append([fact(id)], `${id}\n`);
    clock.advance(5_000);
    expect(idsOf(everything(first))).toEqual(['a', 'b', 'c', 'd']);
    disk.broken = false;
    clock.advance(1_500);
    first.append([fact('e')], 'e\n');
    await first.close();
    const second = open(folder);
    expect(idsOf(everything(second))).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(inputsOf(second)).toEqual(['1\n', 'b\n', 'c\n', 'd\n', 'e\n']);
  },
);

test('when too much waits for the disk the PBX is held back, and let go once it is written', async () => {
  const clock = createManualClock();
  const disk = breakableDisk();
  const told: boolean[] = [];
  const journal = open(await newFolder(), {
    disk,
    clock,
    waitingBytes: 2_000,
    onBehind: (behind) => told.push(behind),
  });
  disk.broken = true;
  for (let i = 0; i < 20; i++) journal.append([fact(`f${i}`)], '');
  expect(told).toEqual([true]);
  disk.broken = false;
  clock.advance(1_500);
  expect(told).toEqual([true, false]);
});

test('killed with -9 while writing, it has every fact that it had said it wrote, in order and whole', {
  timeout: 60_000,
}, async () => {
  const folder = await newFolder();
  for (let round = 0; round < 3; round++) {
    const child = spawn(
      process.execPath,
      [
        '--import',
        'tsx',
        path.join(import.meta.dirname, '../../test/fake-pbx/journal-writer.ts'),
        folder,
        String(round),
      ],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    const said = await killAfter(child, 400);
    const journal = open(folder);
    const ids = idsOf(everything(journal)).filter((id) => id.startsWith(`${round}-`));
    expect(ids.length).toBeGreaterThanOrEqual(said);
    expect(ids).toEqual(Array.from({ length: ids.length }, (_, i) => `${round}-${i + 1}`));
    await journal.close();
  }
});

/** Kills the writer once it has said so many lines; gives how many it had said in all. */
const killAfter = (child: ChildProcess, count: number): Promise<number> =>
  new Promise((resolve) => {
    let text = '';
    child.stdout!.on('data', (chunk) => {
      text += chunk;
      if (text.split('\n').length > count) child.kill('SIGKILL');
    });
    child.on('close', () => resolve(text.split('\n').length - 1));
  });
