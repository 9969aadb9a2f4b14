import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/min';
import type { PhoneNumber } from '$contract/common.contract.ts';

/**
 * A number as the reader writes it: national form for the firm's own country, international for others, and what came
 * when it could not be repaired. null when there is nothing to show.
 * @example formatPhone({ e164: '+74951234567', raw: null }, 'RU') // '8 (495) 123-45-67'
 */
export function formatPhone(number: Pick<PhoneNumber, 'raw' | 'e164'>, region: string): string | null {
  if (!number.e164) return number.raw;
  if (isMasked(number.e164)) return number.e164;
  return written(number.e164, region) ?? number.raw ?? number.e164;
}

/** True for a number that is hidden from the reader but for its end: `+7 9** *** ** 18`. A service code has no two stars. */
export const isMasked = (number: string | null): boolean => number !== null && /\*[\s().-]*\*/.test(number);

/** A number stands in several places of one screen, and its grouping takes a fraction of a millisecond each time. */
const kept = 500;
const known = new Map<string, string | null>();

function written(e164: string, region: string): string | null {
  const key = `${region} ${e164}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  const parsed = parsePhoneNumberFromString(e164);
  const text = parsed && (parsed.country === region ? parsed.formatNational() : parsed.formatInternational());
  if (known.size >= kept) known.clear();
  known.set(key, text ?? null);
  return text ?? null;
}

/** Country of an E.164 number for a flag or a word; null when it cannot be told. */
export function countryOf(e164: string | null): string | null {
  return (e164 && parsePhoneNumberFromString(e164)?.country) || null;
}

/** True when what was typed looks like a number somebody wants to dial (three digits at least, no letters). */
export function looksDialable(text: string, region: string): boolean {
  const digits = text.replace(/[\s().+*#/-]/g, '');
  if (!/^\d{2,15}$/.test(digits)) return false;
  if (digits.length <= 6) return true;
  const country = isSupportedCountry(region) ? (region as CountryCode) : undefined;
  return parsePhoneNumberFromString(text, country)?.isPossible() ?? false;
}
