/** Pure: what is dialled for what a person typed. */
import { normalizePhone, type PhoneRefusal } from '../phones/normalize-phone.ts';

export type Diallable = { ok: true; to: string; e164: string | null } | { ok: false; because: PhoneRefusal };

/**
 * Any form of a number becomes E.164; two to six digits and service codes are dialled as they are (an extension, a queue).
 * @example diallable('8 (495) 123-45-67', 'RU') // { ok: true, to: '+74951234567', e164: '+74951234567' }
 * @example diallable('102', 'RU') // { ok: true, to: '102', e164: null }
 */
export function diallable(typed: string, region: string): Diallable {
  const phone = normalizePhone(typed, region);
  if (phone.ok) return { ok: true, to: phone.e164, e164: phone.e164 };
  const short = typed.replace(/[\s()-]/g, '');
  if (phone.reason === 'internal' && /^[0-9*#]{1,20}$/.test(short)) return { ok: true, to: short, e164: null };
  return { ok: false, because: phone.reason };
}
