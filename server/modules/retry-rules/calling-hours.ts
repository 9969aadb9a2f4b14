/**
 * When a customer may be called: shifts per weekday in the customer's own time zone, minus public holidays and closed
 * dates, plus open dates.
 *
 * How it is computed: inside a stretch without a clock change, local time is UTC plus a constant, so there the question
 * is plain calendar arithmetic. The search goes stretch by stretch. A shift that lies in the hour skipped in spring
 * therefore does not exist that day, one that begins in it begins when the clocks have jumped, and the hour that comes
 * twice in autumn is open twice.
 */
import type { CallingHours } from '../../contract/missed-calls.contract.ts';
import type { Because } from './because.ts';
import { localReading, offsetStretchAt } from './local-time.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** Longer than a year, so that a window open on one day of the year is found from any day. */
export const SEARCH_DAYS = 400;

/** The part of the calling hours that decides; id, name and version do not. */
export type OpeningRule = Pick<CallingHours, 'week' | 'closedDates' | 'openDates'>;
/** Name of the public holiday on a local date (`2026-01-07`), or null when it is none. */
export type HolidayOn = (localDate: string) => string | null;
export type AllowedMoment =
  /** `because` is null when `at` itself was allowed, else it says why the moment moved. */
  { at: Date; because: Because | null } | { at: null; because: Because };

interface Shift {
  startMs: number;
  endMs: number;
}

type DayKind =
  | { open: true; shifts: OpeningRule['week'][number] }
  | { open: false; reason: 'closed-date' | 'holiday' | 'closed-day'; holiday: string };

const isoDate = (dayMs: number) => new Date(dayMs).toISOString().slice(0, 10);
/** Monday = 0. 1 January 1970 was a Thursday. */
const weekdayOf = (dayMs: number) => (((dayMs / DAY_MS + 3) % 7) + 7) % 7;
const clockMs = (clock: string) => (Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3))) * MINUTE_MS;

/**
 * What kind of day a local date is. A closed date wins over everything, then an open date, then a public holiday, then
 * the week. An open date whose weekday has no shifts of its own takes those of the first weekday that has any.
 */
function dayKind(dayMs: number, rule: OpeningRule, holidayOn: HolidayOn): DayKind {
  const date = isoDate(dayMs);
  const own = rule.week[weekdayOf(dayMs)] ?? [];
  if (rule.closedDates.includes(date)) return { open: false, reason: 'closed-date', holiday: '' };
  if (rule.openDates.includes(date)) {
    const shifts = own.length > 0 ? own : (rule.week.find((day) => day.length > 0) ?? []);
    return shifts.length > 0 ? { open: true, shifts } : { open: false, reason: 'closed-day', holiday: '' };
  }
  const holiday = holidayOn(date);
  if (holiday !== null) return { open: false, reason: 'holiday', holiday };
  return own.length > 0 ? { open: true, shifts: own } : { open: false, reason: 'closed-day', holiday: '' };
}

/**
 * Shifts that begin on a local day, as local milliseconds. `until` not after `from` means the next day; midnight cuts
 * such a shift short when the next day is a closed date or a holiday, because nobody wants a call in that night.
 */
function shiftsOf(dayMs: number, rule: OpeningRule, holidayOn: HolidayOn): Shift[] {
  const kind = dayKind(dayMs, rule, holidayOn);
  if (!kind.open) return [];
  const nextMs = dayMs + DAY_MS;
  const next = dayKind(nextMs, rule, holidayOn);
  const cutAtMidnight = !next.open && next.reason !== 'closed-day';
  return kind.shifts.map(({ from, until }) => {
    const startMs = dayMs + clockMs(from);
    const endMs = clockMs(until) > clockMs(from) ? dayMs + clockMs(until) : nextMs + clockMs(until);
    return { startMs, endMs: cutAtMidnight ? Math.min(endMs, nextMs) : endMs };
  });
}

/** First open local moment at or after `localMs` and before `limitMs`, in a calendar without clock changes. */
function nextOpenLocal(localMs: number, limitMs: number, rule: OpeningRule, holidayOn: HolidayOn): number | null {
  const today = Math.floor(localMs / DAY_MS) * DAY_MS;
  for (let dayMs = today - DAY_MS; dayMs < limitMs; dayMs += DAY_MS) {
    const starts = shiftsOf(dayMs, rule, holidayOn)
      .filter((shift) => shift.endMs > localMs)
      .map((shift) => Math.max(shift.startMs, localMs));
    if (starts.length > 0) return Math.min(...starts);
  }
  return null;
}

function whyMoved(from: Date, to: Date, rule: OpeningRule, zone: string, holidayOn: HolidayOn): Because {
  const asked = localReading(from, zone);
  const given = localReading(to, zone);
  const kind = dayKind(Date.parse(`${asked.date}T00:00:00Z`), rule, holidayOn);
  const values = {
    moved: kind.open ? 'closed-hours' : kind.reason,
    zone,
    localDate: given.date,
    localTime: given.clock,
  };
  return {
    key: 'retry.moved',
    values: !kind.open && kind.holiday !== '' ? { ...values, holiday: kind.holiday } : values,
  };
}

/**
 * The earliest moment not before `at` when a customer living in `zone` may be called. `at` itself (to the millisecond)
 * when it is allowed, else the beginning of a shift or the moment the clocks jump into one. Never silently "never":
 * without an open moment in 400 days `at` is null and `because` says so.
 * @example nextAllowedMoment(saturdayEvening, hours, 'Europe/Samara', () => null) // Monday 09:00 in Samara
 */
export function nextAllowedMoment(at: Date, rule: OpeningRule, zone: string, holidayOn: HolidayOn): AllowedMoment {
  const horizonMs = at.getTime() + SEARCH_DAYS * DAY_MS;
  for (let fromMs = at.getTime(); fromMs < horizonMs; ) {
    const { offsetMs, endMs } = offsetStretchAt(fromMs, zone);
    const limitMs = Math.min(endMs, horizonMs);
    const local = nextOpenLocal(fromMs + offsetMs, limitMs + offsetMs, rule, holidayOn);
    if (local !== null && local - offsetMs < limitMs) {
      const found = new Date(local - offsetMs);
      const because = found.getTime() === at.getTime() ? null : whyMoved(at, found, rule, zone, holidayOn);
      return { at: found, because };
    }
    fromMs = limitMs;
  }
  return { at: null, because: { key: 'retry.no-open-hour', values: { days: String(SEARCH_DAYS), zone } } };
}

/**
 * Until when the shift goes on that is open at `at`; null when none is. A change of the clocks ends it early, so that whoever
 * asks asks again.
 */
export function openUntil(at: Date, rule: OpeningRule, zone: string, holidayOn: HolidayOn): Date | null {
  const { offsetMs, endMs } = offsetStretchAt(at.getTime(), zone);
  const localMs = at.getTime() + offsetMs;
  const today = Math.floor(localMs / DAY_MS) * DAY_MS;
  const ends = [today - DAY_MS, today]
    .flatMap((dayMs) => shiftsOf(dayMs, rule, holidayOn))
    .filter((shift) => shift.startMs <= localMs && localMs < shift.endMs)
    .map((shift) => shift.endMs - offsetMs);
  return ends.length === 0 ? null : new Date(Math.min(Math.max(...ends), endMs));
}
