/**
 * SQL of jobs that failed as often as they may. graphile-worker keeps them for ever and never tries them again: somebody has to
 * say what becomes of them.
 */
import type { Sql } from '../database/database.ts';

export interface GivenUpJobRow {
  id: string;
  name: string;
  error: string;
  attempts: number;
  added_at: Date;
  failed_at: Date;
}

const mostShown = 200;

/** The latest failure first. */
export async function selectGivenUpJobs(sql: Sql, id?: string): Promise<GivenUpJobRow[]> {
  return sql<GivenUpJobRow[]>`
    select id::text as id, task_identifier as name, coalesce(last_error, '') as error, attempts::int as attempts,
      created_at as added_at, updated_at as failed_at
    from graphile_worker.jobs
    where ${sql.and([
      sql`attempts >= max_attempts and locked_at is null`,
      id !== undefined && sql`id = ${id}::bigint`,
    ])} order by updated_at desc, id desc limit ${mostShown}`;
}

/** It begins anew, with all its attempts, at once. */
export async function rescheduleJob(sql: Sql, id: string, now: Date): Promise<void> {
  await sql`select 1 from graphile_worker.reschedule_jobs(array[${id}::bigint], run_at := ${now}::timestamptz, attempts := 0)`;
}

/** It is forgotten: its work is not done. */
export async function dropJob(sql: Sql, id: string): Promise<void> {
  await sql`select 1 from graphile_worker.complete_jobs(array[${id}::bigint])`;
}
