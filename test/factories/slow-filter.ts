/**
 * Pure: whether one record fits a filter, said again in plain words and slowly. Only tests use it: the SQL of a filter
 * must answer the same of every record.
 */

import {
  boundsOfDay,
  dayFromToday,
  isDay,
  momentFromNow,
  monthDaysAhead,
  monthOf,
} from '../../server/platform/filters/filter-days.ts';
import type { CheckedCondition, FilterContext, FilterField } from '../../server/platform/filters/filter-field.ts';
import type { CheckedFilter } from '../../server/platform/filters/read-filter.ts';

/** Values of a record by the key of the field. A field with several values has a list of them. */
export type SlowRecord = Readonly<Record<string, string | number | boolean | null | readonly (string | null)[]>>;

export function fits(filter: CheckedFilter, record: SlowRecord, context: FilterContext): boolean {
  switch (filter.kind) {
    case 'all':
      return filter.parts.every((part) => fits(part, record, context));
    case 'any':
      return filter.parts.some((part) => fits(part, record, context));
    case 'not':
      return !fits(filter.part, record, context);
    case 'condition': {
      const { field, condition } = filter;
      const value = record[field.key] ?? null;
      const values = field.within && Array.isArray(value) ? value : [value];
      if (field.type === 'choices') return choicesFit(Array.isArray(value) ? value : [], condition);
      switch (condition.is) {
        case 'is-not':
          return !values.some((one) => valueFits(one, field, { ...condition, is: 'is' }, context));
        case 'contains-not':
          return !values.some((one) => valueFits(one, field, { ...condition, is: 'contains' }, context));
        case 'none-of':
          return !values.some((one) => valueFits(one, field, { ...condition, is: 'any-of' }, context));
        case 'empty':
          return !values.some((one) => valueFits(one, field, { is: 'not-empty' }, context));
        case 'not-in-last-days':
          return values.every(
            (one) => one === null || valueFits(one, field, { ...condition, is: 'older-than-days' }, context),
          );
        default:
          return values.some((one) => valueFits(one, field, condition, context));
      }
    }
  }
}

function choicesFit(chosen: readonly unknown[], condition: CheckedCondition): boolean {
  if (condition.is === 'empty') return chosen.length === 0;
  if (condition.is === 'not-empty') return chosen.length > 0;
  const isOne = 'ids' in condition && condition.ids.some((id) => chosen.includes(id));
  return condition.is === 'none-of' ? !isOne : isOne;
}

const fold = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

function valueFits(
  value: unknown,
  { type }: FilterField,
  condition: CheckedCondition,
  { now, zone, mine }: FilterContext,
): boolean {
  if (value === null) return false;
  if (condition.is === 'not-empty') return type !== 'text' || value !== '';
  if (condition.is === 'yes-no') return value === condition.yes;
  if (condition.is === 'any-of') return condition.ids.includes(String(value));
  if (condition.is === 'mine') return value === (type === 'team' ? mine.teamId : mine.agentId);
  if ('text' in condition) return textFits(fold(String(value)), fold(condition.text), condition.is);
  if (type === 'number' || type === 'money') return numberFits(Number(value), condition);
  if (type === 'time') return timeFits(Date.parse(String(value)), condition, now, zone);
  return dateFits(String(value), condition, now, zone);
}

function textFits(value: string, wanted: string, is: string): boolean {
  if (is === 'is') return value === wanted;
  return is === 'begins' ? value.startsWith(wanted) : value.includes(wanted);
}

function numberFits(value: number, condition: CheckedCondition): boolean {
  switch (condition.is) {
    case 'equals':
      return value === Number(condition.amount);
    case 'less-than':
      return value < Number(condition.amount);
    case 'more-than':
      return value > Number(condition.amount);
    case 'between':
      return value >= Number(condition.from) && value <= Number(condition.to);
    default:
      throw new Error(`a number is not asked ${condition.is}`);
  }
}

function dateFits(value: string, condition: CheckedCondition, now: Date, zone: string): boolean {
  const day = (days: number) => dayFromToday(now, zone, days);
  switch (condition.is) {
    case 'on':
      return value === condition.at;
    case 'before':
      return value < condition.at;
    case 'after':
      return value > condition.at;
    case 'between':
      return value >= condition.from && value <= condition.to;
    case 'last-days':
      return value >= day(-condition.days) && value <= day(0);
    case 'older-than-days':
      return value < day(-condition.days);
    case 'next-days':
      return value >= day(0) && value <= day(condition.days);
    case 'this-month':
      return value.slice(0, 7) === day(0).slice(0, 7);
    case 'anniversary-in-days':
      return monthDaysAhead(now, zone, condition.days).includes(value.slice(5));
    default:
      throw new Error(`a day is not asked ${condition.is}`);
  }
}

function timeFits(value: number, condition: CheckedCondition, now: Date, zone: string): boolean {
  const begin = (at: string) => Date.parse(isDay(at) ? boundsOfDay(at, zone).from : at);
  const end = (at: string) => Date.parse(boundsOfDay(at, zone).until);
  const moment = (days: number) => Date.parse(momentFromNow(now, days));
  switch (condition.is) {
    case 'on':
      return isDay(condition.at)
        ? value >= begin(condition.at) && value < end(condition.at)
        : value === begin(condition.at);
    case 'before':
      return value < begin(condition.at);
    case 'after':
      return isDay(condition.at) ? value >= end(condition.at) : value > begin(condition.at);
    case 'between':
      return value >= begin(condition.from) && value < end(condition.to);
    case 'last-days':
      return value > moment(-condition.days) && value <= moment(0);
    case 'older-than-days':
      return value <= moment(-condition.days);
    case 'next-days':
      return value > moment(0) && value <= moment(condition.days);
    case 'this-month': {
      const { first, last } = monthOf(now, zone);
      return value >= begin(first) && value < end(last);
    }
    default:
      throw new Error(`a moment is not asked ${condition.is}`);
  }
}
