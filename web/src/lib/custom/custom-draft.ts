/** Pure: what somebody typed into the firm's own fields, beside what the record has. */
import type { CustomField, CustomValue, CustomValues } from '$contract/custom-fields.contract.ts';

const isEmpty = (value: CustomValue | undefined): boolean =>
  value === undefined ||
  value === null ||
  (typeof value === 'string' && value.trim() === '') ||
  (Array.isArray(value) && value.length === 0);

/** A number of the record and the same digits in a field are one. */
const isSame = (a: CustomValue | undefined, b: CustomValue | undefined): boolean =>
  isEmpty(a) || isEmpty(b)
    ? isEmpty(a) && isEmpty(b)
    : Array.isArray(a) || Array.isArray(b)
      ? JSON.stringify(a) === JSON.stringify(b)
      : String(a).trim() === String(b).trim();

/** What a field shows: what was typed, else what the record has. */
export function shownValue(values: CustomValues, draft: CustomValues, key: string): CustomValue {
  const from = Object.hasOwn(draft, key) ? draft : values;
  return Object.hasOwn(from, key) ? (from[key] ?? null) : null;
}

/**
 * What is to be sent: the keys that differ, null where one was emptied. Null when nothing differs.
 * @param fields those that are asked for; what was typed into one that has been switched off meanwhile is not sent
 */
export function customChanges(
  fields: readonly CustomField[],
  values: CustomValues,
  draft: CustomValues,
): CustomValues | null {
  const asked = new Set(fields.map(({ key }) => key));
  const changed = Object.entries(draft).filter(([key, value]) => asked.has(key) && !isSame(value, values[key]));
  if (changed.length === 0) return null;
  return Object.fromEntries(changed.map(([key, value]) => [key, isEmpty(value) ? null : value]));
}

/** A value as text; choices by their words. People are named by whoever shows the value. */
export function valueText(
  field: CustomField,
  value: CustomValue | undefined,
  words: { yes: string; no: string; date: (date: string) => string },
): string {
  if (isEmpty(value) || value === undefined || value === null) return '';
  const labelOf = (id: string) => field.options.find((option) => option.id === id)?.label ?? id;
  switch (field.type) {
    case 'yes-no':
      return value === true ? words.yes : words.no;
    case 'choice':
      return labelOf(String(value));
    case 'choices':
      return Array.isArray(value) ? value.map(labelOf).join(', ') : String(value);
    case 'date':
      return words.date(String(value));
    default:
      return String(value);
  }
}
