/** Starts real PostgreSQLs of its own, beside the one of the test run. */
import { execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../clock/clock.ts';
import { silentLogger } from '../logger/logger.ts';
import { isAlive } from '../process-stamp.ts';
import { projectRoot } from '../project-root.ts';
import { DataFolderInUse } from './data-folder-claim.ts';
import { createDatabase, type Database } from './database.ts';
import { DatabaseUnavailable } from './database-errors.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.ts';
import { EmbeddedPostgresMissing, findPackage, preparePostgresBinaries } from './postgres-binaries.ts';
import { createCluster, isPostmasterReady } from './postgres-cluster.ts';
import { databaseHome, isReachableByOthers, postgresUser } from './postgres-user.ts';

let dataDir: string;
const opened: (() => Promise<void>)[] = [];
const binariesFolder = path.join(os.tmpdir(), `trunkline-test-postgres-${process.getuid?.() ?? 0}`);
beforeEach(async () => {
  dataDir = await mkdtemp(path.join(os.tmpdir(), 'trunkline-embedded-'));
  await chmod(dataDir, 0o755);
});
afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close();
  await rm(dataDir, { recursive: true, force: true });
});

const options = () => ({ dataDir, logger: silentLogger, binariesFolder, isThrowAway: true });
async function start(more: { isThrowAway?: boolean } = {}): Promise<{ postgres: EmbeddedPostgres; db: Database }> {
  const postgres = await startEmbeddedPostgres({ ...options(), ...more });
  const db = createDatabase({ url: postgres.url, clock: systemClock, logger: silentLogger, maxConnections: 4 });
  opened.push(
    () => postgres.stop(),
    () => db.close(),
  );
  return { postgres, db };
}
const untilGone = (pid: number) => expect.poll(() => isAlive(pid), { timeout: 15_000 }).toBe(false);

