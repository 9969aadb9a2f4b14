/** Conditions on a text that is folded by `search_text`: no case, no accents. */
import type { Sql, SqlQuery } from '../database/sql.ts';
import { likeText } from '../words/like-text.ts';
import type { CheckedCondition } from './filter-field.ts';

export function conditionOnText(sql: Sql, value: SqlQuery, condition: CheckedCondition): SqlQuery {
  switch (condition.is) {
    case 'is':
      return sql`${value} = search_text(${condition.text})`;
    case 'begins':
      return sql`${value} like search_text(${`${likeText(condition.text)}%`})`;
    case 'contains':
      return sql`${value} like search_text(${`%${likeText(condition.text)}%`})`;
    default:
      throw new Error(`no SQL for the operator ${condition.is} of a text`);
  }
}
