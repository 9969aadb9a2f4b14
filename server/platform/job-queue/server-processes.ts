/** Heartbeats of servers, by the id under which graphile-worker locks their jobs. */
import { readlinkSync } from 'node:fs';
import os from 'node:os';
import type { Database } from '../database/database.ts';
import type { Logger } from '../logger/logger.ts';
import { isAlive } from '../process-stamp.ts';

/** Silent for longer: dead. Several times the heartbeat, so that a slow database does not kill the living. */
const silentMs = 60_000;

/** Ids of this process: it may run several servers, in tests for example. */
const ownIds = new Set<string>();

/** This machine, or the container on it: process numbers mean something only inside. */
const host: string = (() => {
  try {
    return `${os.hostname()} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch (error) {
    // Systems without /proc have no process namespaces either.
    return error instanceof Error ? os.hostname() : '';
  }
})();

export async function heartbeat(database: Database, id: string, now: Date): Promise<void> {
  ownIds.add(id);
  const row = { id, host, pid: process.pid, started_at: now, seen_at: now };
  await database.sql`
    insert into server_processes ${database.sql(row)} on conflict (id) do update set seen_at = excluded.seen_at`;
}

export async function removeProcess(database: Database, id: string): Promise<void> {
  ownIds.delete(id);
  await database.sql`delete from server_processes where id = ${id}`;
}

interface ProcessRow {
  id: string;
  host: string;
  pid: number;
  seen_at: Date;
}

/** Pure but for the question whether a process of this machine is alive. */
function isDead(row: ProcessRow, now: Date): boolean {
  if (row.host === host && ownIds.has(row.id)) return false;
  if (now.getTime() - row.seen_at.getTime() > silentMs) return true;
  // A row with our own host and number is of an earlier life (a container starts with the same number each time).
  return row.host === host && (row.pid === process.pid || !isAlive(row.pid));
}

/** Unlocks the jobs of servers that are dead and of those that nobody knows any more. Returns how many jobs. */
export async function forgetDeadProcesses(database: Database, now: Date, logger: Logger): Promise<number> {
  return await database.transaction(async (tx) => {
    const rows = await tx<ProcessRow[]>`select id, host, pid, seen_at from server_processes order by id for update`;
    const dead = rows.filter((row) => isDead(row, now)).map(({ id }) => id);
    const living = rows.map(({ id }) => id).filter((id) => !dead.includes(id));
    if (dead.length > 0) await tx`delete from server_processes where id = any(${dead})`;
    // A lock older than a minute whose server has no heartbeat at all was left by one that died before its first.
    const locked = await tx<{ locked_by: string }[]>`
      select distinct locked_by from graphile_worker._private_jobs
      where locked_by = any(${dead}) or (locked_by <> all(${living}) and locked_at < ${new Date(now.getTime() - silentMs)})`;
    if (locked.length === 0) return 0;
    const owners = locked.map(({ locked_by }) => locked_by);
    logger.warn({ servers: owners }, 'jobs of a server that is gone are given to the others');
    await tx`select graphile_worker.force_unlock_workers(${owners})`;
    return owners.length;
  });
}
