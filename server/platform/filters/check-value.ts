/** Pure: the value of one condition, as the SQL wants it, or why it cannot be one. */
import { type FilterOperator, valueKindOf } from '../../contract/filters.contract.ts';
import { isDay, isMoment } from './filter-days.ts';
import type { CheckedCondition, FilterField } from './filter-field.ts';

export type CheckedValue = { ok: true; condition: CheckedCondition } | { ok: false; sentence: string };

const refuse = (sentence: string): CheckedValue => ({ ok: false, sentence });
/** The operator belongs to its kind of value: `valueKindOf` said so. */
const keep = (condition: { is: FilterOperator | 'yes-no' } & Record<string, unknown>): CheckedValue => ({
  ok: true,
  condition: condition as unknown as CheckedCondition,
});

const longestText = 200;
const mostChoices = 200;
const mostDays = 36_500;

export function checkValue(field: FilterField, operator: FilterOperator, given: unknown): CheckedValue {
  switch (valueKindOf(field.type, operator)) {
    case 'none':
      return given === undefined || given === null ? keep({ is: operator }) : refuse('must be left out');
    case 'text':
      return checkText(operator, given);
    case 'number': {
      const amount = amountOf(field, given);
      return amount === null ? refuse(amountSentence(field)) : keep({ is: operator, amount });
    }
    case 'number-range':
      return checkRange(operator, given, (end) => amountOf(field, end), `each ${amountSentence(field)}`, Number);
    case 'day': {
      const at = dayOf(field, given);
      return at === null ? refuse(daySentence(field)) : keep({ is: operator, at });
    }
    case 'day-range':
      return checkRange(
        operator,
        given,
        (end) => (typeof end === 'string' && isDay(end) ? end : null),
        'each must be a day such as 2026-11-26',
        (end) => end,
      );
    case 'days':
      return checkDays(operator, given);
    case 'list':
      return checkList(field, operator, given);
    case 'yes-no':
      return typeof given === 'boolean' ? keep({ is: 'yes-no', yes: given }) : refuse('must be true or false');
  }
}

function checkText(is: FilterOperator, given: unknown): CheckedValue {
  const text = typeof given === 'string' ? given.trim() : '';
  if (text === '' || text.length > longestText) return refuse(`must be text of 1 to ${longestText} characters`);
  return text.includes('\u0000') ? refuse('must not hold a NUL character') : keep({ is, text });
}

const amountSentence = (field: FilterField) =>
  field.type === 'money' ? 'must be an amount such as 1250.50' : 'must be a number such as 12.5';

/** As decimal text, so that PostgreSQL compares exactly what was sent. */
function amountOf(field: FilterField, given: unknown): string | null {
  if (typeof given !== 'string' && typeof given !== 'number') return null;
  const text = String(given).trim();
  const form = field.type === 'money' ? /^-?\d{1,15}(\.\d{1,2})?$/ : /^-?\d{1,16}(\.\d{1,10})?$/;
  return form.test(text) ? text : null;
}

const daySentence = (field: FilterField) =>
  field.type === 'time'
    ? 'must be a day such as 2026-11-26 or a time such as 2026-11-26T09:00:00Z'
    : 'must be a day such as 2026-11-26';

function dayOf(field: FilterField, given: unknown): string | null {
  if (typeof given !== 'string') return null;
  return isDay(given) || (field.type === 'time' && isMoment(given)) ? given : null;
}

function checkRange(
  is: FilterOperator,
  given: unknown,
  endOf: (end: unknown) => string | null,
  sentence: string,
  orderOf: (end: string) => string | number,
): CheckedValue {
  if (typeof given !== 'object' || given === null) return refuse('must be { from, to }');
  const { from: first, to: second } = given as { from?: unknown; to?: unknown };
  const [from, to] = [endOf(first), endOf(second)];
  if (from === null || to === null) return refuse(`must be { from, to }; ${sentence}`);
  return orderOf(from) > orderOf(to) ? refuse('must begin before it ends') : keep({ is, from, to });
}

function checkDays(is: FilterOperator, given: unknown): CheckedValue {
  const most = is === 'anniversary-in-days' ? 366 : mostDays;
  const isWhole = typeof given === 'number' && Number.isInteger(given) && given >= 0 && given <= most;
  return isWhole ? keep({ is, days: given }) : refuse(`must be a whole number of days from 0 to ${most}`);
}

function checkList(field: FilterField, is: FilterOperator, given: unknown): CheckedValue {
  const isList =
    Array.isArray(given) && given.every((one) => typeof one === 'string' && one !== '' && one.length <= 64);
  if (!isList || given.length === 0 || given.length > mostChoices)
    return refuse(`must be a list of 1 to ${mostChoices} ids`);
  const ids = [...new Set(given as string[])];
  if (ids.some((id) => id.includes('\u0000'))) return refuse('must not hold a NUL character');
  if (is === 'country') {
    return ids.every((id) => /^[A-Z]{2}$/.test(id)) ? keep({ is, ids }) : refuse('must be countries such as RU');
  }
  const options = field.options;
  const strange = options && ids.find((id) => !options.some((option) => option.id === id));
  if (strange === undefined) return keep({ is, ids });
  const known = options?.filter(({ active }) => active).map(({ id }) => id) ?? [];
  return refuse(`${strange.slice(0, 40)} is no choice of this field; there are: ${known.slice(0, 50).join(', ')}`);
}
