/** Pure: a cell of a file as the value of one of the firm's own fields, by the rules of the forms, or why it is none. */
import type { CustomFieldType, CustomValue } from '../../contract/custom-fields.contract.ts';
import { assertNever } from '../../platform/errors/domain-error.ts';
import { oneLine } from '../contacts/clean-text.ts';
import { cleanCustomValue, type ValueField } from '../custom-fields/clean-custom-values.ts';
import { readYesNo } from './read-value.ts';

export type ReadCell = { value: CustomValue } | { because: string };

/** As long as the API takes. */
const longestText = 2_000;

/** What people write for "nothing here". */
const nothing = new Set(['-', '–', '—', 'n/a', 'none', 'нет', 'aucun', 'aucune', 'nessuno', 'nessuna', '#n/a', '#н/д']);

/** True for "-", "нет", "none": a cell that is not empty and says that nothing is there. */
export const saysNothing = (cell: string): boolean => nothing.has(cell.trim().toLowerCase());

const reasons: Readonly<Record<Exclude<CustomFieldType, 'person'>, string>> = {
  text: 'too-long',
  number: 'no-number',
  money: 'no-amount',
  date: 'no-date',
  'yes-no': 'no-yes-or-no',
  choice: 'unknown-choice',
  choices: 'unknown-choice',
  link: 'no-link',
};

/**
 * Reads a cell that is not empty for a field of any kind but a person, who is looked up in the base.
 * @param region country of the firm: a date with slashes begins with the month in the United States only
 * @example readCustomCell(budget, '1 250,50 ₽', 'RU') // { value: '1250.50' } for a money field
 */
export function readCustomCell(field: ValueField, cell: string, region: string): ReadCell {
  const given = givenOf(field, cell.trim(), region);
  if (given === undefined) return { because: reasonOf(field) };
  if (typeof given === 'object' && given !== null && 'because' in given) return given;
  const cleaned = cleanCustomValue(field, given);
  return cleaned.ok ? { value: cleaned.value } : { because: reasonOf(field) };
}

const reasonOf = ({ type }: ValueField): string => (type === 'person' ? 'unknown-person' : reasons[type]);

/** What a form would have sent for this text; undefined: nothing that it could. */
function givenOf(field: ValueField, text: string, region: string): CustomValue | undefined | { because: string } {
  const isNothing = saysNothing(text);
  switch (field.type) {
    case 'text':
    case 'link':
      if (field.type === 'link' && isNothing) return null;
      return text.length > longestText ? { because: 'too-long' } : text;
    case 'number':
      return isNothing ? null : amountOf(text);
    case 'money':
      return isNothing ? null : withoutTail(amountOf(text));
    case 'date':
      return isNothing ? null : isoDay(text, region);
    case 'yes-no':
      return readYesNo(text) ?? undefined;
    case 'choice':
      return choiceOf(field, text) ?? (isNothing ? null : undefined);
    case 'choices':
      return choicesOf(field, text, isNothing);
    case 'person':
      return undefined;
    default:
      return assertNever(field.type);
  }
}

/** Without the sign or word of a currency around it, and without a plus; undefined: words stand in it. */
function amountOf(text: string): string | undefined {
  const bare = text
    .replace(/^(?:[\p{Sc}]|[A-Z]{3}(?=[\s\d-]))\s*|\s*(?:[\p{Sc}]|[A-Z]{3}|руб\.?|р\.|%)$/gu, '')
    .replace(/^\+/, '')
    .replace(/^[−–]/, '-');
  return /^-?[\d\s\u00a0\u202f.,']*\d[\d\s\u00a0\u202f.,']*$/.test(bare) ? bare : undefined;
}

/** A spreadsheet counts in halves of halves: 0.1 + 0.2 stands there as 0.30000000000000004. */
function withoutTail(text: string | undefined): string | undefined {
  if (text === undefined || !/^-?\d+\.\d{7,}$/.test(text)) return text;
  const cents = Number(text).toFixed(2);
  return Math.abs(Number(text) - Number(cents)) < 1e-6 ? cents : text;
}

/** Day first, as it is written in most of the world; undefined: no date, or one that may be read in two ways. */
function isoDay(text: string, region: string): string | undefined {
  const [, year, month, day] = /^(\d{4})[-./](\d{1,2})[-./](\d{1,2})(?:[T\s]\d{1,2}:.*)?$/.exec(text) ?? [];
  if (year !== undefined) return iso(year, month, day);
  const [, first, sign, second, end] = /^(\d{1,2})([-./])(\d{1,2})\2(\d{4})(?:,?\s+\d{1,2}:.*)?$/.exec(text) ?? [];
  if (end === undefined) return undefined;
  return region === 'US' && sign !== '.' ? iso(end, first, second) : iso(end, second, first);
}

const iso = (year: string, month = '', day = ''): string => `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;

/** The choice of that label or id, whatever its case. */
function choiceOf({ options }: ValueField, text: string): string | undefined | { because: string } {
  const wanted = oneLine(text).toLowerCase();
  const named = options.filter(({ id, label }) => id === wanted || label.trim().toLowerCase() === wanted);
  const option = named.find(({ active }) => active) ?? named[0];
  if (!option) return undefined;
  return option.active ? option.id : { because: 'choice-off' };
}

/** One choice, which may have a comma in its name, or several with signs between them. */
function choicesOf(field: ValueField, text: string, isNothing: boolean): CustomValue | undefined | { because: string } {
  const whole = choiceOf(field, text);
  if (whole !== undefined) return typeof whole === 'string' ? [whole] : whole;
  if (isNothing) return null;
  for (const sign of [/[;|\n]/, /[;|\n,/]/]) {
    const parts = text.split(sign).filter((part) => part.trim() !== '');
    const chosen = parts.map((part) => choiceOf(field, part));
    const off = chosen.find((one) => typeof one === 'object');
    if (off) return off;
    if (chosen.every((one) => typeof one === 'string')) return chosen;
  }
  return undefined;
}
