/** Pure: which entry of the firm's table of own numbers a dialled number is. */
import { normalizePhone } from './normalize-phone.ts';

/** A number of ours as a call has it: as the trunk told it, and repaired. */
export interface Dialled {
  raw: string | null;
  e164: string | null;
}

const digitsOf = (text: string): string => text.replace(/\D/g, '');
/** So many last digits two spellings of one number share at least; it spares the repair of all the others. */
const shared = 5;

function isNumber(entry: string, dialled: Dialled, region: string): boolean {
  const digits = digitsOf(entry);
  const forms = [dialled.raw, dialled.e164].map((form) => digitsOf(form ?? ''));
  if (forms.includes(digits)) return true;
  if (dialled.e164 === null || !dialled.e164.endsWith(digits.slice(-shared))) return false;
  const repaired = normalizePhone(entry, region);
  return repaired.ok && repaired.e164 === dialled.e164;
}

const classes: Readonly<Record<string, string>> = {
  X: '[0-9]',
  Z: '[1-9]',
  N: '[2-9]',
  '.': '.+',
  '!': '.*',
  '+': '\\+',
};

/** `[15-7]` as the digits it means; a range from the greater to the smaller means none. */
function digitClass(text: string): string {
  const digits = (text.match(/\d-\d|\d/g) ?? []).flatMap((part) => {
    const [from, to = from] = part.split('-').map(Number) as [number, number?];
    return Array.from({ length: Math.max(0, (to ?? from) - from + 1) }, (_, index) => from + index);
  });
  return digits.length === 0 ? '(?!)' : `[${digits.join('')}]`;
}

/** As Asterisk reads it: a hyphen outside brackets is there for the eye. */
function patternOf(entry: string): RegExp {
  const parts =
    entry
      .slice(1)
      .toUpperCase()
      .match(/\[[\d-]+\]|[^-]/g) ?? [];
  return new RegExp(
    `^${parts.map((part) => (part.startsWith('[') ? digitClass(part) : (classes[part] ?? part))).join('')}$`,
  );
}

function fitsPattern(entry: string, { raw, e164 }: Dialled): boolean {
  const pattern = patternOf(entry);
  const forms = [raw?.replace(/[\s().-]/g, ''), e164, e164?.slice(1)];
  return forms.some((form) => form !== undefined && form !== null && pattern.test(form));
}

/**
 * The entry of a dialled number: a whole number before a pattern, else the first that fits; null: none does. Numbers are
 * compared as they come from the trunk and as E.164, so that `8 (495) 123-45-67` is `+74951234567`.
 * @param region country whose way of writing numbers holds
 * @example entryOfDialled([{ number: '_4951234XXX' }], { raw: '4951234567', e164: '+74951234567' }, 'RU')
 */
export function entryOfDialled<Entry extends { number: string }>(
  entries: readonly Entry[],
  dialled: Dialled,
  region: string,
): Entry | null {
  if (dialled.raw === null && dialled.e164 === null) return null;
  const isPattern = ({ number }: Entry) => number.startsWith('_');
  return (
    entries.find((entry) => !isPattern(entry) && isNumber(entry.number, dialled, region)) ??
    entries.find((entry) => isPattern(entry) && fitsPattern(entry.number, dialled)) ??
    null
  );
}
