/** Files of people and organisations that are merged into others. */
import { columnMover, type MergedRecord } from '../reversible-actions/movers.ts';

export const filesMover = (record: MergedRecord) =>
  columnMover({
    name: 'files',
    record,
    table: 'files',
    column: 'record_id',
    only: (sql) => sql`record_kind = ${record}`,
  });
