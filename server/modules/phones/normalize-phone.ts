/** Telephone numbers in any form to E.164, over libphonenumber's full metadata. Pure and total: nothing here throws. */
import { type CountryCode, type PhoneNumber, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { cutExtension, insideUri, mendLookAlikes, mendVanity, plainText, saysWithheld } from './phone-text.ts';
import { numberRuns, splitPhoneField, waysToHalve } from './split-phone-field.ts';

export type E164 = string & { readonly __brand?: 'E164' };

export const lineKinds = ['mobile', 'fixed', 'fixed-or-mobile', 'toll-free', 'premium', 'voip', 'other'] as const;
export type LineKind = (typeof lineKinds)[number];

/**
 * withheld: there is no number (hidden, unknown, empty) · internal: 2 to 6 digits or a service code, never a customer ·
 * too-short, too-long: no subscriber number of any plan · invalid: digits that no plan of the region knows · no-digits: words.
 */
export const phoneRefusals = ['withheld', 'internal', 'too-short', 'too-long', 'invalid', 'no-digits'] as const;
export type PhoneRefusal = (typeof phoneRefusals)[number];

export type NormalizedPhone =
  | {
      ok: true;
      e164: E164;
      extension: string | null;
      /** ISO 3166-1 alpha-2; null for world-wide services such as +800. */
      country: string | null;
      kind: LineKind;
      /** As people of that country write it. */
      national: string;
      /** False when the length fits but the numbering plan does not know the range (only for numbers written with +). */
      valid: boolean;
      /** Other numbers of the same field, as written. */
      others: string[];
    }
  | { ok: false; reason: PhoneRefusal; raw: string };

const kindOf: Readonly<Record<string, LineKind>> = {
  MOBILE: 'mobile',
  FIXED_LINE: 'fixed',
  FIXED_LINE_OR_MOBILE: 'fixed-or-mobile',
  TOLL_FREE: 'toll-free',
  PREMIUM_RATE: 'premium',
  SHARED_COST: 'premium',
  VOIP: 'voip',
};

const eightCountries = new Set(['RU', 'KZ', 'BY', 'UZ', 'TM', 'TJ', 'KG', 'AZ', 'GE', 'MD']);

function parse(text: string, region: string): PhoneNumber | null {
  const found = parsePhoneNumberFromString(text, { defaultCountry: region as CountryCode, extract: false });
  return found ?? null;
}

/** Country calling codes of one and of two digits; all others have three. */
const oneDigit = /^[17]/;
const twoDigits = /^(?:2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58])/;

/**
 * Networks send `74951234567` without the plus. When it is written in groups, the calling code must not be torn:
 * `9 8 916 …` is somebody's way to get an outside line, not Iran.
 */
function mayBeInternational(run: string): boolean {
  const digits = run.replace(/\D/g, '');
  const firstGroup = /\d+/.exec(run)?.[0].length ?? 0;
  const code = oneDigit.test(digits) ? 1 : twoDigits.test(digits) ? 2 : 3;
  return digits.length >= 10 && digits.length <= 15 && firstGroup >= code;
}

