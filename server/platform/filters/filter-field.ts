/** What a module says of a field that can be filtered by. */
import type { FilterFieldType, FilterOperator, FilterRecord } from '../../contract/filters.contract.ts';
import type { Sql, SqlQuery } from '../database/sql.ts';

/** When and where a filter is asked: the same filter gives other rows tomorrow. */
export interface FilterContext {
  now: Date;
  /** IANA zone in which days begin and end: the firm's. */
  zone: string;
  /** Country of numbers that are written without one. */
  region: string;
  /** Whose records are "mine". */
  mine: { agentId: string | null; teamId: string | null };
  /** All records are asked at once, to count or to find them, and not a few of them one by one. */
  isOfAll?: boolean;
}

/** A condition whose value has been checked and is of the one form that the SQL wants. */
export type CheckedCondition =
  | { is: 'is' | 'is-not' | 'contains' | 'contains-not' | 'begins'; text: string }
  | { is: 'equals' | 'less-than' | 'more-than'; amount: string }
  | { is: 'between'; from: string; to: string }
  | { is: 'on' | 'before' | 'after'; at: string }
  | { is: 'last-days' | 'older-than-days' | 'not-in-last-days' | 'next-days' | 'anniversary-in-days'; days: number }
  | { is: 'this-month' | 'mine' | 'empty' | 'not-empty' }
  | { is: 'any-of' | 'none-of' | 'country'; ids: readonly string[] }
  | { is: 'yes-no'; yes: boolean };

export interface FilterOption {
  id: string;
  label: string | null;
  active: boolean;
}

export interface FilterField {
  key: string;
  type: FilterFieldType;
  group: string;
  /** The firm's own word; left out: the console has one. */
  label?: string;
  /** Of choice and choices: any other id is refused. */
  options?: readonly FilterOption[];
  /** Not offered any more, but understood in filters that were saved before. */
  isHidden?: boolean;
  /** Left out: all of the type. */
  operators?: readonly FilterOperator[];
  /**
   * The value as an SQL expression over the alias of the record (`c.last_call_at`). Text comes folded by `search_text`.
   * Made from names in the code or from checked keys, never from what a person typed.
   */
  value?: (sql: Sql) => SqlQuery;
  /** `value` is an integer column: compared as one, so that PostgreSQL knows how many fit. */
  isWhole?: boolean;
  /** The whole condition, where the general one is wrong or slow; null: the general one after all. */
  matches?: (sql: Sql, condition: CheckedCondition, context: FilterContext) => SqlQuery | null;
  /** For records with several values: "one of them fits", around the condition on one. */
  within?: (sql: Sql, condition: SqlQuery) => SqlQuery;
  /** The same as `within`, said so that all who fit are found at once: where asking each of them takes too long. */
  among?: (sql: Sql, condition: SqlQuery) => SqlQuery;
  /**
   * Ids of all records that the condition finds, told by the other table alone, deleted ones among them: counting these need not
   * read the records. Given the condition, and what `within` would go around; null: not in this case.
   */
  holders?: (sql: Sql, condition: SqlQuery, checked: CheckedCondition, context: FilterContext) => SqlQuery | null;
  /** Nothing but another table says it, although there is no `within`: then walking an order need not read the records. */
  isElsewhere?: boolean;
  /** An index on `value` finds those within a range of it: no use in looking far for a few of them in another order. */
  isIndexed?: boolean;
  /** The type of `value` when lists can be ordered by it, and an index gives that order. */
  sortAs?: 'text' | 'numeric' | 'timestamptz' | 'date';
  /** Every record has a value: its order needs no place for those without. */
  isAlways?: boolean;
}

/** What a module adds to the fields of a record, as this reader may use them. `Reader`: the principal, which the platform does not know. */
export interface FieldSource<Reader> {
  record: FilterRecord;
  read(sql: Sql, reader: Reader): Promise<readonly FilterField[]>;
}
