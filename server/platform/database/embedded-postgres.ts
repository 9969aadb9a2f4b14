/**
 * The embedded PostgreSQL: made on first start, started, watched, stopped. It listens on a random port of 127.0.0.1 and
 * asks for a random password, so that no other user of the machine gets in. It never outlives this process: a shell
 * that holds a pipe to us stops it when we are gone, and a next start stops what is still there all the same.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chown, mkdir, readFile, rm, statfs, writeFile } from 'node:fs/promises';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import type { Clock } from '../clock/clock.ts';
import { systemClock } from '../clock/clock.ts';
import { randomToken } from '../ids/ids.ts';
import type { Logger } from '../logger/logger.ts';
import { isAlive } from '../process-stamp.ts';
import { claimDataFolder, type FolderClaim } from './data-folder-claim.ts';
import { logSize, type MemorySettings, memorySettings } from './memory-settings.ts';
import { preparePostgresBinaries } from './postgres-binaries.ts';
import {
  createCluster,
  ensureDatabase,
  initialise,
  isPostmasterReady,
  readPidFile,
  stopStalePostmaster,
  waitForExit,
} from './postgres-cluster.ts';
import { databaseHome, postgresUser } from './postgres-user.ts';

export interface EmbeddedPostgres {
  /** Of the database `trunkline`; stays the same while this process lives, also over a restart of PostgreSQL. */
  readonly url: string;
  /** Process id of the postmaster, for tests that kill it. */
  readonly pid: () => number | undefined;
  /** Lets transactions end (fast shutdown), at most ten seconds, then harder. Harmless when called twice. */
  stop(): Promise<void>;
}

export interface EmbeddedPostgresOptions {
  dataDir: string;
  logger: Logger;
  clock?: Clock;
  /** Where the programs are copied to; default: beside the cluster. Tests share one copy. */
  binariesFolder?: string;
  /** For tests only: no fsync, the data may be lost with the machine. */
  isThrowAway?: boolean;
  maxConnections?: number;
}

