/** What all deals of a record are worth together, as a field of it. */
import { conditionOnNumber } from '../../platform/filters/condition-on-number.ts';
import type { FilterField } from '../../platform/filters/filter-field.ts';
import type { Principal } from '../access/principal.ts';
import { countedDeals, type Holder } from './deal-holders.ts';

/**
 * Of the deals of a state that the reader sees; whoever has none has no sum, not nought. Summed once for all who have deals:
 * asked of each record, every one of a million would be added up by itself.
 */
export const sumOfDeals = (
  reader: Principal,
  { id, all }: Holder,
  { key, state }: { key: string; state: 'open' | 'won' },
): FilterField => ({
  key,
  type: 'money',
  group: 'deals',
  isOfAll: true,
  matches: (sql, condition) => {
    const sums = sql`select d.holder_id from ${sql.unsafe(all)} d
      where d.state = ${state} and ${countedDeals(sql, reader)} group by d.holder_id`;
    if (condition.is === 'not-empty') return sql`${sql.unsafe(id)} in (${sums})`;
    const fits = conditionOnNumber(sql, sql.unsafe('sum(d.potential)'), condition, false);
    return sql`${sql.unsafe(id)} in (${sums} having ${fits})`;
  },
});
