/**
 * Import of a dirty list of a million people, end to end: the file is handed in, read, repaired, compared with itself and
 * with the base, and written with every index of the base kept. In a process of its own, which is killed three times on the
 * way. Beside it a bare COPY of the same people and numbers into the same tables, and into tables without any index.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { systemPrincipal } from '../../server/modules/access/principal.ts';
import { commandImport, createImport, readImport } from '../../server/modules/imports/imports.usecases.ts';
import type { Platform } from '../../server/platform/platform.ts';
import type { Bench, Figure } from './bench.ts';
import { type BenchDatabase, startBenchDatabase } from './bench-database.ts';
import { bareCopies } from './import/bare-copies.ts';
import { writeDirtyCsv, writeDirtyXlsx } from './import/dirty-file.ts';
import type { WorkerAnswer, WorkerOrder } from './import/import-process.ts';

/** A smaller number for a quick look: the figures then say so. */
const rows = Number(process.env.TRUNKLINE_BENCH_IMPORT_ROWS ?? 1_000_000);
const sheetRows = Math.min(200_000, rows);
const by = { principal: systemPrincipal, ip: '' };

export const importing: Bench = {
  name: 'import',
  title: 'A dirty list of a million people imported, killed three times on the way, beside a bare COPY',
  async run(say) {
    const folder = await mkdtemp(path.join(tmpdir(), 'trunkline-import-'));
    try {
      return [...(await importCsv(folder, say)), ...(await importXlsx(folder, say))];
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};

async function withBase<T>(work: (base: BenchDatabase) => Promise<T>): Promise<T> {
  const base = await startBenchDatabase();
  try {
    return await work(base);
  } finally {
    await base.stop();
  }
}

const secondsSince = (began: bigint): number => Number(process.hrtime.bigint() - began) / 1e9;

interface Imported {
  seconds: number;
  /** Seconds of each state it went through. */
  steps: Record<string, number>;
  peakMb: number;
  kills: number;
  created: number;
}

async function hand({ platform }: BenchDatabase, file: string, fileName: string): Promise<string> {
  const { id } = await createImport(platform, { ...by, content: createReadStream(file), fileName, target: 'contacts' });
  await commandImport(platform, { ...by, importId: id, command: 'start' });
  return id;
}

/** Shares of the whole at which the process is killed: while it reads, while it writes, while it writes. */
const killAt = { reading: [0.5], writing: [0.3, 0.7] };

/** Works in processes of their own until the import is done. */
async function workOn(base: BenchDatabase, file: string, fileName: string, isKilled: boolean): Promise<Imported> {
  const began = process.hrtime.bigint();
  const id = await hand(base, file, fileName);
  const steps: Record<string, number> = { handing: secondsSince(began) };
  let peakMb = 0;
  let kills = 0;
  for (;;) {
    const ended = await runProcess(base, id, isKilled ? kills : 3, (answer) => {
      if (answer.kind === 'memory') peakMb = Math.max(peakMb, answer.rssMb);
      else steps[answer.step] = (steps[answer.step] ?? 0) + answer.seconds;
    });
    if (ended === 'done') break;
    kills += 1;
  }
  const found = await readImport(base.platform, systemPrincipal, id);
  if (found.state !== 'done') throw new Error(`the import is ${found.state}: ${found.failure}`);
  return { seconds: secondsSince(began), steps, peakMb, kills, created: found.counts.created };
}

async function runProcess(
  { platform, url }: BenchDatabase,
  importId: string,
  kill: number,
  on: (answer: Exclude<WorkerAnswer, { kind: 'done' }>) => void,
): Promise<'done' | 'killed'> {
  const isSource = import.meta.url.endsWith('.ts');
  const module = fileURLToPath(
    new URL(isSource ? './import/import-process.ts' : './import/import-process.js', import.meta.url),
  );
  const child = fork(module, { execArgv: isSource ? ['--import', 'tsx'] : [] });
  const order: WorkerOrder = { url, dataDir: platform.config.dataDir, importId };
  child.send(order);
  let isDone = false;
  child.on('message', (answer: WorkerAnswer) => {
    if (answer.kind === 'done') isDone = true;
    else on(answer);
    if (answer.kind === 'memory' && isTime(kill, answer)) child.kill('SIGKILL');
  });
  const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
  if (isDone) return 'done';
  if (signal === 'SIGKILL') return 'killed';
  throw new Error(`the process of the import ended with ${code ?? signal}`);
}

function isTime(kill: number, { state, share }: Extract<WorkerAnswer, { kind: 'memory' }>): boolean {
  if (kill === 0) return state === 'reading' && share >= (killAt.reading[0] ?? 1);
  return kill < 3 && state === 'writing' && share >= (killAt.writing[kill - 1] ?? 1);
}

/** What is in the base, as one word: equal for equal people and numbers, whatever their ids. */
/** What must be the same however often the process was killed: people, numbers, and that no index is missing. */
async function fingerprint({ database }: Platform): Promise<string> {
  const [row] = await database.sql<{ print: string }[]>`
    select (select count(*) from pg_indexes where schemaname = 'public') || ' ' || md5(string_agg(line, E'\\n' order by line collate "C")) || ' ' || count(*) as print from (
      select c.name || ' ' || coalesce(string_agg(p.e164 || coalesce(p.extension, ''), ',' order by p.position), '') as line
      from contacts c left join phones p on p.contact_id = c.id where c.deleted_at is null group by c.id) people`;
  return row?.print ?? '';
}

async function importCsv(folder: string, say: (line: string) => void): Promise<Figure[]> {
  const file = path.join(folder, 'dirty.csv');
  say(`writing ${rows} dirty rows…`);
  const bytes = await writeDirtyCsv(file, rows);
  say(`importing ${Math.round(bytes / 1e6)} MB…`);
  const { whole, print, bare } = await withBase(async (base) => {
    const done = await workOn(base, file, 'dirty.csv', false);
    return { whole: done, print: await fingerprint(base.platform), bare: await bareCopies(base, say) };
  });
  for (const [step, seconds] of Object.entries(whole.steps)) say(`${step}: ${seconds.toFixed(1)} s`);
  say('once more, and killing it three times…');
  const killed = await withBase(async (base) => {
    const done = await workOn(base, file, 'dirty.csv', true);
    return { ...done, isSame: (await fingerprint(base.platform)) === print };
  });
  const isFull = rows === 1_000_000;
  const figure = (name: string, value: number, unit: string, limit?: Figure['limit']): Figure => ({
    name,
    value,
    unit,
    ...(limit && isFull ? { limit } : {}),
  });
  return [
    figure('rows of the file', rows, 'rows'),
    figure('CSV, end to end', rows / whole.seconds, 'rows/s', { atLeast: 25_000 }),
    ...Object.entries(whole.steps).map(([step, seconds]) => figure(`CSV, ${step}`, seconds, 's')),
    figure('bare COPY into the same tables with their indexes', bare.indexedSeconds, 's'),
    figure('bare COPY into tables without indexes', bare.plainSeconds, 's'),
    figure('CSV beside a bare COPY into the same tables', whole.seconds / bare.indexedSeconds, '×'),
    figure('CSV beside a bare COPY without indexes', whole.seconds / bare.plainSeconds, '×', { atMost: 12 }),
    figure('memory of the process, peak', whole.peakMb, 'MB', { atMost: 400 }),
    figure('killed in the middle', killed.kills, 'times', { atLeast: 3 }),
    figure('same result after being killed', killed.isSame ? 1 : 0, 'yes/no', { atLeast: 1 }),
    figure('killed, end to end', killed.seconds, 's'),
  ];
}

async function importXlsx(folder: string, say: (line: string) => void): Promise<Figure[]> {
  const file = path.join(folder, 'dirty.xlsx');
  say(`writing a spreadsheet of ${sheetRows} rows…`);
  await writeDirtyXlsx(file, sheetRows);
  say('importing it…');
  const done = await withBase((base) => workOn(base, file, 'dirty.xlsx', false));
  return [
    { name: 'XLSX, end to end', value: sheetRows / done.seconds, unit: 'rows/s' },
    { name: 'XLSX, memory of the process, peak', value: done.peakMb, unit: 'MB', limit: { atMost: 400 } },
  ];
}
