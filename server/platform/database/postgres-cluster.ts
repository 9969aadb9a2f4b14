/** One database cluster on disk: making it, starting its postmaster, stopping one that was left behind. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { chown, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Logger } from '../logger/logger.ts';
import { isAlive } from '../process-stamp.ts';
import type { RunAs } from './postgres-user.ts';

export interface Cluster {
  folder: string;
  logger: Logger;
  runAs: RunAs | null;
  spawnPostmaster(args: string[]): ChildProcess;
  run(program: 'initdb', args: string[]): Promise<void>;
}

interface ClusterOptions {
  binaries: string;
  folder: string;
  runAs: RunAs | null;
  logger: Logger;
}

export function createCluster({ binaries, folder, runAs, logger }: ClusterOptions): Cluster {
  const who = runAs ? { uid: runAs.uid, gid: runAs.gid } : {};
  // Nothing of our environment: PG* variables would change what the programs do.
  const env = { PATH: process.env.PATH ?? '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };
  const program = (name: string) => path.join(binaries, 'bin', name);
  return {
    folder,
    logger,
    runAs,
    spawnPostmaster: (args) =>
      spawn(program('postgres'), ['-D', folder, ...args], {
        ...who,
        env,
        cwd: '/',
        detached: true,
        stdio: ['ignore', 'ignore', 'pipe'],
      }),
    run: (name, args) =>
      new Promise((resolve, reject) => {
        execFile(program(name), args, { ...who, env, cwd: '/' }, (error, _out, said) =>
          error ? reject(new Error(`${name} failed: ${said.trim() || error.message}`, { cause: error })) : resolve(),
        );
      }),
  };
}

/** Makes the cluster and an empty database `trunkline` whose owner and superuser is `trunkline`. */
export async function initialise(cluster: Cluster, password: string): Promise<void> {
  const passwordFile = `${cluster.folder}.password`;
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (cluster.runAs) await chown(passwordFile, cluster.runAs.uid, cluster.runAs.gid);
  try {
    await cluster.run('initdb', [
      ...['-D', cluster.folder, '-U', 'trunkline', `--pwfile=${passwordFile}`],
      ...['--auth=scram-sha-256', '--encoding=UTF8', '--locale-provider=builtin', '--locale=C.UTF-8'],
    ]);
  } finally {
    await rm(passwordFile, { force: true });
  }
}

/** First line of postmaster.pid is the process, the fourth the port, the eighth its state. */
export function readPidFile(folder: string): { pid: number; port: number; state: string } | null {
  const file = path.join(folder, 'postmaster.pid');
  if (!existsSync(file)) return null;
  const lines = readFileSync(file, 'utf8').split('\n');
  return { pid: Number(lines[0]), port: Number(lines[3]), state: (lines[7] ?? '').trim() };
}

export async function waitForExit(child: ChildProcess, ms: number): Promise<boolean> {
  if (child.exitCode !== null || child.signalCode !== null) return true;
  return await new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), ms);
    child.once('exit', () => {
      clearTimeout(timer);
      resolve(true);
    });
  });
}

/** True when that process is a postgres: the number may belong to somebody else by now. */
function isPostgres(pid: number): boolean {
  if (!isAlive(pid)) return false;
  const file = `/proc/${pid}/comm`;
  return existsSync(file) ? readFileSync(file, 'utf8').startsWith('postgres') : true;
}

/** Stops a postmaster of this cluster that outlived its parent; its pid file is the only trace of it. */
export async function stopStalePostmaster(cluster: Cluster): Promise<void> {
  const left = readPidFile(cluster.folder);
  if (!left || !isPostgres(left.pid)) return;
  cluster.logger.warn({ pid: left.pid }, 'a PostgreSQL of an earlier run is still there: stopping it');
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
    process.kill(left.pid, signal);
    for (let waited = 0; waited < 10_000; waited += 50) {
      if (!isPostgres(left.pid)) return;
      await sleep(50);
    }
  }
  throw new Error(`PostgreSQL of an earlier run (process ${left.pid}) cannot be stopped.`);
}

/** Resolves when the postmaster takes connections; rejects with what it said when it ends before that. */
export async function isPostmasterReady(cluster: Cluster, child: ChildProcess, said: () => string): Promise<void> {
  let failure: Error | null = null;
  child.once('error', (error) => {
    failure = error;
  });
  for (let waited = 0; waited < 60_000; waited += 20) {
    if (failure) throw failure;
    if (child.exitCode !== null || child.signalCode !== null) {
      throw new Error(`PostgreSQL did not start: ${said().trim().split('\n').slice(-3).join(' ')}`);
    }
    const state = readPidFile(cluster.folder);
    if (state?.pid === child.pid && state?.state === 'ready') return;
    await sleep(20);
  }
  throw new Error('PostgreSQL did not become ready within a minute.');
}

/** Makes a database when it is not there yet. */
export async function ensureDatabase(adminUrl: string, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [name]);
    if (rowCount === 0) await client.query(`create database ${client.escapeIdentifier(name)}`);
  } finally {
    await client.end();
  }
}
