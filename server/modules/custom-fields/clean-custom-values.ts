/** Pure: what a person or a machine sent for custom fields, as it is kept, or why it cannot be. */
import type { CustomField, CustomValue, CustomValues } from '../../contract/custom-fields.contract.ts';
import { assertNever } from '../../platform/errors/domain-error.ts';

/** What cleaning a value needs to know of its field. */
export type ValueField = Pick<CustomField, 'type' | 'options'>;
export type CleanedValue = { ok: true; value: CustomValue } | { ok: false; sentence: string };

const keep = (value: CustomValue): CleanedValue => ({ ok: true, value });
const refuse = (sentence: string): CleanedValue => ({ ok: false, sentence });

const isNothing = (given: CustomValue): boolean =>
  given === null || (typeof given === 'string' && given.trim() === '') || (Array.isArray(given) && given.length === 0);

/**
 * One value of a field as it is kept; text of blanks and an empty list become null. A choice that was switched off is taken
 * only when the record has it already (`before`).
 * @example cleanCustomValue(budget, '1 250,5') // { ok: true, value: '1250.50' } for a money field
 */
export function cleanCustomValue(field: ValueField, given: CustomValue, before: CustomValue = null): CleanedValue {
  if (isNothing(given)) return keep(null);
  switch (field.type) {
    case 'text':
      return typeof given === 'string' ? cleanText(given) : refuse('must be text');
    case 'number':
      return cleanNumber(given);
    case 'money':
      return cleanMoney(given);
    case 'date':
      return cleanDate(given);
    case 'yes-no':
      return typeof given === 'boolean' ? keep(given) : refuse('must be true or false');
    case 'choice':
      return typeof given === 'string' ? cleanChoice(field, given, before) : refuse('must be the id of one choice');
    case 'choices':
      return cleanChoices(field, given, before);
    case 'person':
      return typeof given === 'string' && given.length <= 64 ? keep(given) : refuse('must be the id of a person');
    case 'link':
      return cleanLink(given);
    default:
      return assertNever(field.type);
  }
}

function cleanText(given: string): CleanedValue {
  if (given.includes('\u0000')) return refuse('must not hold a NUL character');
  return keep(given.trim());
}

/** Blanks group digits and the last comma or point begins the decimals, as people of all four languages type it. */
const plainDecimal = (text: string): string => {
  const tight = text.replace(/[\s\u00a0\u202f']/g, '');
  const last = Math.max(tight.lastIndexOf(','), tight.lastIndexOf('.'));
  if (last < 0) return tight;
  return `${tight.slice(0, last).replace(/[.,]/g, '')}.${tight.slice(last + 1)}`;
};

/** What people type; `Number` would also take nothing at all for 0 and `0x1f` for 31. */
const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,3})?$/i;

function cleanNumber(given: CustomValue): CleanedValue {
  const text = typeof given === 'string' ? plainDecimal(given) : null;
  const number = text === null ? given : decimal.test(text) ? Number(text) : null;
  if (typeof number !== 'number' || !Number.isFinite(number)) return refuse('must be a number');
  return Math.abs(number) > 1e15 ? refuse('must lie between -10^15 and 10^15') : keep(number);
}

function cleanMoney(given: CustomValue): CleanedValue {
  if (typeof given !== 'string' && typeof given !== 'number') return refuse('must be an amount such as 1250.50');
  const match = /^(-?)(\d{1,13})(?:\.(\d{1,2}))?$/.exec(
    typeof given === 'number' ? String(given) : plainDecimal(given),
  );
  if (!match) return refuse('must be an amount with two decimals at most, such as 1250.50');
  const [, sign = '', whole = '0', cents = ''] = match;
  return keep(`${sign}${whole.replace(/^0+(?=\d)/, '')}.${cents.padEnd(2, '0')}`);
}

function cleanDate(given: CustomValue): CleanedValue {
  const match = typeof given === 'string' ? /^(\d{4})-(\d{2})-(\d{2})$/.exec(given.trim()) : null;
  if (!match) return refuse('must be a date such as 2026-11-26');
  const date = new Date(`${match[0]}T00:00:00Z`);
  const isReal = !Number.isNaN(date.getTime()) && date.toISOString().startsWith(match[0]);
  return isReal && match[1] !== '0000' ? keep(match[0]) : refuse('is no day of the calendar');
}

const kept = (before: CustomValue): readonly string[] =>
  Array.isArray(before) ? before : typeof before === 'string' ? [before] : [];

function cleanChoice(field: ValueField, given: string, before: CustomValue): CleanedValue {
  const option =
    field.options.find((one) => one.id === given) ?? field.options.find((one) => one.label === given.trim());
  if (option && (option.active || kept(before).includes(option.id))) return keep(option.id);
  const allowed = field.options.filter((one) => one.active).map((one) => one.id);
  return refuse(`must be one of: ${allowed.join(', ') || 'nothing, the field has no choices yet'}`);
}

function cleanChoices(field: ValueField, given: CustomValue, before: CustomValue): CleanedValue {
  if (!Array.isArray(given)) return refuse('must be a list of choices');
  const chosen = new Set<string>();
  for (const one of given) {
    const choice = cleanChoice(field, one, before);
    if (!choice.ok) return choice;
    if (typeof choice.value === 'string') chosen.add(choice.value);
  }
  // In the order of the field, so that the same choices are the same value.
  return keep(field.options.flatMap((one) => (chosen.has(one.id) ? [one.id] : [])));
}

const linkSchemes = new Set(['http:', 'https:', 'mailto:', 'tel:']);

function cleanLink(given: CustomValue): CleanedValue {
  if (typeof given !== 'string') return refuse('must be an address such as https://example.com');
  const text = /^[a-z][a-z0-9+.-]*:/i.test(given.trim()) ? given.trim() : `https://${given.trim()}`;
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !linkSchemes.has(url.protocol))
    return refuse('must be an address that begins with https, http, mailto or tel');
  return keep(text);
}

/**
 * The values of a record after a change: those given are cleaned and put over what is there; null empties. A key that
 * names no field is refused, a switched-off field as well, and nothing is changed then.
 */
export function cleanCustomValues(
  fields: readonly CustomField[],
  before: CustomValues,
  given: CustomValues,
): { values: CustomValues; errors: Record<string, string> } {
  const values: CustomValues = { ...before };
  const errors: Record<string, string> = {};
  for (const [key, value] of Object.entries(given)) {
    const field = fields.find((one) => one.key === key);
    // `Object.hasOwn`: keys come from outside, and `constructor` is one too.
    const old = Object.hasOwn(before, key) ? (before[key] ?? null) : null;
    const cleaned: CleanedValue = !field
      ? refuse('is no field of this record')
      : !field.active
        ? refuse('is switched off')
        : cleanCustomValue(field, value, old);
    if (!cleaned.ok) errors[`custom.${key}`] = cleaned.sentence;
    else if (cleaned.value === null) delete values[key];
    else values[key] = cleaned.value;
  }
  return { values, errors };
}
