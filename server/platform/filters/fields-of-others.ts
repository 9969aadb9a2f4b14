/** Pure: fields of one kind of record as fields of another that has several of them: a person's deals, a firm's calls. */
import type { Sql, SqlQuery } from '../database/sql.ts';
import type { FilterField } from './filter-field.ts';

/** Lists have orders of their own: no field of it gives one. */
export const withoutOrder = ({
  sortAs: _sortAs,
  isAlways: _isAlways,
  isIndexed: _isIndexed,
  ...field
}: FilterField): FilterField => field;

interface Place {
  /** `deals` makes `deals.stage` of `stage`. */
  prefix: string;
  group: string;
  /** "One of them fits", around the condition on one. */
  within: NonNullable<FilterField['within']>;
  /** The same, for all of them at once. */
  among?: FilterField['among'];
  /** The ids alone of those of whom one fits. */
  holders?: (sql: Sql, condition: SqlQuery) => SqlQuery;
}

const around = ({ within }: FilterField, sql: Sql, condition: SqlQuery): SqlQuery =>
  within?.(sql, condition) ?? condition;

/** A field of others: one record that fits is enough, and none of them gives an order. */
export const fieldOfOthers = (field: FilterField, { prefix, group, within, among, holders }: Place): FilterField => ({
  ...withoutOrder(field),
  key: `${prefix}.${field.key}`,
  group,
  within: field.within ? (sql, condition) => within(sql, around(field, sql, condition)) : within,
  ...(holders && { holders: (sql, condition) => holders(sql, around(field, sql, condition)) }),
  ...(among && { among: field.within ? (sql, condition) => among(sql, around(field, sql, condition)) : among }),
});

/**
 * The fields named, and every field of the firm's own.
 * @example fieldsOfOthers(fields, ['stage', 'owner'], { prefix: 'deals', group: 'deals', within })
 */
export const fieldsOfOthers = (fields: readonly FilterField[], keys: readonly string[], place: Place): FilterField[] =>
  fields
    .filter(({ key }) => keys.includes(key) || key.startsWith('custom.'))
    .map((field) => fieldOfOthers(field, place));
