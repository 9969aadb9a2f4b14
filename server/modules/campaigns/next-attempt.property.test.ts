/** Whole lives of entries, from seeds: whatever rules are set, no limit is ever broken and every entry ends. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type CallLimits,
  fruitlessOutcomes,
  type RetryRule,
  type RetryRules,
} from '../../contract/campaign-rules.contract.ts';
import type { OpeningRule } from '../retry-rules/calling-hours.ts';
import type { PastCall } from './call-limits.ts';
import { decideNextAttempt, type EndedAttempt } from './next-attempt.ts';

const DAY_MS = 86_400_000;
const zones = ['Europe/Samara', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'Europe/London'];

const most = fc.option(fc.integer({ min: 1, max: 6 }), { nil: null });
const limit = fc.record({
  perDay: most,
  per24Hours: most,
  forLife: fc.option(fc.integer({ min: 1, max: 30 }), { nil: null }),
});
const limits: fc.Arbitrary<CallLimits> = fc.record({
  perNumber: limit,
  perPerson: limit,
  perEntry: fc.integer({ min: 1, max: 25 }),
  gapSeconds: fc.constantFrom(0, 3600, 7200),
  abandonedLockSeconds: fc.constantFrom(0, 3 * 86_400),
});
const seconds = fc.constantFrom(0, 60, 600, 3600, 86_400);
const rule: fc.Arbitrary<RetryRule> = fc.oneof(
  fc.record({
    kind: fc.constant('fixed' as const),
    afterSeconds: seconds,
    most: fc.integer({ min: 1, max: 8 }),
    otherNumber: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('growing' as const),
    afterSeconds: seconds,
    factor: fc.constantFrom(1, 1.5, 2),
    most: fc.integer({ min: 1, max: 8 }),
    otherNumber: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('ladder' as const),
    afterSeconds: fc.array(seconds, { minLength: 1, maxLength: 6 }),
    otherNumber: fc.boolean(),
  }),
);
const rules: fc.Arbitrary<RetryRules> = fc.record(
  Object.fromEntries(fruitlessOutcomes.map((outcome) => [outcome, fc.option(rule, { nil: null })])) as {
    [K in keyof RetryRules]: fc.Arbitrary<RetryRule | null>;
  },
);
const shift = fc.constantFrom(
  { from: '09:00', until: '20:00' },
  { from: '10:30', until: '12:00' },
  { from: '22:00', until: '24:00' },
);
const hours: fc.Arbitrary<OpeningRule> = fc.record({
  week: fc.array(fc.array(shift, { minLength: 0, maxLength: 1 }), { minLength: 7, maxLength: 7 }),
  closedDates: fc.constant([]),
  openDates: fc.constant([]),
});
const life = fc.array(
  fc.record({
    outcome: fc.constantFrom(...fruitlessOutcomes, 'answered' as const, 'lost' as const),
    // How long after it was due it is dialled, and whether somebody else calls in between.
    lateSeconds: fc.integer({ min: 0, max: 50_000 }),
    other: fc.boolean(),
  }),
  { minLength: 60, maxLength: 60 },
);

/** The local hour and day, by another implementation than the one under test. */
function localOf(at: Date, zone: string) {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' });
  const [date = '', clock = ''] = format.format(at).split(' ');
  return { date, clock, weekday: (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7 };
}

const within = (calls: readonly PastCall[], at: Date, ms: number) =>
  calls.filter((call) => call.at.getTime() > at.getTime() - ms && call.at <= at).length;
const onDay = (calls: readonly PastCall[], at: Date, zone: string) =>
  calls.filter((call) => localOf(call.at, zone).date === localOf(at, zone).date).length;

test('[CAM-6] [CAM-7] no limit is ever broken, whatever happens, and every entry ends', () => {
  fc.assert(
    fc.property(
      limits,
      rules,
      hours,
      life,
      fc.constantFrom(...zones),
      fc.date({ min: new Date('2026-01-01'), max: new Date('2027-12-31'), noInvalidDate: true }),
      (limit, retry, callingHours, events, zone, begin) => {
        const numbers = [1, 2, 3].map((n) => ({ phoneId: `phn_${n}`, e164: `+7916123000${n}`, zone }));
        const attempts: EndedAttempt[] = [];
        const calls: PastCall[] = [];
        let now = begin;
        for (const { outcome, lateSeconds, other } of events) {
          const question = { attempts, numbers, retry, results: [], limits: limit, calls, callingHours };
          const decided = decideNextAttempt({ ...question, now, promised: null, holidays: () => null });
          if (decided.kind === 'finish') return;
          const { at, number } = decided;
          expect(at.getTime()).toBeGreaterThanOrEqual(now.getTime());
          const toNumber = calls.filter((call) => call.e164 === number.e164);
          for (const [made, rule] of [
            [calls, limit.perPerson],
            [toNumber, limit.perNumber],
          ] as const) {
            if (rule.perDay !== null) expect(onDay(made, at, zone)).toBeLessThan(rule.perDay);
            if (rule.per24Hours !== null) expect(within(made, at, DAY_MS)).toBeLessThan(rule.per24Hours);
            if (rule.forLife !== null) expect(made.length).toBeLessThan(rule.forLife);
          }
          const last = Math.max(0, ...calls.map((call) => call.at.getTime()));
          expect(at.getTime()).toBeGreaterThanOrEqual(last + limit.gapSeconds * 1000);
          const abandoned = Math.max(0, ...calls.filter((call) => call.abandoned).map((call) => call.at.getTime()));
          expect(at.getTime()).toBeGreaterThanOrEqual(abandoned + limit.abandonedLockSeconds * 1000);
          const local = localOf(at, zone);
          const open = callingHours.week[local.weekday]?.some(
            ({ from, until }) => local.clock >= `${from}:00` && (until === '24:00' || local.clock < `${until}:00`),
          );
          expect(open).toBe(true);
          expect(attempts.length).toBeLessThan(limit.perEntry);
          calls.push({ at, e164: number.e164, abandoned: outcome === 'abandoned' });
          if (other) calls.push({ at: new Date(at.getTime() + 1000), e164: null, abandoned: false });
          const endedAt = new Date(at.getTime() + 30_000);
          attempts.push({ endedAt, e164: number.e164, outcome, dispositionId: null });
          now = new Date(endedAt.getTime() + lateSeconds * 1000);
        }
        throw new Error('an entry did not end after sixty attempts');
      },
    ),
    { numRuns: 300, seed: 4 },
  );
});
