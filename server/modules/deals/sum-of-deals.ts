/** What all deals of a record are worth together, as a field of it. */

import type { SqlQuery } from '../../platform/database/sql.ts';
import { conditionOnNumber } from '../../platform/filters/condition-on-number.ts';
import type { FilterField } from '../../platform/filters/filter-field.ts';
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
): FilterField => ({
  key,
  type: 'money',
  group: 'deals',
  // Sums are found by an index of deals; added up one by one for many records, they are slower than all at once.
  isIndexed: true,
  matches: (sql, condition, { isOfAll }) => {
    const counted = sql`d.state = ${state} and ${countedDeals(sql, reader)}`;
    const fits = (value: SqlQuery) =>
      condition.is === 'not-empty' ? sql`${value} is not null` : conditionOnNumber(sql, value, condition, false);
    if (!isOfAll) return fits(sum(sql, counted));
    return sql`${sql.unsafe(id)} in (${together(sql, counted, fits(sql.unsafe('sum(d.potential)')))})`;
  },
});