describe('the embedded PostgreSQL', () => {
  it('keeps what was written over a stop and a start, in UTF-8 whatever this machine speaks', async () => {
    const first = await start();
    await first.db.sql`create table words (word text)`;
    await first.db.sql`insert into words ${first.db.sql({ word: 'Ёлка 🎄' })}`;
    const [about] = await first.db.sql`
      select current_setting('server_encoding') as encoding, datlocprovider::text as provider, datlocale as locale
      from pg_database where datname = current_database()`;
    expect(about).toEqual({ encoding: 'UTF8', provider: 'b', locale: 'C.UTF-8' });
    for (const close of opened.splice(0).reverse()) await close();
    const second = await start();
    expect([...(await second.db.sql`select word, lower(word) as small from words`)]).toEqual([
      { word: 'Ёлка 🎄', small: 'ёлка 🎄' },
    ]);
  });

  it('lets nobody in without the password, and listens on this machine only', async () => {
    const { postgres, db } = await start();
    const stranger = new URL(postgres.url);
    stranger.password = 'guess';
    const other = createDatabase({ url: stranger.toString(), clock: systemClock, logger: silentLogger });
    opened.push(() => other.close());
    await expect(other.sql`select 1`).rejects.toMatchObject({ code: '28P01' });
    const [row] =
      await db.sql`select current_setting('listen_addresses') as a, current_setting('unix_socket_directories') as s`;
    expect(row).toEqual({ a: '127.0.0.1', s: '' });
  });

  it('is refused to a second Trunkline on the same data folder, by one clear sentence', async () => {
    await start();
    await expect(startEmbeddedPostgres(options())).rejects.toThrow(DataFolderInUse);
    await expect(startEmbeddedPostgres(options())).rejects.toThrow(/in use by another Trunkline \(process \d+\)/);
  });

  it('killed without warning comes back on the same address; what was under way fails at once with a typed error', async () => {
    const { postgres, db } = await start({ isThrowAway: false });
    await db.sql`create table kept (n integer)`;
    await db.sql`insert into kept values (1)`;
    const underWay = db.transaction(async (tx) => {
      await tx`insert into kept values (2)`;
      await tx`select pg_sleep(30)`;
    });
    const idle = db.transaction(async (tx) => {
      await tx`insert into kept values (3)`;
      await new Promise((resolve) => systemClock.after(1_500, () => resolve(null)));
      await tx`insert into kept values (4)`;
    });
    const statements = Array.from({ length: 8 }, () => db.sql`select pg_sleep(30)`.execute());
    await expect.poll(async () => db.pool.totalCount - db.pool.idleCount).toBe(4);
    process.kill(postgres.pid() ?? 0, 'SIGKILL');
    const lost = await Promise.allSettled([underWay, idle, ...statements]);
    for (const result of lost) {
      expect(result.status).toBe('rejected');
      expect((result as PromiseRejectedResult).reason).toBeInstanceOf(DatabaseUnavailable);
    }
    await expect
      .poll(
        () =>
          db.sql`select 1`.then(
            () => true,
            () => false,
          ),
        { timeout: 20_000 },
      )
      .toBe(true);
    const rows = await db.sql`select n from kept order by n`;
    expect(
      rows.map(({ n }) => n),
      'nothing of a lost transaction is there, also not its end',
    ).toEqual([1]);
    const many = await Promise.all(Array.from({ length: 20 }, (_, n) => db.sql`select ${n}::int as n`));
    expect(many.map(([row]) => row?.n)).toEqual(Array.from({ length: 20 }, (_, n) => n));
  });

  it('a listener hears again after the database was killed, and is told that it may have missed something', async () => {
    const { postgres, db } = await start();
    const heard: string[] = [];
    let reconnected = 0;
    const listener = await db.listen(
      'news',
      (payload) => void heard.push(payload),
      () => {
        reconnected += 1;
      },
    );
    await db.sql`select pg_notify('news', 'before')`;
    await expect.poll(() => heard).toEqual(['before']);
    process.kill(postgres.pid() ?? 0, 'SIGKILL');
    await expect.poll(() => reconnected, { timeout: 20_000 }).toBe(1);
    await db.sql`select pg_notify('news', 'after')`;
    await expect.poll(() => heard).toEqual(['before', 'after']);
    await listener.stop();
  });

  it('does not outlive a process that was killed, and the next start finds the data', async () => {
    const script = `
      import { startEmbeddedPostgres } from ${JSON.stringify(path.join(import.meta.dirname, 'embedded-postgres.ts'))};
      import { silentLogger } from ${JSON.stringify(path.join(import.meta.dirname, '../logger/logger.ts'))};
      const postgres = await startEmbeddedPostgres({ dataDir: ${JSON.stringify(dataDir)}, logger: silentLogger,
        binariesFolder: ${JSON.stringify(binariesFolder)}, isThrowAway: true });
      console.log(postgres.pid());`;
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
      cwd: projectRoot(),
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const pid = await new Promise<number>((resolve, reject) => {
      child.stdout.once('data', (text: Buffer) => resolve(Number(text.toString())));
      child.once('exit', (code) => reject(new Error(`ended with ${code}`)));
    });
    expect(isAlive(pid)).toBe(true);
    const isReaped = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await isReaped;
    // At once, while the old one may still be stopping: the start waits for it or stops it.
    const { db } = await start();
    expect((await db.sql`select 1`).count).toBe(1);
    await untilGone(pid);
  });

  it('stops what an earlier run left behind', async () => {
    await start();
    for (const close of opened.splice(0).reverse()) await close();
    const runAs = postgresUser();
    const folder = path.join(databaseHome(dataDir, runAs), 'cluster');
    const binaries = await preparePostgresBinaries(binariesFolder);
    const cluster = createCluster({ binaries, folder, runAs, logger: silentLogger });
    const left = cluster.spawnPostmaster(['-c', 'listen_addresses=', '-c', `unix_socket_directories=${folder}`]);
    await isPostmasterReady(cluster, left, () => '');
    const { db, postgres } = await start();
    expect(postgres.pid()).not.toBe(left.pid);
    expect((await db.sql`select 1`).count).toBe(1);
    await untilGone(left.pid ?? 0);
  });

  it('a claim of a process that is gone does not count, also when its number is in use again', async () => {
    await start();
    for (const close of opened.splice(0).reverse()) await close();
    const claim = path.join(databaseHome(dataDir, postgresUser()), 'owner.pid');
    await writeFile(claim, `${process.pid}\nanother boot 12345`);
    const { db } = await start();
    expect((await db.sql`select 1`).count).toBe(1);
  });

  it('leaves no process behind when it stops', async () => {
    const { postgres } = await start();
    const pid = postgres.pid() ?? 0;
    for (const close of opened.splice(0).reverse()) await close();
    await postgres.stop();
    expect(isAlive(pid)).toBe(false);
    if (existsSync('/proc')) {
      const left = execFileSync('sh', ['-c', `grep -l -- ${pid} /proc/[0-9]*/cmdline 2>/dev/null || true`]).toString();
      const guards = await Promise.all(
        left
          .split('\n')
          .filter(Boolean)
          .map((file) => readFile(file, 'latin1').catch(() => '')),
      );
      expect(guards.filter((line) => line.includes('kill -INT'))).toEqual([]);
    }
  });
});

describe('where it lives', () => {
  it('a system without a package gets a sentence that says what to do', () => {
    expect(() => findPackage('sunos', 'sparc')).toThrow(EmbeddedPostgresMissing);
    expect(() => findPackage('sunos', 'sparc')).toThrow(/DATABASE_URL/);
  });

  it('as root under a closed home: in a folder of its own elsewhere, named after the data folder', async () => {
    const closed = path.join(dataDir, 'home');
    execFileSync('mkdir', ['-m', '700', closed]);
    expect(isReachableByOthers(closed)).toBe(false);
    const other = databaseHome(path.join(closed, 'data'), { uid: 1, gid: 1 });
    expect(other).toMatch(/^\/var\/lib\/trunkline\/[0-9a-f]{12}$/);
    expect(databaseHome(path.join(closed, 'data'), null)).toBe(path.join(closed, 'data', 'database'));
  });
});
