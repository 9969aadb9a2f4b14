/** Messages of people and organisations that are merged into others. */
import { columnMover, type MergedRecord } from '../reversible-actions/movers.ts';

export const messagesMover = (record: MergedRecord) =>
  columnMover({ name: 'messages', record, table: 'messages', column: `${record}_id` });
