/** SQL of records that undoing left as they were, each with the reason why. */
import type { Sql, Tx } from '../../platform/database/database.ts';
import type { RecordTable } from './update-records.repository.ts';

/** Reasons to leave a whole record, which may be over one day: a merge is taken back, a deal is deleted. */
export const wholeReasons = ['merged', 'changed', 'in-use'] as const;
export type WholeReason = (typeof wholeReasons)[number];

/** As many as the page of an import lists. */
const mostLookedAt = 1_000;

export interface LeftRecord {
  record_id: string;
  /** The import made it; else it changed it. */
  isMade: boolean;
  version: number;
}

/** Those that are still there; what was merged first, since a merge is what is taken back most. */
export async function selectLeft(sql: Sql, importId: string, table: RecordTable): Promise<LeftRecord[]> {
  return sql<LeftRecord[]>`
    select c.record_id, c.before is null as "isMade", t.version from (
      select record_id, before from import_changes
      where import_id = ${importId} and kind = ${table === 'contacts' ? 'contact' : 'organisation'} and undone = 'kept'
        and kept && ${[...wholeReasons]}::text[]
      order by kept = '{merged}' desc, row desc limit ${mostLookedAt}) c
    join ${sql(table)} t on t.id = c.record_id and t.deleted_at is null`.execute();
}

/** Undoing what was left begins with the last row again. */
export async function rewindLeft(tx: Tx, importId: string): Promise<void> {
  await tx`update import_lanes set mark = 0 where import_id = ${importId} and starts_with(step, ${leftStep('')})`;
}

export const leftStep = (kind: string): string => `undo-left-${kind}`;
