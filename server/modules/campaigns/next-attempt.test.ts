import { describe, expect, it } from 'vitest';
import { defaultLimits, defaultRetryRules } from '../../contract/campaign-rules.contract.ts';
import type { OpeningRule } from '../retry-rules/calling-hours.ts';
import { decideNextAttempt, type EndedAttempt, type NextAttemptQuestion } from './next-attempt.ts';

const everyDay = (from: string, until: string): OpeningRule => ({
  week: Array.from({ length: 7 }, () => [{ from, until }]),
  closedDates: [],
  openDates: [],
});
const always = everyDay('00:00', '24:00');
const office = everyDay('09:00', '20:00');
const mobile = { phoneId: 'phn_1', e164: '+79161230001', zone: 'Europe/Samara' };
const work = { phoneId: 'phn_2', e164: '+79161230002', zone: 'Europe/Samara' };
const free = { perDay: null, per24Hours: null, forLife: null };
const noLimits = { perNumber: free, perPerson: free, perEntry: 50, gapSeconds: 0, abandonedLockSeconds: 0 };
const hour = 3_600_000;

const at = (time: string) => new Date(`2026-11-24T${time}Z`);
const attempt = (endedAt: Date, outcome: EndedAttempt['outcome'], more: Partial<EndedAttempt> = {}): EndedAttempt => ({
  endedAt,
  e164: mobile.e164,
  outcome,
  dispositionId: null,
  ...more,
});

function ask(change: Partial<NextAttemptQuestion> = {}) {
  const attempts = change.attempts ?? [];
  return decideNextAttempt({
    now: attempts.at(-1)?.endedAt ?? at('08:00:00'),
    attempts,
    numbers: [mobile, work],
    promised: null,
    retry: defaultRetryRules,
    results: [],
    limits: noLimits,
    calls: attempts.map(({ endedAt, e164, outcome }) => ({ at: endedAt, e164, abandoned: outcome === 'abandoned' })),
    callingHours: always,
    holidays: () => null,
    ...change,
  });
}

describe('[CAM-6] what follows an attempt', () => {
  it('nobody was called yet: now, the first number, because it is fresh', () => {
    expect(ask()).toMatchObject({ kind: 'call', rank: 'fresh', at: at('08:00:00'), number: mobile });
  });

  it('no answer waits for the next delay of its ladder, at the other number', () => {
    const first = ask({ attempts: [attempt(at('08:00:00'), 'no-answer')] });
    expect(first).toMatchObject({ kind: 'call', rank: 'retry', at: at('09:00:00'), number: work });
    expect(first.because).toEqual({
      key: 'entry.retry',
      values: { outcome: 'no-answer', step: '1', delaySeconds: '3600' },
    });
    const second = ask({
      attempts: [attempt(at('08:00:00'), 'no-answer'), attempt(at('09:00:00'), 'no-answer', { e164: work.e164 })],
    });
    expect(second).toMatchObject({ at: at('12:00:00'), number: mobile });
  });

  it('busy has a ladder of its own, and counts only what was busy', () => {
    const decided = ask({ attempts: [attempt(at('08:00:00'), 'no-answer'), attempt(at('09:00:00'), 'busy')] });
    expect(decided).toMatchObject({ at: at('10:00:00'), number: mobile, because: { values: { step: '1' } } });
  });

  it('a growing delay is multiplied after each attempt of that kind', () => {
    const retry = {
      ...defaultRetryRules,
      busy: { kind: 'growing' as const, afterSeconds: 600, factor: 2, most: 3, otherNumber: false },
    };
    const busy = [at('08:00:00'), at('08:10:00'), at('08:30:00')].map((time) => attempt(time, 'busy'));
    expect(ask({ retry, attempts: busy })).toMatchObject({ at: at('09:10:00') });
    const fourth = [...busy, attempt(at('09:10:00'), 'busy')];
    expect(ask({ retry, attempts: fourth })).toMatchObject({ kind: 'finish', because: { key: 'entry.rule-ended' } });
  });

  it('an outcome without a rule finishes the entry', () => {
    const retry = { ...defaultRetryRules, declined: null };
    expect(ask({ retry, attempts: [attempt(at('08:00:00'), 'declined')] })).toEqual({
      kind: 'finish',
      because: { key: 'entry.no-rule', values: { outcome: 'declined' } },
    });
  });

  it('a number that failed twice is not dialled again, and an entry without another number is finished', () => {
    const failed = [at('08:00:00'), at('09:00:00')].map((time) => attempt(time, 'failed'));
    expect(ask({ attempts: failed })).toMatchObject({ number: work });
    expect(ask({ attempts: failed, numbers: [mobile] })).toMatchObject({ because: { key: 'entry.no-number' } });
    expect(ask({ numbers: [] })).toMatchObject({ kind: 'finish', because: { key: 'entry.no-number' } });
  });

  it('a result of an agent finishes the entry, unless the campaign has a rule for it', () => {
    const said = [attempt(at('08:00:00'), 'answered', { dispositionId: 'dsp_later' })];
    expect(ask({ attempts: said })).toMatchObject({ because: { key: 'entry.result-final' } });
    const retry = { kind: 'fixed' as const, afterSeconds: 7200, most: 1, otherNumber: false };
    const results = [{ dispositionId: 'dsp_later', retry, consequences: [] }];
    expect(ask({ attempts: said, results })).toMatchObject({ rank: 'retry', at: at('10:00:00'), number: mobile });
  });

  it('a promised call comes when it was promised, by whom it was promised, whatever the gap', () => {
    const attempts = [attempt(at('08:00:00'), 'answered', { dispositionId: 'dsp_callback' })];
    const promised = { at: at('08:20:00'), agentId: 'agt_1' };
    const limits = { ...noLimits, gapSeconds: 3600 };
    const decided = ask({ attempts, promised, limits });
    expect(decided).toMatchObject({ rank: 'callback', at: at('08:20:00'), agentId: 'agt_1', number: mobile });
  });

  it('a promised call at night waits for the morning of the customer', () => {
    const promised = { at: at('20:00:00'), agentId: null };
    expect(ask({ promised, callingHours: office })).toMatchObject({
      at: new Date('2026-11-25T05:00:00Z'),
      because: { key: 'entry.callback', values: { moved: 'calling-hours', zone: 'Europe/Samara', localTime: '09:00' } },
    });
  });

  it('whoever was abandoned is not dialled for three days, and then comes before other retries', () => {
    const attempts = [attempt(at('08:00:00'), 'abandoned')];
    const retry = {
      ...defaultRetryRules,
      abandoned: { ...defaultRetryRules.busy!, kind: 'fixed' as const, afterSeconds: 60, most: 2, otherNumber: false },
    };
    const decided = ask({ attempts, retry, limits: { ...noLimits, abandonedLockSeconds: 3 * 86_400 } });
    expect(decided).toMatchObject({
      rank: 'abandoned',
      at: new Date('2026-11-27T08:00:00Z'),
      because: { values: { moved: 'abandoned-lock' } },
    });
  });

  it('an entry is called so often at most', () => {
    const attempts = [attempt(at('08:00:00'), 'busy')];
    expect(ask({ attempts, limits: { ...noLimits, perEntry: 1 } })).toMatchObject({
      because: { key: 'entry.entry-limit', values: { attempts: '1' } },
    });
  });
});

