import { describe, expect, test } from 'vitest';
import type { Ladder } from '../../contract/missed-calls.contract.ts';
import type { OpeningRule } from './calling-hours.ts';
import { type AttemptQuestion, decideNextAttempt, type FruitlessOutcome, placeAttempt } from './next-attempt.ts';

const MINUTE = 60;
const steps = (...minutes: number[]) => minutes.map((m) => ({ afterSeconds: m * MINUTE }));
const ladder: Pick<Ladder, 'steps'> = {
  steps: { noAnswer: steps(5, 30, 180, 1440), busy: steps(2, 5, 10), machine: null, failed: steps(60) },
};
const always: OpeningRule = {
  week: Array.from({ length: 7 }, () => [{ from: '00:00', until: '24:00' }]),
  closedDates: [],
  openDates: [],
};
const office: OpeningRule = {
  week: [0, 1, 2, 3, 4].map(() => [{ from: '09:00', until: '20:00' }]).concat([[], []]),
  closedDates: [],
  openDates: [],
};

type Made = [endedAt: string, outcome: FruitlessOutcome];
function ask(made: Made[], change: Partial<AttemptQuestion> = {}) {
  const attempts = made.map(([endedAt, outcome]) => ({ endedAt: new Date(endedAt), outcome }));
  const last = attempts[attempts.length - 1];
  return decideNextAttempt({
    now: last?.endedAt ?? new Date('2026-11-24T08:00:00Z'),
    outcome: last?.outcome ?? 'no-answer',
    attempts,
    ladder,
    limits: { maxPerDay: 50, callsAt: [] },
    callingHours: always,
    zone: 'Europe/Samara',
    holidays: () => null,
    ...change,
  });
}

describe('[MIS-3] the ladder', () => {
  test('[MIS-3] no answer: 5 min, 30 min, 3 h, 1 day, and the fifth one is the end', () => {
    const made: Made[] = [];
    const waits: number[] = [];
    let endedAt = '2026-11-24T08:00:00.000Z';
    for (;;) {
      made.push([endedAt, 'no-answer']);
      const decision = ask(made);
      if (decision.kind === 'finish') {
        expect(decision).toEqual({
          kind: 'finish',
          outcome: 'no-answer',
          because: { key: 'retry.ladder-ended', values: { outcome: 'no-answer', attempts: '5' } },
        });
        break;
      }
      waits.push((decision.at.getTime() - Date.parse(endedAt)) / 60_000);
      endedAt = decision.at.toISOString();
    }
    expect(waits).toEqual([5, 30, 180, 1440]);
  });

  test('[MIS-3] the reason names the outcome, the step and the delay', () => {
    expect(
      ask([
        ['2026-11-24T08:00:00Z', 'no-answer'],
        ['2026-11-24T08:06:00Z', 'no-answer'],
      ]),
    ).toEqual({
      kind: 'retry',
      at: new Date('2026-11-24T08:36:00Z'),
      step: 2,
      because: {
        key: 'retry.step',
        values: { outcome: 'no-answer', step: '2', steps: '4', delaySeconds: '1800' },
      },
    });
  });

  test('[MIS-3] a busy line climbs its own ladder and leaves that of "no answer" where it was', () => {
    const made: Made[] = [
      ['2026-11-24T08:00:00Z', 'no-answer'],
      ['2026-11-24T08:05:00Z', 'busy'],
    ];
    expect(ask(made)).toMatchObject({ kind: 'retry', at: new Date('2026-11-24T08:07:00Z'), step: 1 });
    expect(ask([...made, ['2026-11-24T08:07:00Z', 'no-answer']])).toMatchObject({
      kind: 'retry',
      at: new Date('2026-11-24T08:37:00Z'),
      step: 2,
    });
  });

  test('[MIS-3] a ladder without steps for an outcome treats it as "no answer", counted together', () => {
    expect(
      ask([
        ['2026-11-24T08:00:00Z', 'machine'],
        ['2026-11-24T08:05:00Z', 'no-answer'],
      ]),
    ).toMatchObject({ kind: 'retry', at: new Date('2026-11-24T08:35:00Z'), step: 2 });
  });

  test('[MIS-3] a wrong number gives up sooner where its ladder is shorter', () => {
    expect(
      ask([
        ['2026-11-24T08:00:00Z', 'failed'],
        ['2026-11-24T09:00:00Z', 'failed'],
      ]),
    ).toMatchObject({ kind: 'finish', outcome: 'failed', because: { key: 'retry.ladder-ended' } });
  });

  test('[MIS-3] the answer is never in the past, however late the question is asked', () => {
    const now = new Date('2026-11-24T12:00:00Z');
    expect(ask([['2026-11-24T08:00:00Z', 'no-answer']], { now })).toMatchObject({ kind: 'retry', at: now });
  });
});