/** The readings of digits, likeliest first; each is a text that libphonenumber can take. */
function readings(run: string, region: string): string[] {
  const digits = run.replace(/\D/g, '');
  const plus = /^[\s(]*\+/.test(run);
  if (!plus) {
    const outward = /^(?:00|810|011)(\d{7,})$/.exec(digits)?.[1];
    return [digits, ...(outward ? [`+${outward}`] : []), ...(mayBeInternational(run) ? [`+${digits}`] : [])];
  }
  // "+8 495 …" and "+8(916)…": the trunk prefix with a plus in front, told from Vietnam (+84) by how it is written.
  const eight = eightCountries.has(region) && /^[\s(]*\+\s*8[\s(.-]/.test(run) && digits.length === 11;
  const zeros = digits.replace(/^0+/, '');
  const afterCode = [1, 2, 3].map((length) => `+${zeros.slice(0, length)}${zeros.slice(length).replace(/^0+/, '')}`);
  return [...(eight ? [digits] : []), `+${zeros}`, ...afterCode.filter((text) => text !== `+${zeros}`)];
}

function readRun(run: string, region: string): PhoneNumber | null {
  const all = readings(run, region);
  const parsed = all.map((text) => parse(text, region));
  const valid = parsed.find((number) => number?.isValid());
  if (valid) return valid;
  const digits = run.replace(/\D/g, '');
  const international = /^[\s(]*\+/.test(run) && digits.length > 6;
  return (international && parsed.find((number, index) => all[index]?.startsWith('+') && number?.isPossible())) || null;
}

function refusalOf(text: string, run: string | null): PhoneRefusal {
  const digits = (run ?? text).replace(/\D/g, '');
  if (digits.length === 0) return 'no-digits';
  const bare = /^[\s()*#.\d-]*$/.test(text);
  if (bare && (digits.length <= 6 || /^\s*[*#]/.test(text))) return 'internal';
  if (digits.length < 7) return 'too-short';
  return digits.length > 15 ? 'too-long' : digits.length < 9 ? 'too-short' : 'invalid';
}

type Reading = { number: PhoneNumber; extension: string | null; others: string[] } | PhoneRefusal;

function readPart(part: string, region: string): Reading {
  const cut = cutExtension(part);
  const text = mendVanity(cut.text) ?? mendLookAlikes(cut.text);
  const runs = /^\s*[*#]/.test(text) ? [] : numberRuns(text);
  const isShort = (run: string) => run.replace(/\D/g, '').length <= 6 && !run.startsWith('+');
  for (const [index, run] of runs.entries()) {
    const number = isShort(run) ? null : readRun(run, region);
    if (number) return { number, extension: cut.extension, others: runs.slice(index + 1) };
    for (const [left, right] of run.replace(/\D/g, '').length >= 14 ? waysToHalve(run) : []) {
      const first = readRun(left, region);
      if (!first?.isValid() || !readRun(right, region)?.isValid()) continue;
      return { number: first, extension: cut.extension, others: [right, ...runs.slice(index + 1)] };
    }
  }
  return refusalOf(text, runs[0] ?? null);
}

/**
 * Any form of a telephone number to E.164. `region` is the country of numbers written without one (`RU`).
 * @example normalizePhone('8 (495) 123-45-67 доб. 9', 'RU') // { ok: true, e164: '+74951234567', extension: '9', … }
 * @example normalizePhone('anonymous', 'RU') // { ok: false, reason: 'withheld', raw: 'anonymous' }
 */
export function normalizePhone(raw: string | null | undefined, region: string): NormalizedPhone {
  const written = raw ?? '';
  const refuse = (reason: PhoneRefusal): NormalizedPhone => ({ ok: false, reason, raw: written });
  const plain = plainText(written);
  if (saysWithheld(plain)) return refuse('withheld');
  const text = insideUri(plain);
  if (saysWithheld(text)) return refuse('withheld');
  const parts = splitPhoneField(text);
  const read = parts.map((part) => readPart(part, region));
  const chosen = read.findIndex((reading) => typeof reading !== 'string');
  const reading = read[chosen];
  if (!reading || typeof reading === 'string') return refuse((read[0] as PhoneRefusal | undefined) ?? 'no-digits');
  const { number, extension, others } = reading;
  return {
    ok: true,
    e164: number.number,
    extension: extension ?? number.ext ?? null,
    country: number.country ?? null,
    kind: kindOf[number.getType() ?? ''] ?? 'other',
    national: number.formatNational(),
    valid: number.isValid(),
    others: [...others, ...parts.filter((_, index) => index > chosen && typeof read[index] !== 'string')],
  };
}

/** The digits of a text and nothing else, at most 20: for search by last digits. */
export function digitsOf(text: string): string {
  return plainText(text).replace(/\D/g, '').slice(0, 20);
}