describe('[CAM-6] limits count every call to the person', () => {
  const limits = { ...defaultLimits, gapSeconds: 0 };
  const call = (hoursAgo: number, e164 = work.e164) => ({
    at: new Date(at('16:00:00').getTime() - hoursAgo * hour),
    e164,
    abandoned: false,
  });

  it('the gap is kept after a call of anybody', () => {
    const decided = ask({ now: at('16:00:00'), calls: [call(0.5)], limits: { ...limits, gapSeconds: 3600 } });
    expect(decided).toMatchObject({ at: at('16:30:00'), because: { key: 'entry.fresh', values: { moved: 'gap' } } });
  });

  it('three calls on this day of the customer: tomorrow there', () => {
    const perPerson = { ...limits.perPerson, per24Hours: null };
    const calls = [call(1), call(2), call(3)];
    expect(ask({ now: at('16:00:00'), calls, limits: { ...limits, perPerson } })).toMatchObject({
      // Midnight in Samara.
      at: at('20:00:00'),
      because: { values: { moved: 'per-day' } },
    });
  });

  it('three calls in 24 hours: when the first of them is 24 hours old', () => {
    const calls = [call(1), call(9), call(20)];
    expect(
      ask({ now: at('16:00:00'), calls, limits: { ...limits, perPerson: { ...free, per24Hours: 3 } } }),
    ).toMatchObject({ at: at('20:00:00'), because: { values: { moved: 'per-24-hours' } } });
  });

  it('a number that was called as often as it may be gives way to the other one', () => {
    const perNumber = { ...free, forLife: 2 };
    const calls = [call(50, mobile.e164), call(80, mobile.e164)];
    expect(ask({ calls, limits: { ...limits, perNumber } })).toMatchObject({ number: work });
    expect(ask({ calls, limits: { ...limits, perNumber }, numbers: [mobile] })).toMatchObject({
      kind: 'finish',
      because: { key: 'entry.life-limit' },
    });
  });

  it('an entry that no open hour is left for is finished, and says so', () => {
    const closed = { ...always, week: Array.from({ length: 7 }, () => []) };
    expect(ask({ callingHours: closed })).toMatchObject({ because: { key: 'entry.no-open-hour' } });
  });
});

describe('[CAM-9] what the country of a number asks holds beside what the campaign allows itself', () => {
  const region = { callingHours: everyDay('14:00', '18:00'), holidays: () => null, callsPer30Days: 2 };
  const local = { ...mobile, region };

  it('both hours must be open: 10:00 in Samara becomes 14:00 there, and 17:30 of the campaign is too early for the next day', () => {
    const question = { now: at('06:00:00'), callingHours: office };
    expect(ask({ ...question, numbers: [local] })).toMatchObject({
      at: at('10:00:00'),
      because: { values: { moved: 'calling-hours' } },
    });
    // Another number of the person, in a country that asks nothing.
    expect(ask({ ...question, numbers: [work] })).toMatchObject({ at: at('06:00:00') });
    const late = { now: at('14:30:00'), callingHours: office, numbers: [local] };
    expect(ask(late)).toMatchObject({ at: new Date('2026-11-25T10:00:00Z') });
  });

  it('hours that never open together finish the entry', () => {
    const callingHours = everyDay('08:00', '12:00');
    expect(ask({ callingHours, numbers: [local] })).toMatchObject({ because: { key: 'entry.no-open-hour' } });
  });

  it('two calls in 30 days, on whichever number: when the first is 30 days old', () => {
    const ago = (days: number) => ({
      at: new Date(at('10:00:00').getTime() - days * 24 * hour),
      e164: work.e164,
      abandoned: false,
    });
    const calls = [ago(1), ago(20)];
    expect(ask({ now: at('10:00:00'), numbers: [local], calls })).toMatchObject({
      at: new Date('2026-12-04T10:00:00Z'),
      because: { values: { moved: 'per-30-days' } },
    });
    expect(ask({ now: at('10:00:00'), numbers: [work], calls })).toMatchObject({ at: at('10:00:00') });
  });
});
