/**
 * Pure: when a person may be called at the earliest, by the limits on calls and the calling hours. Every rule only moves
 * a moment later; together they are applied until none moves it any more, so that all hold at once.
 */
import { Temporal } from 'temporal-polyfill';
import type { CallLimits } from '../../contract/campaign-rules.contract.ts';
import { type HolidayOn, nextAllowedMoment, type OpeningRule, SEARCH_DAYS } from '../retry-rules/calling-hours.ts';

const DAY_MS = 86_400_000;

/** A call to the person, by anybody, for any reason. */
export interface PastCall {
  at: Date;
  e164: string | null;
  /** The person picked up and found nobody. */
  abandoned: boolean;
}

/** What a country asks of whoever calls its numbers, beside what the campaign allows itself. */
export interface RegionRule {
  callingHours: OpeningRule;
  holidays: HolidayOn;
  /** Calls of anybody to one person in any 30 days; null: no limit. */
  callsPer30Days: number | null;
}

export interface LimitQuestion {
  /** The number that would be dialled. */
  e164: string;
  /** IANA zone of the customer at that number. */
  zone: string;
  calls: readonly PastCall[];
  limits: Omit<CallLimits, 'perEntry'>;
  callingHours: OpeningRule;
  holidays: HolidayOn;
  /** Of the country of the number; null or left out: none. Both hours must be open. */
  region?: RegionRule | null;
  /** A call that was promised to this person: the gap and the lock are not for it, everything else is. */
  isPromised: boolean;
}

/** What moved the moment last; null: nothing did. */
export type MovedBy =
  | 'gap'
  | 'abandoned-lock'
  | 'per-day'
  | 'per-24-hours'
  | 'per-30-days'
  | 'calling-hours'
  | 'holiday';

export type Placed = { at: Date; moved: MovedBy | null } | { at: null; because: 'life-limit' | 'no-open-hour' };

type Rule = (at: number) => { at: number; moved: MovedBy } | null;

const startOfNextDay = (at: number, zone: string): number =>
  Temporal.Instant.fromEpochMilliseconds(at)
    .toZonedDateTimeISO(zone)
    .toPlainDate()
    .add({ days: 1 })
    .toZonedDateTime(zone).epochMilliseconds;

const dayOf = (at: number, zone: string): string =>
  Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDate().toString();

/** `most` calls in a day of the customer's zone. */
function perDay(calls: readonly number[], most: number | null, zone: string): Rule {
  return (at) => {
    if (most === null) return null;
    const today = dayOf(at, zone);
    const made = calls.filter((call) => call <= at && dayOf(call, zone) === today).length;
    return made < most ? null : { at: startOfNextDay(at, zone), moved: 'per-day' };
  };
}

/** `most` calls in any so many days: the one that has to drop out of the window first decides. */
function perDays(calls: readonly number[], most: number | null, days: number, moved: MovedBy): Rule {
  return (at) => {
    if (most === null) return null;
    const within = calls.filter((call) => call > at - days * DAY_MS && call <= at).sort((a, b) => b - a);
    const blocking = within[most - 1];
    return blocking === undefined ? null : { at: blocking + days * DAY_MS, moved };
  };
}

/** Not sooner than `seconds` after the last of these calls. */
function after(calls: readonly number[], seconds: number, moved: MovedBy): Rule {
  const earliest = calls.length === 0 ? Number.NEGATIVE_INFINITY : Math.max(...calls) + seconds * 1000;
  return (at) => (at < earliest ? { at: earliest, moved } : null);
}

function rulesOf(question: LimitQuestion): Rule[] {
  const { calls, limits, zone, isPromised } = question;
  const toPerson = calls.map((call) => call.at.getTime());
  const toNumber = calls.filter((call) => call.e164 === question.e164).map((call) => call.at.getTime());
  const abandoned = calls.filter((call) => call.abandoned).map((call) => call.at.getTime());
  const manners = isPromised
    ? []
    : [after(toPerson, limits.gapSeconds, 'gap'), after(abandoned, limits.abandonedLockSeconds, 'abandoned-lock')];
  return [
    ...manners,
    perDay(toNumber, limits.perNumber.perDay, zone),
    perDay(toPerson, limits.perPerson.perDay, zone),
    perDays(toNumber, limits.perNumber.per24Hours, 1, 'per-24-hours'),
    perDays(toPerson, limits.perPerson.per24Hours, 1, 'per-24-hours'),
    perDays(toPerson, question.region?.callsPer30Days ?? null, 30, 'per-30-days'),
  ];
}

const isUsedUp = (made: number, most: number | null): boolean => most !== null && made >= most;

/** The first moment not before `from` at which a call respects every limit and the calling hours of the customer's zone. */
export function placeCall(from: Date, question: LimitQuestion): Placed {
  const { calls, limits, e164, zone, callingHours, holidays } = question;
  const toNumber = calls.filter((call) => call.e164 === e164).length;
  if (isUsedUp(calls.length, limits.perPerson.forLife) || isUsedUp(toNumber, limits.perNumber.forLife)) {
    return { at: null, because: 'life-limit' };
  }
  const rules = rulesOf(question);
  const last = from.getTime() + SEARCH_DAYS * DAY_MS;
  let at = from.getTime();
  let moved: MovedBy | null = null;
  while (at <= last) {
    const step = rules.map((rule) => rule(at)).find((answer) => answer !== null);
    if (step) {
      ({ at, moved } = step);
      continue;
    }
    const opened = [{ callingHours, holidays }, ...(question.region ? [question.region] : [])].map((rule) =>
      nextAllowedMoment(new Date(at), rule.callingHours, zone, rule.holidays),
    );
    if (opened.some((one) => one.at === null)) return { at: null, because: 'no-open-hour' };
    const later = opened.find((one) => one.at !== null && one.at.getTime() > at);
    if (!later?.at) return { at: new Date(at), moved };
    at = later.at.getTime();
    moved = later.because?.values.moved === 'holiday' ? 'holiday' : 'calling-hours';
  }
  return { at: null, because: 'no-open-hour' };
}
