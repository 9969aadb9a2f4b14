import { describe, expect, test } from 'vitest';
import type { OpeningRule } from '../retry-rules/calling-hours.ts';
import { type AssignmentCandidates, assignDebt } from './assignment.ts';
import { type DebtPlanQuestion, planDebt, timeToCallbackSeconds, urgencyOf } from './debt-plan.ts';

const at = (time: string) => new Date(time.length > 8 ? time : `2026-11-24T${time}Z`);
const day = [{ from: '09:00', until: '20:00' }];
const office: OpeningRule = { week: [day, day, day, day, day, [], []], closedDates: [], openDates: [] };
const minutes = (...list: number[]) => list.map((m) => ({ afterSeconds: m * 60 }));

function plan(change: Partial<DebtPlanQuestion>) {
  const last = [...(change.attempts ?? []), ...(change.misses ?? [])].at(-1);
  return planDebt({
    now: last?.endedAt ?? at('10:00:40'),
    misses: [{ startedAt: at('10:00:00'), endedAt: at('10:00:40') }],
    attempts: [],
    reopenedAt: null,
    ladder: { steps: { noAnswer: minutes(5, 30, 180, 1440), busy: null, machine: null, failed: null }, maxPerDay: 10 },
    callsAt: [],
    callingHours: office,
    zone: 'Europe/London',
    holidays: () => null,
    ...change,
  });
}
const attempt = (clock: string) => ({ startedAt: at(clock), endedAt: at(clock), outcome: 'no-answer' as const });

describe('[MIS-3] [MIS-4] when a debt is due', () => {
  test('[MIS-4] a new debt is due at once inside the hours', () => {
    expect(plan({})).toEqual({
      kind: 'due',
      at: at('10:00:40'),
      step: 0,
      because: { key: 'missed-call.call-back', values: {} },
    });
  });

  test('[MIS-4] a call missed at night is due in the customer’s morning', () => {
    expect(plan({ misses: [{ startedAt: at('03:00:00'), endedAt: at('03:01:00') }] })).toMatchObject({
      at: at('09:00:00'),
      because: { key: 'missed-call.call-back-moved', values: { moved: 'closed-hours', zone: 'Europe/London' } },
    });
  });

  test('[MIS-3] each fruitless attempt climbs one step', () => {
    expect(plan({ attempts: [attempt('10:05:00')] })).toMatchObject({ at: at('10:10:00'), step: 1 });
    expect(plan({ attempts: [attempt('10:10:00'), attempt('10:05:00')], now: at('10:10:00') })).toMatchObject({
      at: at('10:40:00'),
      step: 2,
    });
  });

  test('[MIS-3] a new try of the caller makes it due at once and begins the ladder again', () => {
    const misses = [
      { startedAt: at('10:00:00'), endedAt: at('10:00:40') },
      { startedAt: at('11:00:00'), endedAt: at('11:00:30') },
    ];
    const before = [attempt('10:05:00'), attempt('10:10:00')];
    expect(plan({ misses, attempts: before })).toMatchObject({ at: at('11:00:30'), step: 0 });
    expect(plan({ misses, attempts: [...before, attempt('11:02:00')], now: at('11:02:00') })).toMatchObject({
      at: at('11:07:00'),
      step: 1,
    });
  });

  test('[MIS-3] opened again by a person, the ladder begins anew', () => {
    const attempts = ['10:05:00', '10:10:00', '10:40:00', '13:40:00', '15:00:00'].map(attempt);
    expect(plan({ attempts })).toMatchObject({ kind: 'archive', because: { key: 'retry.ladder-ended' } });
    expect(plan({ attempts, reopenedAt: at('16:00:00'), now: at('16:00:00') })).toMatchObject({
      kind: 'due',
      at: at('16:00:00'),
      step: 0,
    });
  });

  test('[MIS-4] the rolling limit holds for the very first attempt too', () => {
    const callsAt = ['08:00:00', '09:00:00'].map(at);
    const ladder = { steps: { noAnswer: minutes(5), busy: null, machine: null, failed: null }, maxPerDay: 2 };
    expect(plan({ callsAt, ladder })).toMatchObject({
      at: at('2026-11-25T09:00:00Z'),
      because: { key: 'missed-call.call-back-moved', values: { moved: 'daily-limit' } },
    });
  });

  test('[MIS-3] no open hour at all archives with the reason instead of waiting for ever', () => {
    const closed = { ...office, week: Array.from({ length: 7 }, () => []) };
    expect(plan({ callingHours: closed })).toMatchObject({ kind: 'archive', because: { key: 'retry.no-open-hour' } });
  });
});

describe('[MIS-5] urgency, assignment, time to callback', () => {
  const debt = (clock: string) => ({ state: 'open' as const, nextAttemptAt: at(clock) });

  test('[MIS-5] later, due, overdue', () => {
    expect(urgencyOf(debt('10:00:01'), at('10:00:00'), 600)).toBe('later');
    expect(urgencyOf(debt('10:00:00'), at('10:00:00'), 600)).toBe('due');
    expect(urgencyOf(debt('09:50:01'), at('10:00:00'), 600)).toBe('due');
    expect(urgencyOf(debt('09:50:00'), at('10:00:00'), 600)).toBe('overdue');
    expect(urgencyOf({ state: 'resolved', nextAttemptAt: null }, at('10:00:00'), 600)).toBe('closed');
  });

  test('[MIS-5] time to callback runs from the first miss to the conversation', () => {
    expect(timeToCallbackSeconds(at('10:00:40'), at('10:07:10'))).toBe(390);
    expect(timeToCallbackSeconds(at('10:00:40'), null)).toBeNull();
  });

  const all: AssignmentCandidates = {
    owner: { agentId: 'agt_owner', teamId: 'team_a' },
    lastAgent: { agentId: 'agt_last', teamId: null },
    queueTeamId: 'team_q',
  };
  const none: AssignmentCandidates = { owner: null, lastAgent: null, queueTeamId: null };

  test('[MIS-5] the first rule that names somebody wins', () => {
    expect(assignDebt(['owner', 'last-agent', 'queue-team', 'anybody'], all)).toEqual({
      agentId: 'agt_owner',
      teamId: 'team_a',
      because: 'owner',
    });
    expect(assignDebt(['owner', 'queue-team'], { ...all, owner: null })).toEqual({
      agentId: null,
      teamId: 'team_q',
      because: 'queue-team',
    });
    expect(assignDebt(['anybody', 'owner'], all)).toEqual({ agentId: null, teamId: null, because: 'anybody' });
  });

  test('[MIS-5] an agent without a team leaves the debt visible to the queue’s team', () => {
    expect(assignDebt(['last-agent'], all)).toEqual({ agentId: 'agt_last', teamId: 'team_q', because: 'last-agent' });
  });

  test('[MIS-5] when no rule names anybody it is anybody’s', () => {
    expect(assignDebt(['owner', 'last-agent', 'queue-team'], none)).toEqual({
      agentId: null,
      teamId: null,
      because: 'anybody',
    });
  });
});