describe('[MIS-4] the customer’s hours and limits', () => {
  test('[MIS-4] half an hour after 19:58 in the customer’s zone is 09:00 the next morning there', () => {
    const decision = ask(
      [
        ['2026-11-24T15:20:00Z', 'no-answer'],
        ['2026-11-24T15:58:00Z', 'no-answer'],
      ],
      { callingHours: office },
    );
    expect(decision).toEqual({
      kind: 'retry',
      at: new Date('2026-11-25T05:00:00Z'),
      step: 2,
      because: {
        key: 'retry.step-moved',
        values: {
          outcome: 'no-answer',
          step: '2',
          steps: '4',
          delaySeconds: '1800',
          moved: 'closed-hours',
          zone: 'Europe/Samara',
          localDate: '2026-11-25',
          localTime: '09:00',
        },
      },
    });
  });

  test('[MIS-4] the same moment is still working time for a customer further west', () => {
    const decision = ask([['2026-11-24T15:58:00Z', 'no-answer']], { callingHours: office, zone: 'Europe/London' });
    expect(decision).toMatchObject({ kind: 'retry', at: new Date('2026-11-24T16:03:00Z') });
  });

  test('[MIS-4] a used-up rolling limit waits until the oldest call is 24 hours old, and says so', () => {
    const callsAt = ['2026-11-24T08:00:00Z', '2026-11-24T09:00:00Z', '2026-11-24T10:00:00Z'].map((t) => new Date(t));
    const decision = ask([['2026-11-24T10:01:00Z', 'busy']], { limits: { maxPerDay: 3, callsAt } });
    expect(decision).toMatchObject({
      kind: 'retry',
      at: new Date('2026-11-25T08:00:00Z'),
      because: { key: 'retry.step-moved', values: { moved: 'daily-limit', limit: '3' } },
    });
  });

  test('[MIS-4] when no hour is ever open it ends and says why', () => {
    const closed = { ...always, week: Array.from({ length: 7 }, () => []) };
    expect(ask([['2026-11-24T08:00:00Z', 'no-answer']], { callingHours: closed })).toEqual({
      kind: 'finish',
      outcome: 'no-answer',
      because: { key: 'retry.no-open-hour', values: { days: '400', zone: 'Europe/Samara' } },
    });
  });

  test('[MIS-4] the first attempt obeys hours and limit as well', () => {
    const rules = { callingHours: office, zone: 'Europe/Samara', holidays: () => null };
    expect(
      placeAttempt(new Date('2026-11-28T09:00:00Z'), { ...rules, limits: { maxPerDay: 5, callsAt: [] } }),
    ).toMatchObject({ at: new Date('2026-11-30T05:00:00Z'), because: { key: 'retry.moved' } });
    expect(placeAttempt(new Date('2026-11-24T09:00:00Z'), { ...rules, limits: { maxPerDay: 5, callsAt: [] } })).toEqual(
      { at: new Date('2026-11-24T09:00:00Z'), because: null },
    );
  });
});
