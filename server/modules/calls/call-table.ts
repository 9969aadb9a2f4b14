/** Calls as a table that filters, lists and counts are made of, by modules above. */
import type { Sql } from '../../platform/database/database.ts';
import type { SqlQuery } from '../../platform/database/sql.ts';
import { type RecordTable, selectPageOfIds } from '../../platform/filters/page-of-records.ts';
import type { StoredCall } from './call-row.ts';
import { readCalls } from './calls.repository.ts';

export const callTable = { from: 'calls calls', id: 'calls.id', live: 'true' } as const satisfies RecordTable;

/** One page of the calls that a filter finds, newest first. */
export async function selectFoundCalls(
  sql: Sql,
  { where, cursor, limit }: { where: SqlQuery; cursor: string | undefined; limit: number },
): Promise<{ rows: StoredCall[]; nextCursor: string | null }> {
  const page = await selectPageOfIds(sql, callTable, {
    where,
    sort: { value: sql.unsafe('calls.started_at'), as: 'timestamptz', descending: true, isAlways: true },
    cursor,
    limit,
    isFiltered: true,
    elsewhere: null,
  });
  const rows = new Map((await readCalls(sql, page.ids)).map((call) => [call.id, call]));
  return { rows: page.ids.flatMap((id) => rows.get(id) ?? []), nextCursor: page.nextCursor };
}
