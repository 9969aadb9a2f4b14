/** Deals as a table that filters, lists and counts are made of, by modules above. */
import type { Sql } from '../../platform/database/database.ts';
import type { SqlQuery } from '../../platform/database/sql.ts';
import {
  type PageOfIds,
  type RecordTable,
  type SortOrder,
  selectPageOfIds,
} from '../../platform/filters/page-of-records.ts';
import type { DealRow } from './deal-row.ts';
import { type DealOrder, selectDeals } from './deals.repository.ts';

const live = 'd.deleted_at is null';
export const dealTable = { from: 'deals d', id: 'd.id', live } as const satisfies RecordTable;
/** The indexes of two of the orders hold only these. */
const openTable: RecordTable = { ...dealTable, live: `d.state = 'open' and ${live}` };

type ListOrder = Exclude<DealOrder, 'stage'>;
const orders: Readonly<Record<ListOrder, { column: string; as: SortOrder['as']; descending: boolean }>> = {
  newest: { column: 'd.created_at', as: 'timestamptz', descending: true },
  largest: { column: 'd.potential', as: 'numeric', descending: true },
  closing: { column: 'd.expected_close', as: 'date', descending: false },
};

/** One page of the deals that a filter finds, in the order of the list. */
export async function selectFoundDeals(
  sql: Sql,
  {
    order,
    where,
    isByIndex,
    cursor,
    limit,
  }: { order: ListOrder; where: SqlQuery; isByIndex: boolean; cursor: string | undefined; limit: number },
): Promise<{ rows: DealRow[]; nextCursor: string | null }> {
  const { column, as, descending } = orders[order];
  const sort: SortOrder = { value: sql.unsafe(column), as, descending, isAlways: true };
  const page: PageOfIds = await selectPageOfIds(sql, order === 'newest' ? dealTable : openTable, {
    where: sql.and([sql.unsafe(live), where]),
    sort,
    cursor,
    limit,
    isFiltered: true,
    elsewhere: null,
    isByIndex,
  });
  const rows = new Map((await selectDeals(sql, page.ids)).map((row) => [row.id, row]));
  return { rows: page.ids.flatMap((id) => rows.get(id) ?? []), nextCursor: page.nextCursor };
}
