/** Tasks as a table that filters, lists and counts are made of, by modules above. */
import type { Sql } from '../../platform/database/database.ts';
import type { SqlQuery } from '../../platform/database/sql.ts';
import { type RecordTable, type SortOrder, selectPageOfIds } from '../../platform/filters/page-of-records.ts';
import { selectTasks, type TaskRow } from './tasks.repository.ts';

export const taskTable = { from: 'tasks t', id: 't.id', live: 'true' } as const satisfies RecordTable;

/** One page of the tasks that a filter finds: open ones soonest due first, done ones last done first, those without a date last. */
export async function selectFoundTasks(
  sql: Sql,
  { where, isDone, cursor, limit }: { where: SqlQuery; isDone: boolean; cursor: string | undefined; limit: number },
): Promise<{ rows: TaskRow[]; nextCursor: string | null }> {
  const sort: SortOrder = {
    value: sql.unsafe(isDone ? 't.done_at' : 't.due_at'),
    as: 'timestamptz',
    descending: isDone,
    isAlways: false,
  };
  // What the index of the order holds.
  const table: RecordTable = { ...taskTable, live: isDone ? 't.done' : 'not t.done' };
  const page = await selectPageOfIds(sql, table, { where, sort, cursor, limit, isFiltered: true, elsewhere: null });
  const rows = new Map((await selectTasks(sql, page.ids)).map((row) => [row.id, row]));
  return { rows: page.ids.flatMap((id) => rows.get(id) ?? []), nextCursor: page.nextCursor };
}
