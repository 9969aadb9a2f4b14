/** Conditions on a number; both ends of a range are included. */
import type { Sql, SqlQuery } from '../database/sql.ts';
import type { CheckedCondition } from './filter-field.ts';

/** @param isWhole the value is an integer column: compared as one, so that PostgreSQL knows how many fit */
export function conditionOnNumber(sql: Sql, value: SqlQuery, condition: CheckedCondition, isWhole: boolean): SqlQuery {
  const bounds = isWhole ? wholeBounds(condition) : null;
  if (bounds) return sql`${value} between ${bounds.from}::integer and ${bounds.to}::integer`;
  switch (condition.is) {
    case 'equals':
      return sql`${value} = ${condition.amount}::numeric`;
    case 'less-than':
      return sql`${value} < ${condition.amount}::numeric`;
    case 'more-than':
      return sql`${value} > ${condition.amount}::numeric`;
    case 'between':
      return sql`${value} between ${condition.from}::numeric and ${condition.to}::numeric`;
    default:
      throw unexpected(condition);
  }
}

const [least, most] = [-(2 ** 31), 2 ** 31 - 1];
const inside = (whole: number) => Math.min(most, Math.max(least, whole));

/** The whole numbers that fit, both ends included; none of them fit when the first is larger than the last. */
function wholeBounds(condition: CheckedCondition): { from: number; to: number } {
  switch (condition.is) {
    case 'equals':
      return { from: inside(Math.ceil(Number(condition.amount))), to: inside(Math.floor(Number(condition.amount))) };
    case 'less-than':
      return { from: least, to: inside(Math.ceil(Number(condition.amount)) - 1) };
    case 'more-than':
      return { from: inside(Math.floor(Number(condition.amount)) + 1), to: most };
    case 'between':
      return { from: inside(Math.ceil(Number(condition.from))), to: inside(Math.floor(Number(condition.to))) };
    default:
      throw unexpected(condition);
  }
}

const unexpected = ({ is }: CheckedCondition): Error => new Error(`no SQL for the operator ${is} of a number`);
