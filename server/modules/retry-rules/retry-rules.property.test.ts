/**
 * Properties over many zones and instants of 2020 to 2035. The oracle is written the slow way on purpose: it steps minute
 * by minute and reads the local clock from Intl.DateTimeFormat, another implementation than the one under test.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nextAllowedMoment, type OpeningRule } from './calling-hours.ts';
import { offsetStretchAt } from './local-time.ts';
import { decideNextAttempt, type FruitlessOutcome, fruitlessOutcomes } from './next-attempt.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const zones = [
  'Europe/Moscow',
  'Europe/Samara',
  'Asia/Kamchatka',
  'Asia/Kathmandu',
  'Asia/Kolkata',
  'Asia/Tehran',
  'Australia/Lord_Howe',
  'Australia/Adelaide',
  'America/St_Johns',
  'America/New_York',
  'America/Sao_Paulo',
  'America/Asuncion',
  'America/Havana',
  'Pacific/Apia',
  'Pacific/Chatham',
  'Pacific/Kiritimati',
  'Europe/London',
  'Europe/Berlin',
  'Africa/Casablanca',
  'Africa/Cairo',
  'Asia/Gaza',
  'Antarctica/Troll',
];

// ---- the oracle ---------------------------------------------------------------------------------------------------
const formats = new Map<string, Intl.DateTimeFormat>();
const QUARTER_MS = 15 * MINUTE_MS;
const quarters = new Map<string, { date: string; minutes: number }>();
/** Clocks of these years jump at quarters of an hour only, so Intl is asked once per quarter. */
function readQuarter(ms: number, zone: string): { date: string; minutes: number } {
  const key = `${zone} ${ms}`;
  const known = quarters.get(key);
  if (known) return known;
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' });
    formats.set(zone, format);
  }
  const [date = '', clock = ''] = format.format(ms).split(' ');
  const read = { date, minutes: Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3)) };
  quarters.set(key, read);
  return read;
}
const two = (n: number) => String(n).padStart(2, '0');
function readLocal(ms: number, zone: string): { date: string; clock: string } {
  const quarter = Math.floor(ms / QUARTER_MS) * QUARTER_MS;
  const { date, minutes } = readQuarter(quarter, zone);
  const local = minutes + Math.floor((ms - quarter) / MINUTE_MS);
  return { date, clock: `${two(Math.floor(local / 60))}:${two(local % 60)}` };
}
const plusDays = (date: string, days: number) =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
const weekday = (date: string) => (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7;

function shiftsOn(date: string, rule: OpeningRule, holidays: readonly string[]) {
  const own = rule.week[weekday(date)] ?? [];
  if (rule.closedDates.includes(date)) return [];
  if (rule.openDates.includes(date)) return own.length > 0 ? own : (rule.week.find((d) => d.length > 0) ?? []);
  return holidays.includes(date) ? [] : own;
}
function isAllowed(ms: number, rule: OpeningRule, zone: string, holidays: readonly string[]): boolean {
  const { date, clock } = readLocal(ms, zone);
  const today = shiftsOn(date, rule, holidays);
  if (today.some(({ from, until }) => clock >= from && (clock < until || until <= from))) return true;
  const forbidden = rule.closedDates.includes(date) || (holidays.includes(date) && !rule.openDates.includes(date));
  const nightShift = shiftsOn(plusDays(date, -1), rule, holidays).some(
    ({ from, until }) => until <= from && clock < until,
  );
  return nightShift && !forbidden;
}
function scan(fromMs: number, untilMs: number, allowed: (ms: number) => boolean): number | null {
  if (allowed(fromMs)) return fromMs;
  for (let ms = Math.floor(fromMs / MINUTE_MS + 1) * MINUTE_MS; ms <= untilMs; ms += MINUTE_MS) {
    if (allowed(ms)) return ms;
  }
  return null;
}

// ---- what is drawn ------------------------------------------------------------------------------------------------
const clock = fc
  .integer({ min: 0, max: 24 * 12 - 1 })
  .map((n) => `${String(Math.floor(n / 12)).padStart(2, '0')}:${String((n % 12) * 5).padStart(2, '0')}`);
const shift = fc
  .tuple(clock, fc.oneof({ weight: 5, arbitrary: clock }, { weight: 1, arbitrary: fc.constant('24:00') }))
  .filter(([from, until]) => from !== until)
  .map(([from, until]) => ({ from, until }));
type Shifts = OpeningRule['week'][number];
const anyDay = fc.oneof(
  { weight: 3, arbitrary: fc.constant<Shifts>([{ from: '09:00', until: '20:00' }]) },
  { weight: 3, arbitrary: fc.array(shift, { maxLength: 3 }) },
  { weight: 1, arbitrary: fc.constant<Shifts>([]) },
);
const anyInstant = fc.integer({ min: Date.parse('2020-01-01T00:00:00Z'), max: Date.parse('2035-12-31T00:00:00Z') });
/** Half of the moments lie within a day and a half of a clock change, where mistakes live. */
const place = fc
  .tuple(fc.constantFrom(...zones), anyInstant, fc.boolean(), fc.integer({ min: -36 * 60, max: 36 * 60 }))
  .map(([zone, instant, near, minutes]) => {
    const { endMs } = offsetStretchAt(instant, zone);
    return { zone, at: near && Number.isFinite(endMs) ? endMs + minutes * MINUTE_MS : instant };
  });
const situation = fc
  .tuple(
    place,
    fc.array(anyDay, { minLength: 7, maxLength: 7 }),
    fc.array(fc.integer({ min: -1, max: 6 }), { maxLength: 3 }),
    fc.array(fc.integer({ min: -1, max: 6 }), { maxLength: 2 }),
    fc.array(fc.integer({ min: -1, max: 6 }), { maxLength: 2 }),
  )
  .map(([{ zone, at }, week, holidays, closed, open]) => {
    const date = (days: number) => plusDays(readLocal(at, zone).date, days);
    const rule: OpeningRule = { week, closedDates: closed.map(date), openDates: open.map(date) };
    return { zone, at, rule, holidays: holidays.map(date) };
  });
type Situation = typeof situation extends fc.Arbitrary<infer T> ? T : never;
const holidayOn = (s: Situation) => (date: string) => (s.holidays.includes(date) ? 'holiday' : null);
const next = (s: Situation, at: number) => nextAllowedMoment(new Date(at), s.rule, s.zone, holidayOn(s)).at?.getTime();

// ---- calling hours --------------------------------------------------------------------------------------------------
test('[MIS-4] the moment given is allowed, and no earlier minute is', () => {
  fc.assert(
    fc.property(situation, (s) => {
      const found = next(s, s.at);
      const limit = Math.min(found ?? s.at + 9 * DAY_MS, s.at + 9 * DAY_MS);
      const first = scan(s.at, limit, (ms) => isAllowed(ms, s.rule, s.zone, s.holidays));
      if (found !== undefined && found <= limit) expect(first).toBe(found);
      else expect(first).toBeNull();
      if (found !== undefined) expect(isAllowed(found, s.rule, s.zone, s.holidays)).toBe(true);
    }),
    { numRuns: 400 },
  );
}, 60_000);

test('[MIS-4] a later question never gets an earlier moment', () => {
  fc.assert(
    fc.property(situation, fc.integer({ min: 0, max: 3 * DAY_MS }), (s, later) => {
      const first = next(s, s.at);
      const second = next(s, s.at + later);
      if (first !== undefined && second !== undefined) expect(second).toBeGreaterThanOrEqual(first);
    }),
    { numRuns: 500 },
  );
}, 60_000);

test('[MIS-4] never is only said when the hours are empty for 400 days', () => {
  fc.assert(
    fc.property(situation, (s) => {
      // A weekly shift of eleven hours cannot be hidden for 400 days by three holidays and a clock change.
      const wide = s.rule.week.flat().some(({ from, until }) => from === '09:00' && until === '20:00');
      if (wide) expect(next(s, s.at)).toBeDefined();
      if (s.rule.week.flat().length === 0) expect(next(s, s.at)).toBeUndefined();
    }),
    { numRuns: 300 },
  );
}, 60_000);

// ---- ladders --------------------------------------------------------------------------------------------------------
const stepList = fc.array(
  fc.integer({ min: 0, max: 2 * 1440 }).map((minutes) => ({ afterSeconds: minutes * 60 })),
  { minLength: 1, maxLength: 6 },
);
const ladder = fc.record({
  noAnswer: stepList,
  busy: fc.option(stepList),
  machine: fc.option(stepList),
  failed: fc.option(stepList),
});
const outcome = fc.constantFrom<FruitlessOutcome>(...fruitlessOutcomes);
const story = fc.record({
  s: situation,
  ladder,
  maxPerDay: fc.integer({ min: 1, max: 4 }),
  outcomes: fc.array(outcome, { minLength: 40, maxLength: 40 }),
  lateMinutes: fc.integer({ min: 0, max: 600 }),
  callsBefore: fc.array(fc.integer({ min: 0, max: 30 * 60 }), { maxLength: 5 }),
});
type Story = typeof story extends fc.Arbitrary<infer T> ? T : never;

/** Plays the ladder to its end, each attempt made when it was due; `check` sees every decision. */
function play(t: Story, check: (q: Parameters<typeof decideNextAttempt>[0], found: number) => void): number {
  const attempts: { endedAt: Date; outcome: FruitlessOutcome }[] = [];
  const callsAt = t.callsBefore.map((minutes) => new Date(t.s.at - minutes * MINUTE_MS));
  let at = t.s.at;
  for (const current of t.outcomes) {
    attempts.push({ endedAt: new Date(at), outcome: current });
    callsAt.push(new Date(at));
    const question = {
      now: new Date(at + t.lateMinutes * MINUTE_MS),
      outcome: current,
      attempts: [...attempts],
      ladder: { steps: t.ladder },
      limits: { maxPerDay: t.maxPerDay, callsAt: [...callsAt] },
      callingHours: t.s.rule,
      zone: t.s.zone,
      holidays: holidayOn(t.s),
    };
    const decision = decideNextAttempt(question);
    if (decision.kind === 'finish') return attempts.length;
    check(question, decision.at.getTime());
    at = decision.at.getTime();
  }
  return Number.POSITIVE_INFINITY;
}
const inWindow = (calls: readonly Date[], at: number) =>
  calls.filter((call) => call.getTime() > at - DAY_MS && call.getTime() <= at).length;

test('[MIS-3] every debt ends, after no more attempts than the ladder has steps, plus one', () => {
  fc.assert(
    fc.property(story, (t) => {
      const longest = Object.values(t.ladder).reduce((sum, steps) => sum + (steps?.length ?? 0), 0) + 1;
      expect(play(t, () => undefined)).toBeLessThanOrEqual(longest);
    }),
    { numRuns: 300 },
  );
}, 60_000);

test('[MIS-3] [MIS-4] an attempt is never in the past, never before its step, never outside the hours, never over the limit', () => {
  fc.assert(
    fc.property(story, (t) => {
      play(t, (q, found) => {
        const last = q.attempts[q.attempts.length - 1];
        expect(found).toBeGreaterThanOrEqual(q.now.getTime());
        expect(found).toBeGreaterThanOrEqual(last?.endedAt.getTime() ?? 0);
        expect(isAllowed(found, t.s.rule, t.s.zone, t.s.holidays)).toBe(true);
        expect(inWindow(q.limits.callsAt, found)).toBeLessThan(t.maxPerDay);
      });
    }),
    { numRuns: 300 },
  );
}, 60_000);

test('[MIS-3] [MIS-4] an attempt is at the earliest minute that step, limit and hours leave', () => {
  fc.assert(
    fc.property(story, (t) => {
      play({ ...t, outcomes: t.outcomes.slice(0, 3) }, (q, found) => {
        const own = { 'no-answer': 'noAnswer', busy: 'busy', machine: 'machine', failed: 'failed' } as const;
        const list = (o: FruitlessOutcome) => q.ladder.steps[own[o]] ?? q.ladder.steps.noAnswer;
        const made = q.attempts.filter((a) => list(a.outcome) === list(q.outcome)).length;
        const delayMs = (list(q.outcome)[made - 1]?.afterSeconds ?? 0) * 1000;
        const last = q.attempts[q.attempts.length - 1]?.endedAt.getTime() ?? 0;
        const from = Math.max(q.now.getTime(), last + delayMs);
        const free = q.limits.callsAt.map((call) => call.getTime() + DAY_MS).filter((ms) => ms > from);
        const allowed = (ms: number) =>
          inWindow(q.limits.callsAt, ms) < t.maxPerDay && isAllowed(ms, t.s.rule, t.s.zone, t.s.holidays);
        const until = Math.min(found, from + 4 * DAY_MS);
        const first = [scan(from, until, allowed), ...free.filter(allowed)].filter((ms) => ms !== null);
        if (found <= until) expect(Math.min(...first)).toBe(found);
        else expect(first.filter((ms) => ms <= until)).toEqual([]);
      });
    }),
    { numRuns: 100 },
  );
}, 60_000);

test('[MIS-3] steps only climb, and asking later never gives an earlier attempt', () => {
  fc.assert(
    fc.property(story, fc.integer({ min: 0, max: 5 * DAY_MS }), (t, later) => {
      const reached = new Map<string, number>();
      play(t, (q, found) => {
        const decision = decideNextAttempt(q);
        if (decision.kind !== 'retry') throw new Error('asked again, the same question must get the same answer');
        const list = t.ladder[q.outcome === 'no-answer' ? 'noAnswer' : q.outcome] ? q.outcome : 'no-answer';
        expect(decision.step).toBe((reached.get(list) ?? 0) + 1);
        reached.set(list, decision.step);
        const asked = decideNextAttempt({ ...q, now: new Date(q.now.getTime() + later) });
        if (asked.kind === 'retry') expect(asked.at.getTime()).toBeGreaterThanOrEqual(found);
      });
    }),
    { numRuns: 300 },
  );
}, 60_000);
