/**
 * Times and durations in the reader's language and zone. Pure: language, zone and now are arguments. Formatters are kept: the
 * browser takes longer to make one than to draw a row.
 */
const cache = new Map<string, Intl.DateTimeFormat>();
const relatives = new Map<string, Intl.RelativeTimeFormat>();
const differences = new Map<string, Intl.NumberFormat>();

function keptIn<T>(known: Map<string, T>, language: string, make: () => T): T {
  const found = known.get(language) ?? make();
  known.set(language, found);
  return found;
}

/** Hours between two zones, with their sign: `+3`, `−5.5`. */
export const formatHours = (hours: number, language: string): string =>
  keptIn(
    differences,
    language,
    () => new Intl.NumberFormat(language, { signDisplay: 'exceptZero', maximumFractionDigits: 2 }),
  ).format(hours);

function formatter(language: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${language} ${JSON.stringify(options)}`;
  let found = cache.get(key);
  if (!found) {
    found = new Intl.DateTimeFormat(language, options);
    cache.set(key, found);
  }
  return found;
}

export interface Reader {
  language: string;
  /** IANA zone; left out: the browser's. */
  timeZone?: string;
}

/** `14:05`, with seconds `14:05:07`. */
export function formatClock(at: number | string, reader: Reader, withSeconds = false): string {
  const options: Intl.DateTimeFormatOptions = {
    hour: '2-digit',
    minute: '2-digit',
    second: withSeconds ? '2-digit' : undefined,
    hourCycle: 'h23',
    timeZone: reader.timeZone,
  };
  return formatter(reader.language, options).format(new Date(at));
}

const dayKey = (at: number, timeZone?: string) =>
  formatter('en-CA', { year: 'numeric', month: '2-digit', day: '2-digit', timeZone }).format(new Date(at));

/**
 * Relative up to an hour ("12 min ago"), the clock on the same day ("14:05"), else the date with its weekday
 * ("Tue 3 Mar, 14:05"), with the year when it is another one. Works for the future too.
 */
export function formatWhen(at: number | string, now: number, reader: Reader): string {
  const time = new Date(at).getTime();
  const minutes = Math.round((time - now) / 60_000);
  if (Math.abs(minutes) < 60) {
    const { language } = reader;
    const relative = keptIn(
      relatives,
      language,
      () => new Intl.RelativeTimeFormat(language, { numeric: 'auto', style: 'short' }),
    );
    return Math.abs(time - now) < 30_000 ? relative.format(0, 'second') : relative.format(minutes, 'minute');
  }
  if (dayKey(time, reader.timeZone) === dayKey(now, reader.timeZone)) return formatClock(time, reader);
  return `${formatDay(time, now, reader)}, ${formatClock(time, reader)}`;
}

const DAY_MS = 86_400_000;

/**
 * The same for narrow columns: within six days the weekday and the clock ("Tue 14:05"), else the date ("3 Mar"), with the
 * year when it is another one. The whole truth belongs into a title beside it.
 */
export function formatWhenShort(at: number | string, now: number, reader: Reader): string {
  const time = new Date(at).getTime();
  const isToday = dayKey(time, reader.timeZone) === dayKey(now, reader.timeZone);
  if (isToday || Math.abs(time - now) < 3_600_000) return formatWhen(at, now, reader);
  if (Math.abs(time - now) < 6 * DAY_MS) {
    const weekday = formatter(reader.language, { weekday: 'short', timeZone: reader.timeZone }).format(time);
    return `${weekday} ${formatClock(time, reader)}`;
  }
  const sameYear = dayKey(time, reader.timeZone).slice(0, 4) === dayKey(now, reader.timeZone).slice(0, 4);
  return formatter(reader.language, {
    day: 'numeric',
    month: 'short',
    year: sameYear ? undefined : 'numeric',
    timeZone: reader.timeZone,
  }).format(time);
}

/** `Tue 3 Mar`, with the year when it is not this one. */
export function formatDay(at: number | string, now: number, reader: Reader): string {
  const time = new Date(at);
  const sameYear = dayKey(time.getTime(), reader.timeZone).slice(0, 4) === dayKey(now, reader.timeZone).slice(0, 4);
  return formatter(reader.language, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: sameYear ? undefined : 'numeric',
    timeZone: reader.timeZone,
  }).format(time);
}

/** The whole truth for a tooltip: weekday, date, year, clock with seconds, zone. */
export function formatFull(at: number | string, reader: Reader): string {
  return formatter(reader.language, {
    dateStyle: 'full',
    timeStyle: 'long',
    hourCycle: 'h23',
    timeZone: reader.timeZone,
  } as Intl.DateTimeFormatOptions).format(new Date(at));
}

/** A running or finished length: `0:07`, `12:40`, `1:02:09`. Never negative. */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (value: number) => String(value).padStart(2, '0');
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

/** Minutes that `zone` is ahead of the reader's zone at that moment; 0 means the same clock. */
export function zoneDifferenceMinutes(at: number, zone: string, readerZone?: string): number {
  const wall = (timeZone?: string) => {
    const parts = formatter('en-US', {
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      hourCycle: 'h23',
      timeZone,
    }).formatToParts(new Date(at));
    const of = (type: string) => Number(parts.find((part) => part.type === type)?.value);
    return Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'));
  };
  return Math.round((wall(zone) - wall(readerZone)) / 60_000);
}

/**
 * Where a zone is, as a person says it: the place in the reader's language ("Самара", "Mosca"), else the city of its name.
 * @example zonePlace('Europe/Samara', Date.parse('2026-03-02T09:00:00Z'), 'en') // 'Samara'
 */
export function zonePlace(zone: string, at: number, language: string): string {
  const parts = formatter(language, { timeZone: zone, timeZoneName: 'shortGeneric' }).formatToParts(new Date(at));
  const said = parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const place = said.replace(/^(heure : |Ora )| Time$/g, '');
  const isAbbreviation = place === '' || /^(GMT|UTC)|^[A-Z]{1,5}$/.test(place);
  return isAbbreviation ? (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ') : place;
}
