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

const ourId = /^[a-z]{2,5}_[0-9A-Za-z]+$/;

/** The same for data of any shape (audit entries): ids and times stay. */
export function maskAnything(value: unknown): unknown {
  if (typeof value === 'string')
    return ourId.test(value) || new RegExp(`^${time.source}`).test(value) ? value : maskWithin(value);
  if (Array.isArray(value)) return value.map(maskAnything);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, maskAnything(inner)]));
}
