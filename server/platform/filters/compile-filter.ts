/**
 * A checked filter as a condition in SQL. What a person typed is only ever a value; expressions come from the fields.
 *
 * A record either fits or does not: whatever SQL leaves unknown (a condition on a field that is empty) counts as not
 * fitting, and a negation is the exact opposite (`is-not`, `none-of`, `not` take the empty ones).
 */
import type { Sql, SqlQuery } from '../database/sql.ts';
import { assertNever } from '../errors/domain-error.ts';
import { conditionOnDate } from './condition-on-date.ts';
import { conditionOnNumber } from './condition-on-number.ts';
import { conditionOnText } from './condition-on-text.ts';
import { conditionOnTime } from './condition-on-time.ts';
import type { CheckedCondition, FilterContext, FilterField } from './filter-field.ts';
import type { CheckedFilter } from './read-filter.ts';

export function compileFilter(sql: Sql, filter: CheckedFilter, context: FilterContext): SqlQuery {
  switch (filter.kind) {
    case 'all':
      return sql.and(filter.parts.map((part) => compileFilter(sql, part, context)));
    case 'any':
      return anyOf(
        sql,
        filter.parts.map((part) => compileFilter(sql, part, context)),
      );
    case 'not':
      return sql`(${compileFilter(sql, filter.part, context)}) is not true`;
    case 'condition':
      return compileCondition(sql, filter.field, filter.condition, context);
  }
}

/** True when nothing but other tables says whether a record fits: its calls, its deals, its numbers. */
export function asksOnlyElsewhere(filter: CheckedFilter): boolean {
  switch (filter.kind) {
    case 'all':
    case 'any':
      return filter.parts.every(asksOnlyElsewhere);
    case 'not':
      return asksOnlyElsewhere(filter.part);
    case 'condition':
      return filter.field.within !== undefined || filter.field.isElsewhere === true;
  }
}

/**
 * True when all that fit are found at once, by an index or by what is said of all: of everything asked together one part, of
 * alternatives each.
 */
export function asksByIndex(filter: CheckedFilter): boolean {
  switch (filter.kind) {
    case 'all':
      return filter.parts.some(asksByIndex);
    case 'any':
      return filter.parts.every(asksByIndex);
    case 'not':
      return false;
    case 'condition':
      return (filter.field.isIndexed || filter.field.among !== undefined) && !isNegative(filter.condition.is);
  }
}

/**
 * Ids of those that a filter of one condition finds, as another table alone tells them: deleted records among them. Null when that
 * table alone cannot say it.
 */
export function holdersOf(sql: Sql, filter: CheckedFilter, context: FilterContext): SqlQuery | null {
  if (filter.kind !== 'condition') return null;
  const { field, condition } = filter;
  if (!field.holders || isNegative(condition.is) || condition.is === 'not-in-last-days') return null;
  const fits = field.matches?.(sql, condition, context) ?? conditionOnValue(sql, field, condition, context);
  return field.holders(sql, fits, condition, context);
}

/** Several conditions joined by `or`; none: `false`. */
export function anyOf(sql: Sql, conditions: readonly SqlQuery[]): SqlQuery {
  const [first, ...rest] = conditions;
  if (!first) return sql.unsafe('false');
  return sql`(${rest.reduce((all, next) => sql`${all} or ${next}`, sql`(${first})`)})`;
}

/** The operator that means the opposite; a negative one is compiled as what its opposite leaves over. */
const opposites = {
  'is-not': 'is',
  'contains-not': 'contains',
  'none-of': 'any-of',
  empty: 'not-empty',
} as const;

const isNegative = (is: CheckedCondition['is']): is is keyof typeof opposites => Object.hasOwn(opposites, is);

function compileCondition(sql: Sql, field: FilterField, condition: CheckedCondition, context: FilterContext): SqlQuery {
  const { is } = condition;
  if (isNegative(is)) {
    const opposite = { ...condition, is: opposites[is] } as CheckedCondition;
    return sql`(${compileCondition(sql, field, opposite, context)}) is not true`;
  }
  if (is === 'not-in-last-days' && field.within) {
    // Longer ago or never; of several values it is the newest that counts.
    const inTheLast: CheckedCondition = { is: 'last-days', days: condition.days };
    const ahead: CheckedCondition = { is: 'next-days', days: 36_500 };
    const recent = [inTheLast, ahead].map((one) => compileCondition(sql, field, one, context));
    return sql`${anyOf(sql, recent)} is not true`;
  }
  const own = field.matches?.(sql, condition, context);
  const general = own ?? conditionOnValue(sql, field, condition, context);
  const within = (context.isOfAll && field.among) || field.within;
  return within ? within(sql, general) : general;
}

function conditionOnValue(sql: Sql, field: FilterField, condition: CheckedCondition, context: FilterContext): SqlQuery {
  if (!field.value) throw new Error(`the field ${field.key} says nothing of ${condition.is}`);
  const value = field.value(sql);
  if (condition.is === 'not-empty') return field.type === 'text' ? sql`${value} <> ''` : sql`${value} is not null`;
  switch (field.type) {
    case 'text':
    case 'phone':
      return conditionOnText(sql, value, condition);
    case 'number':
    case 'money':
      return conditionOnNumber(sql, value, condition, field.isWhole === true);
    case 'date':
      return conditionOnDate(sql, value, condition, context);
    case 'time':
      return conditionOnTime(sql, value, condition, context);
    case 'yes-no':
      return condition.is === 'yes-no' && !condition.yes ? sql`(${value}) is false` : sql`(${value}) is true`;
    case 'choice':
    case 'choices':
    case 'agent':
    case 'team':
    case 'organisation':
    case 'person':
      return conditionOnId(sql, field, condition, context);
    default:
      return assertNever(field.type);
  }
}

function conditionOnId(sql: Sql, field: FilterField, condition: CheckedCondition, { mine }: FilterContext): SqlQuery {
  const value = (field.value as NonNullable<FilterField['value']>)(sql);
  if (condition.is === 'mine') {
    const id = field.type === 'team' ? mine.teamId : mine.agentId;
    return id === null ? sql.unsafe('false') : sql`${value} = ${id}`;
  }
  if (condition.is !== 'any-of') throw unexpected(condition);
  const [only, ...more] = condition.ids;
  return more.length === 0 ? sql`${value} = ${only}` : sql`${value} = any(${[...condition.ids]}::text[])`;
}

/** A bug: `checkValue` lets no such pair of type and operator through. */
const unexpected = ({ is }: CheckedCondition): Error => new Error(`no SQL for the operator ${is}`);
