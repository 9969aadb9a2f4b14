/** Filters over people, organisations, deals, tasks and calls: a bounded tree of conditions, the same for lists, segments and exports. */
import { z } from 'zod';

export const filterRecords = ['contact', 'organisation', 'deal', 'task', 'call'] as const;
export const filterRecordSchema = z.enum(filterRecords);
export type FilterRecord = z.infer<typeof filterRecordSchema>;

export const filterFieldTypes = [
  /** Compared without case and accents, as the search box does. */
  'text',
  'number',
  /** An amount with two decimals at most. */
  'money',
  /** A day of the calendar, `YYYY-MM-DD`. */
  'date',
  /** A moment. */
  'time',
  'choice',
  'choices',
  'yes-no',
  'agent',
  'team',
  'organisation',
  /** A person of the base. */
  'person',
  'phone',
] as const;
export type FilterFieldType = (typeof filterFieldTypes)[number];

export const filterOperators = [
  'is',
  'is-not',
  'contains',
  'contains-not',
  'begins',
  'equals',
  'less-than',
  'more-than',
  'between',
  'on',
  'before',
  'after',
  /** Within the last N days until now. */
  'last-days',
  /** Longer ago than N days. */
  'older-than-days',
  /** Longer ago than N days, or never: "not contacted for 90 days". */
  'not-in-last-days',
  /** From now until N days ahead. */
  'next-days',
  'this-month',
  /** The same day of any year lies within the next N days: birthdays. */
  'anniversary-in-days',
  'any-of',
  'none-of',
  /** The reader's own. */
  'mine',
  'country',
  'empty',
  'not-empty',
] as const;
export type FilterOperator = (typeof filterOperators)[number];

const some = ['empty', 'not-empty'] as const;
const ordered = ['equals', 'less-than', 'more-than', 'between', ...some] as const;
const dated = ['on', 'before', 'after', 'between', 'last-days', 'older-than-days', 'not-in-last-days'] as const;
const listed = ['any-of', 'none-of', ...some] as const;

/** What can be asked of a field of each type, the most usual first. */
export const operatorsOfType: Readonly<Record<FilterFieldType, readonly FilterOperator[]>> = {
  text: ['contains', 'is', 'is-not', 'begins', 'contains-not', ...some],
  number: ordered,
  money: ordered,
  date: [...dated, 'next-days', 'this-month', 'anniversary-in-days', ...some],
  time: ['not-in-last-days', ...dated.filter((one) => one !== 'not-in-last-days'), 'next-days', 'this-month', ...some],
  choice: listed,
  choices: listed,
  'yes-no': ['is'],
  agent: ['any-of', 'none-of', 'mine', ...some],
  team: ['any-of', 'none-of', 'mine', ...some],
  organisation: listed,
  person: listed,
  phone: ['begins', 'is', 'country', ...some],
};

/** What stands beside an operator. `none`: nothing. */
export type FilterValueKind =
  | 'none'
  | 'text'
  | 'number'
  | 'number-range'
  | 'day'
  | 'day-range'
  | 'days'
  | 'list'
  | 'yes-no';

export function valueKindOf(type: FilterFieldType, operator: FilterOperator): FilterValueKind {
  switch (operator) {
    case 'empty':
    case 'not-empty':
    case 'mine':
    case 'this-month':
      return 'none';
    case 'equals':
    case 'less-than':
    case 'more-than':
      return 'number';
    case 'between':
      return type === 'date' || type === 'time' ? 'day-range' : 'number-range';
    case 'on':
    case 'before':
    case 'after':
      return 'day';
    case 'last-days':
    case 'older-than-days':
    case 'not-in-last-days':
    case 'next-days':
    case 'anniversary-in-days':
      return 'days';
    case 'any-of':
    case 'none-of':
    case 'country':
      return 'list';
    case 'is':
      return type === 'yes-no' ? 'yes-no' : 'text';
    case 'is-not':
    case 'contains':
    case 'contains-not':
    case 'begins':
      return 'text';
  }
}

export type FilterRange = { from: string | number; to: string | number };
export type FilterValue = string | number | boolean | readonly string[] | FilterRange;

/**
 * One condition. `value` by operator: text · number, or an amount as text · `{ from, to }`, both ends included · a day
 * `YYYY-MM-DD` (of the firm's zone, or a whole ISO time for a field of the type time) · a number of days · a list of ids.
 */
export interface FilterCondition {
  field: string;
  is: FilterOperator;
  value?: FilterValue;
}
/** All, any or not; a group of nothing is true for `all`, false for `any`. */
export type Filter = { all: readonly Filter[] } | { any: readonly Filter[] } | { not: Filter } | FilterCondition;

/** Deeper or longer ones are refused: nobody could read them, and each condition costs time. */
export const deepestFilter = 4;
export const mostConditions = 50;

/**
 * Any JSON object here; the server checks the tree against the fields that the reader has, and its refusal names the
 * place (`filter.all.0.value`).
 */
export const filterSchema = z.record(z.string().max(10), z.unknown()).meta({
  description:
    'A filter: { all: [filter…] }, { any: [filter…] }, { not: filter } or { field, is, value }; GET /api/fields lists ' +
    `fields and operators. ${deepestFilter} levels and ${mostConditions} conditions at most.`,
}) as unknown as z.ZodType<Filter, Filter>;

export const fieldOptionSchema = z.object({
  id: z.string(),
  /** Null: a built-in one, whose word is the console's. */
  label: z.string().nullable(),
  active: z.boolean(),
});

export const fieldSchema = z.object({
  /** `name`, `custom.budget`; of records that belong to it `calls.outcome`, `deals.custom.budget`. */
  key: z.string(),
  type: z.enum(filterFieldTypes),
  /** Where it stands in the builder: `person`, `organisation`, `deal`, `task`, `call`, `custom`, `calls`, `work`, `deals`. */
  group: z.string(),
  /** The firm's own word, of custom fields; null: the console's. */
  label: z.string().nullable(),
  operators: z.array(z.enum(filterOperators)),
  options: z.array(fieldOptionSchema).nullable(),
  /** Lists can be put in the order of it. */
  sortable: z.boolean(),
});
export type FieldDescription = z.infer<typeof fieldSchema>;
export const fieldListSchema = z.object({ items: z.array(fieldSchema) });
