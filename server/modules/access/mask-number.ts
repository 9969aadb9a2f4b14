/** Pure: telephone numbers for those who may not know them. */
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';

/** Internal extensions and service numbers say nothing of a customer. */
const shortest = 6;
const keptAtEnd = 2;

const digitsIn = (text: string): number => text.replace(/\D/g, '').length;

/** Stars for all digits but the first `start` and the last two. */
function cover(text: string, start: number): string {
  const all = digitsIn(text);
  let seen = 0;
  return text.replace(/\d/g, (digit) => {
    seen += 1;
    return seen <= start || seen > all - keptAtEnd ? digit : '*';
  });
}

/**
 * The country, the first digit after it and the last two: enough to recognise a number one knows, too little to dial it.
 * A number that could not be repaired keeps its last two digits. Up to five digits are left alone (extensions).
 * @example maskNumber('+79161234518') // '+7 9** *** ** 18'
 */
export function maskNumber(number: string): string {
  if (digitsIn(number) < shortest) return number;
  const parsed = number.startsWith('+') ? parsePhoneNumberFromString(number) : undefined;
  if (!parsed?.isPossible()) return cover(number, number.startsWith('+') ? 1 : 0);
  return cover(parsed.formatInternational(), parsed.countryCallingCode.length + 1);
}

const numberInText = /\+?\d(?:[\s().\-\u2010-\u2015/]*\d){5,}/g;
const time = /\d{4}-\d{2}-\d{2}(?:T[\d:.]+Z?)?/;

/** Every number of six digits and more within a text; dates stay. @example 'call 8 916 123-45-18' → 'call * *** ***-**-18' */
export const maskWithin = (text: string): string =>
  text.replace(numberInText, (found) => (time.test(found) ? found : maskNumber(found)));

/** What a masked number looks like, its blanks and dashes taken out: digits, stars, the last two. */
const looksMasked = /^\+?\d{0,4}\*+\d{2}$/;
const maybeMasked = /\+?[\d*](?:[\s().\-\u2010-\u2015/]*[\d*]){5,}/g;
const isMasked = (found: string) => looksMasked.test(found.replace(/[\s().\-\u2010-\u2015/]/g, ''));
const literally = (text: string) => text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');

/** By how each of them is shown: the numbers of a text. */
function numbersByMask(text: string): Map<string, string[]> {
  const byMask = new Map<string, string[]>();
  for (const [number] of text.matchAll(numberInText)) {
    const masked = time.test(number) ? number : maskNumber(number);
    if (masked !== number) byMask.set(masked, [...(byMask.get(masked) ?? []), number]);
  }
  return byMask;
}

/**
 * The text that somebody wrote who was shown `before` with masked numbers: where they left the stars, the number stands again.
 * @returns null when it cannot be told which number is meant: stars of a number that is not in `before`, or two that look alike
 * and are not both there any more
 * @example unmaskWithin('Call * *** ***-**-18 at noon', 'Call 8 916 123-45-18') // 'Call 8 916 123-45-18 at noon'
 */
export function unmaskWithin(written: string, before: string): string | null {
  const text = written.replaceAll('\r\n', '\n');
  const known = numbersByMask(before.replaceAll('\r\n', '\n'));
  if (known.size === 0 || !text.includes('*')) return written;
  const masks = [...known.keys()].sort((a, b) => b.length - a.length);
  const anyMask = new RegExp(`(?<![\\d*+])(?:${masks.map(literally).join('|')})(?![\\d*])`, 'g');
  const counts = new Map<string, number>();
  for (const [mask] of text.matchAll(anyMask)) counts.set(mask, (counts.get(mask) ?? 0) + 1);
  const isClear = [...counts].every(([mask, times]) => {
    const numbers = known.get(mask) ?? [];
    return numbers.length === times || new Set(numbers).size === 1;
  });
  const strange = text
    .replace(anyMask, ' ; ')
    .match(maybeMasked)
    ?.some((found) => isMasked(found) && !before.includes(found));
  if (!isClear || strange) return null;
  const nth = new Map<string, number>();
  return text.replace(anyMask, (mask) => {
    const numbers = known.get(mask) ?? [];
    const at = nth.get(mask) ?? 0;
    nth.set(mask, at + 1);
    return numbers[at] ?? numbers[0] ?? mask;
  });
}

const ourId = /^[a-z]{2,5}_[0-9A-Za-z]+$/;

/** The same for data of any shape (audit entries): ids and times stay. */
export function maskAnything(value: unknown): unknown {
  if (typeof value === 'string')
    return ourId.test(value) || new RegExp(`^${time.source}`).test(value) ? value : maskWithin(value);
  if (Array.isArray(value)) return value.map(maskAnything);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, maskAnything(inner)]));
}
