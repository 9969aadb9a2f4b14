/** Pure: what a typed number may mean when the log is filtered by it. */
import { digitsOf, normalizePhone } from '../phones/normalize-phone.ts';

export type NumberFilter =
  | { kind: 'whole'; e164: string }
  | { kind: 'last-digits'; digits: string }
  | { kind: 'nothing' };

/**
 * A whole number in any form, else the last digits of one (two at least), which may also be an extension.
 * @example numberFilter('8 (912) 123-45-67', 'RU') // { kind: 'whole', e164: '+79121234567' }
 */
export function numberFilter(typed: string, region: string): NumberFilter {
  const phone = normalizePhone(typed, region);
  if (phone.ok) return { kind: 'whole', e164: phone.e164 };
  const digits = digitsOf(typed);
  return digits.length >= 2 ? { kind: 'last-digits', digits } : { kind: 'nothing' };
}