async function freePort(): Promise<number> {
  const server = net.createServer();
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as net.AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function passwordOf(file: string): Promise<string> {
  if (!existsSync(file)) await writeFile(file, randomToken(24), { mode: 0o600 });
  return (await readFile(file, 'utf8')).trim();
}

/** Tests run many of them side by side. */
const throwAwayMemory: MemorySettings = {
  shared_buffers: '64MB',
  effective_cache_size: '1GB',
  work_mem: '8MB',
  maintenance_work_mem: '64MB',
};

/** Bytes; in a container those of the container, which says a huge number when it has no limit. */
function memoryOfProcess(): number {
  const limit = process.constrainedMemory();
  return limit > 0 ? Math.min(limit, os.totalmem()) : os.totalmem();
}

async function freeBytesOf(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

function settings(options: EmbeddedPostgresOptions, port: number, freeBytes: number): string[] {
  const values: Record<string, string | number> = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: options.maxConnections ?? 100,
    ...(options.isThrowAway ? throwAwayMemory : memorySettings(memoryOfProcess())),
    random_page_cost: 1.1,
    // Helpers of one statement must leave cores to the desk; on two cores three processes took as long as one.
    max_parallel_workers_per_gather: Math.max(0, Math.min(2, Math.floor(os.availableParallelism() / 2) - 1)),
    wal_level: 'minimal',
    max_wal_senders: 0,
    wal_compression: 'on',
    checkpoint_timeout: '15min',
    max_wal_size: options.isThrowAway ? '256MB' : logSize(freeBytes),
    jit: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    lc_messages: 'C',
    log_min_messages: 'warning',
    // Commits stay synchronous: what was committed outlives a kill -9 of the database, though not of the machine.
    ...(options.isThrowAway ? { fsync: 'off', full_page_writes: 'off' } : {}),
  };
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

/** Starts it and resolves when it takes connections. Rejects with one clear sentence. */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { logger, clock = systemClock } = options;
  const runAs = postgresUser();
  const home = databaseHome(options.dataDir, runAs);
  await mkdir(home, { recursive: true, mode: 0o755 });
  const claim: FolderClaim = await claimDataFolder(home);
  try {
    const binaries = await preparePostgresBinaries(options.binariesFolder ?? home);
    const cluster = createCluster({ binaries, folder: path.join(home, 'cluster'), runAs, logger });
    const password = await passwordOf(path.join(home, 'password'));
    await stopStalePostmaster(cluster);
    const isNew = !existsSync(path.join(cluster.folder, 'PG_VERSION'));
    if (isNew) {
      await rm(cluster.folder, { recursive: true, force: true });
      await mkdir(cluster.folder, { mode: 0o700 });
      if (runAs) await chown(cluster.folder, runAs.uid, runAs.gid);
      logger.info('making the database');
      await initialise(cluster, password);
    }
    const port = await freePort();
    const keeper = keepRunning({ cluster, args: settings(options, port, await freeBytesOf(home)), logger, clock });
    await keeper.start();
    const address = `postgres://trunkline:${password}@127.0.0.1:${port}`;
    await ensureDatabase(`${address}/postgres`, 'trunkline');
    return {
      url: `${address}/trunkline`,
      pid: keeper.pid,
      async stop() {
        await keeper.stop();
        await claim.release();
      },
    };
  } catch (error) {
    await claim.release();
    throw error;
  }
}

/** Address of the embedded PostgreSQL that another Trunkline of this data folder runs now; null when none does. */
export async function runningDatabaseUrl(dataDir: string): Promise<string | null> {
  const home = databaseHome(dataDir, postgresUser());
  const running = readPidFile(path.join(home, 'cluster'));
  if (running?.state !== 'ready' || !isAlive(running.pid)) return null;
  const password = await passwordOf(path.join(home, 'password'));
  return `postgres://trunkline:${password}@127.0.0.1:${running.port}/trunkline`;
}

interface KeeperOptions {
  cluster: ReturnType<typeof createCluster>;
  args: string[];
  logger: Logger;
  clock: Clock;
}

/** Runs the postmaster and starts it again when it dies without having been asked to. */
function keepRunning({ cluster, args, logger, clock }: KeeperOptions) {
  let child: ChildProcess | null = null;
  let isStopping = false;
  let stopping: Promise<void> | null = null;

  const start = async (): Promise<void> => {
    const started = cluster.spawnPostmaster(args);
    child = started;
    const said: string[] = [];
    started.stderr?.on('data', (text: Buffer) => {
      said.push(text.toString());
      if (said.length > 50) said.shift();
      logger.debug({ postgres: text.toString().trim() }, 'PostgreSQL says');
    });
    guardAgainstOurDeath(started, logger);
    started.once('exit', (code, signal) => {
      if (child !== started) return;
      child = null;
      if (!isStopping) restart(`PostgreSQL ended by itself (${signal ?? code})`);
    });
    await isPostmasterReady(cluster, started, () => said.join(''));
  };
  const restart = (because: string) => {
    logger.error(`${because}: starting it again`);
    clock.after(100, () => {
      if (isStopping) return;
      stopStalePostmaster(cluster)
        .then(start)
        .catch((error: unknown) => {
          logger.error({ err: error }, 'PostgreSQL did not start');
          if (child === null && !isStopping) clock.after(1_000, () => restart('PostgreSQL is down'));
        });
    });
  };
  const stop = async (): Promise<void> => {
    isStopping = true;
    const running = child;
    if (!running) return;
    for (const [signal, ms] of [
      ['SIGINT', 10_000],
      ['SIGQUIT', 5_000],
      ['SIGKILL', 5_000],
    ] as const) {
      running.kill(signal);
      if (await waitForExit(running, ms)) return;
      logger.warn(`PostgreSQL did not end after ${signal}`);
    }
  };
  return {
    start,
    pid: () => child?.pid,
    stop: () => {
      stopping ??= stop();
      return stopping;
    },
  };
}

/**
 * A shell that waits on a pipe from us: the pipe closes when this process is gone in whatever way, and the postmaster
 * is asked to shut down. In a session of its own, as the postmaster is, so that Ctrl-C does not reach either before us.
 */
function guardAgainstOurDeath(postmaster: ChildProcess, logger: Logger): void {
  const guard = spawn('/bin/sh', ['-c', 'read -r word; [ "$word" = done ] || kill -INT "$0"', String(postmaster.pid)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  guard.once('error', (error) => logger.warn({ err: error }, 'PostgreSQL is not guarded against our sudden end'));
  guard.stdin?.on('error', () => guard.unref());
  guard.unref();
  (guard.stdin as unknown as net.Socket | null)?.unref();
  postmaster.once('exit', () => guard.stdin?.end('done\n'));
}
