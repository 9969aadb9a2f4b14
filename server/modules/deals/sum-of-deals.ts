/** What all deals of a record are worth together, as a field of it. */

import type { Sql, SqlQuery } from '../../platform/database/sql.ts';
import { conditionOnNumber } from '../../platform/filters/condition-on-number.ts';
import type { CheckedCondition, FilterField } from '../../platform/filters/filter-field.ts';
import type { Principal } from '../access/principal.ts';
import { countedDeals, type Holder } from './deal-holders.ts';

/**
 * Of the deals of a state that the reader sees; whoever has none has no sum, not nought. A few records are each summed by
 * themselves; to find or to count all that fit, all who have deals are summed at once.
 */
export const sumOfDeals = (
  reader: Principal,
  { id, together, sum }: Holder,
  { key, state }: { key: string; state: 'open' | 'won' },
): FilterField => {
  const counted = (sql: Sql) => sql`d.state = ${state} and ${countedDeals(sql, reader)}`;
  const fits = (sql: Sql, value: SqlQuery, condition: CheckedCondition) =>
    condition.is === 'not-empty' ? sql`${value} is not null` : conditionOnNumber(sql, value, condition, false);
  const ids = (sql: Sql, condition: CheckedCondition) =>
    together(sql, counted(sql), fits(sql, sql.unsafe('sum(d.potential)'), condition));
  return {
    key,
    type: 'money',
    group: 'deals',
    // Sums are found by an index of deals; added up one by one for many records, they are slower than all at once.
    isIndexed: true,
    matches: (sql, condition, { isOfAll }) =>
      isOfAll ? sql`${sql.unsafe(id)} in (${ids(sql, condition)})` : fits(sql, sum(sql, counted(sql)), condition),
    holders: (sql, _fits, condition) => ids(sql, condition),
  };
};
