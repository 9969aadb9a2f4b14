/** Conditions on a moment. Days of the calendar begin at midnight of the firm's zone; "N days ago" is N times 24 hours. */
import type { Sql, SqlQuery } from '../database/sql.ts';
import { boundsOfDay, isDay, momentFromNow, monthOf } from './filter-days.ts';
import type { CheckedCondition, FilterContext } from './filter-field.ts';

export function conditionOnTime(
  sql: Sql,
  value: SqlQuery,
  condition: CheckedCondition,
  { now, zone }: FilterContext,
): SqlQuery {
  const moment = (days: number) => sql`${momentFromNow(now, days)}::timestamptz`;
  const bounds = (day: string) => boundsOfDay(day, zone);
  switch (condition.is) {
    case 'on': {
      if (!isDay(condition.at)) return sql`${value} = ${condition.at}::timestamptz`;
      const { from, until } = bounds(condition.at);
      return sql`(${value} >= ${from}::timestamptz and ${value} < ${until}::timestamptz)`;
    }
    case 'before':
      return sql`${value} < ${isDay(condition.at) ? bounds(condition.at).from : condition.at}::timestamptz`;
    case 'after':
      return isDay(condition.at)
        ? sql`${value} >= ${bounds(condition.at).until}::timestamptz`
        : sql`${value} > ${condition.at}::timestamptz`;
    case 'between':
      return sql`(${value} >= ${bounds(condition.from).from}::timestamptz
        and ${value} < ${bounds(condition.to).until}::timestamptz)`;
    case 'last-days':
      return sql`(${value} > ${moment(-condition.days)} and ${value} <= ${moment(0)})`;
    case 'older-than-days':
      return sql`${value} <= ${moment(-condition.days)}`;
    case 'not-in-last-days':
      return sql`(${value} <= ${moment(-condition.days)} or ${value} is null)`;
    case 'next-days':
      return sql`(${value} > ${moment(0)} and ${value} <= ${moment(condition.days)})`;
    case 'this-month': {
      const { first, last } = monthOf(now, zone);
      return sql`(${value} >= ${bounds(first).from}::timestamptz and ${value} < ${bounds(last).until}::timestamptz)`;
    }
    default:
      throw new Error(`no SQL for the operator ${condition.is} of a moment`);
  }
}
