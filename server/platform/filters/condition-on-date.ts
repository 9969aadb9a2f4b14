/**
 * Conditions on a day of the calendar: a `date`, or `YYYY-MM-DD` as text, which sorts alike. A bare parameter takes the
 * type of what it is compared with, so both forms share these lines.
 */
import type { Sql, SqlQuery } from '../database/sql.ts';
import { dayFromToday, monthDaysAhead, monthOf } from './filter-days.ts';
import type { CheckedCondition, FilterContext } from './filter-field.ts';

export function conditionOnDate(
  sql: Sql,
  value: SqlQuery,
  condition: CheckedCondition,
  { now, zone }: FilterContext,
): SqlQuery {
  const day = (days: number) => dayFromToday(now, zone, days);
  switch (condition.is) {
    case 'on':
      return sql`${value} = ${condition.at}`;
    case 'before':
      return sql`${value} < ${condition.at}`;
    case 'after':
      return sql`${value} > ${condition.at}`;
    case 'between':
      return sql`${value} between ${condition.from} and ${condition.to}`;
    case 'last-days':
      return sql`${value} between ${day(-condition.days)} and ${day(0)}`;
    case 'older-than-days':
      return sql`${value} < ${day(-condition.days)}`;
    case 'not-in-last-days':
      return sql`(${value} < ${day(-condition.days)} or ${value} is null)`;
    case 'next-days':
      return sql`${value} between ${day(0)} and ${day(condition.days)}`;
    case 'this-month': {
      const { first, last } = monthOf(now, zone);
      return sql`${value} between ${first} and ${last}`;
    }
    case 'anniversary-in-days':
      // Of a day that is kept as text; a column of the type date says it itself (`matches`).
      return sql`right((${value})::text, 5) = any(${monthDaysAhead(now, zone, condition.days)}::text[])`;
    default:
      throw new Error(`no SQL for the operator ${condition.is} of a day`);
  }
}
