/** Deals that were closed between two days of the firm's calendar, as every list and analysis means it. */
import type { Sql } from '../../platform/database/database.ts';
import type { SqlQuery } from '../../platform/database/sql.ts';
import { boundsOfDay } from '../../platform/filters/filter-days.ts';

/**
 * @param zone the firm's
 * @param days closed on `from` or later, and before `before` begins; neither: no condition
 */
export function closedBetween(
  sql: Sql,
  zone: string,
  { from, before }: { from: string | undefined; before: string | undefined },
): SqlQuery {
  const startOf = (day: string) => boundsOfDay(day, zone).from;
  return sql.and([
    from !== undefined && sql`d.closed_at >= ${startOf(from)}::timestamptz`,
    before !== undefined && sql`d.closed_at < ${startOf(before)}::timestamptz`,
  ]);
}
