/** Which time it is where a number rings: from its prefix, else from what people said, else from the firm's region. */
import { type TimeZoneTable, timeZoneTable } from './time-zone-table.ts';

/** More zones than this is a whole continent: the number does not tell. */
const mostZones = 4;

/** Where most people of a country with several zones live; used only when nothing better is known. */
const mainZones: Readonly<Record<string, string>> = {
  AR: 'America/Argentina/Buenos_Aires',
  AU: 'Australia/Sydney',
  BR: 'America/Sao_Paulo',
  CA: 'America/Toronto',
  CL: 'America/Santiago',
  CN: 'Asia/Shanghai',
  EC: 'America/Guayaquil',
  ES: 'Europe/Madrid',
  GB: 'Europe/London',
  ID: 'Asia/Jakarta',
  IT: 'Europe/Rome',
  KZ: 'Asia/Almaty',
  MN: 'Asia/Ulaanbaatar',
  MX: 'America/Mexico_City',
  NZ: 'Pacific/Auckland',
  PT: 'Europe/Lisbon',
  RU: 'Europe/Moscow',
  US: 'America/New_York',
};

/** Two moments half a year apart tell zones with and without summer time apart. */
const winter = Date.UTC(2026, 0, 15, 12);
const summer = Date.UTC(2026, 6, 15, 12);

const clocks = new Map<string, string | null>();

/** What the clock of a zone shows in winter and in summer; null for a name that is no zone. */
function clockOf(zone: string): string | null {
  const known = clocks.get(zone);
  if (known !== undefined) return known;
  let shown: string | null;
  try {
    const format = new Intl.DateTimeFormat('en-GB', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' });
    shown = `${format.format(winter)}|${format.format(summer)}`;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    shown = null;
  }
  if (clocks.size < 2_000) clocks.set(zone, shown);
  return shown;
}

/** True for an IANA name that this machine knows. Offsets such as `+03:00` are no zones of people. */
export function isTimeZone(zone: string): boolean {
  return zone.length <= 64 && /^[A-Za-z][A-Za-z0-9_+/-]*$/.test(zone) && clockOf(zone) !== null;
}

function longestPrefix(digits: string, table: TimeZoneTable): readonly string[] {
  for (let length = Math.min(digits.length, 9); length > 0; length -= 1) {
    const zones = table.get(digits.slice(0, length));
    if (zones) return zones;
  }
  return [];
}

/**
 * IANA zones that an E.164 number points to, most of the time one; none when the number does not tell (Russian
 * mobiles, toll-free and world-wide numbers). Source: Google's libphonenumber map, see data/NOTICE.
 * @example numberTimeZones('+73832000000') // ['Asia/Novosibirsk']
 */
export function numberTimeZones(e164: string, table: TimeZoneTable = timeZoneTable()): string[] {
  const zones = longestPrefix(e164.replace(/^\+/, ''), table);
  return zones.length > mostZones ? [] : [...zones];
}

export interface EffectiveTimeZone {
  zone: string;
  /** own: chosen by a person · number: the number points to it · region: taken from the country or the firm. */
  because: 'own' | 'number' | 'region';
}

/**
 * The zone in force for a customer: the contact's own, else the one the number points to (all of its zones show the
 * same time), else the firm's zone when the number is of the firm's country or unknown, else the country's main zone.
 */
export function effectiveTimeZone(
  contact: { timeZone: string | null } | null,
  number: { e164: string | null; country: string | null } | null,
  firm: { timeZone: string; region: string },
): EffectiveTimeZone {
  if (contact?.timeZone && isTimeZone(contact.timeZone)) return { zone: contact.timeZone, because: 'own' };
  const zones = number?.e164 ? numberTimeZones(number.e164) : [];
  const first = zones[0];
  if (first && new Set(zones.map(clockOf)).size === 1) return { zone: first, because: 'number' };
  if (zones.includes(firm.timeZone)) return { zone: firm.timeZone, because: 'region' };
  const country = number?.country ?? null;
  if (!country || country === firm.region) return { zone: firm.timeZone, because: 'region' };
  return { zone: mainZones[country] ?? first ?? firm.timeZone, because: 'region' };
}
