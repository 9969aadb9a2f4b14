import AlarmClock from '@lucide/svelte/icons/alarm-clock';
import CircleCheck from '@lucide/svelte/icons/circle-check';
import Clock from '@lucide/svelte/icons/clock';
import PhoneMissed from '@lucide/svelte/icons/phone-missed';
import type { AttemptOutcomeName, BecauseKey, MissedCall, movedReasons } from '$contract/missed-calls.contract.ts';
import { m } from '$lib/paraglide/messages.js';
import type { StateWords } from './state-words.ts';

export const urgencyWords: Record<MissedCall['urgency'], StateWords> = {
  overdue: { label: m.desk_overdue, icon: AlarmClock, tone: 'gone' },
  due: { label: m.desk_due, icon: PhoneMissed, tone: 'ringing' },
  later: { label: m.desk_later, icon: Clock, tone: 'paused' },
  closed: { label: m.due_closed, icon: CircleCheck, tone: 'ready' },
};

/** What a person can report of an attempt; also what the PBX saw of one. */
export const attemptOutcomeWords: Record<AttemptOutcomeName, () => string> = {
  'no-answer': m.outcome_no_answer,
  busy: m.outcome_busy,
  machine: m.work_machine,
  failed: m.work_failed,
  reached: m.work_reached,
};

type Because = NonNullable<MissedCall['because']>;
type Moved = (typeof movedReasons)[number];

const movedWords: Record<Moved, (value: (name: string) => string) => string> = {
  'closed-hours': () => m.because_closed_hours(),
  'closed-day': () => m.because_closed_day(),
  'closed-date': () => m.because_closed_date(),
  holiday: (value) => m.because_holiday({ holiday: value('holiday') }),
  'daily-limit': (value) => m.because_daily_limit({ count: Number(value('limit')) }),
};

/** Why a debt is due when it is, or how it ended. A key or reason this console does not know yet says nothing rather than a code. */
export function becauseWords(because: Because): string | null {
  const value = (name: string) => because.values[name] ?? '';
  const moved = () => movedWords[value('moved') as Moved]?.(value) ?? null;
  const step = () =>
    m.because_step({
      outcome: attemptOutcomeWords[value('outcome') as AttemptOutcomeName]?.() ?? value('outcome'),
      step: value('step'),
      steps: value('steps'),
    });
  const words: Record<BecauseKey, () => string | null> = {
    'missed-call.call-back': m.because_call_back,
    'missed-call.call-back-moved': moved,
    'missed-call.being-called': () =>
      value('agentName') === '' ? m.because_being_called() : m.work_trying({ name: value('agentName') }),
    'missed-call.our-call': m.because_our_call,
    'missed-call.caller-got-through': m.because_caller_got_through,
    'missed-call.by-hand': m.because_by_hand,
    'missed-call.merged': m.because_merged,
    'retry.step': step,
    'retry.step-moved': () => [step(), moved()].filter((part) => part !== null).join(' '),
    'retry.moved': moved,
    'retry.ladder-ended': () => m.because_ended({ count: Number(value('attempts')) }),
    'retry.no-open-hour': () => m.because_no_open_hour({ days: value('days') }),
  };
  return words[because.key as BecauseKey]?.() ?? null;
}

const weight: Record<MissedCall['urgency'], number> = { overdue: 0, due: 1, later: 2, closed: 3 };

/** Most urgent first; among equals the one that is due for longest, then by id so that the order never flickers. */
export function byUrgency(a: MissedCall, b: MissedCall): number {
  return (
    weight[a.urgency] - weight[b.urgency] ||
    (a.nextAttemptAt ?? a.lastMissedAt).localeCompare(b.nextAttemptAt ?? b.lastMissedAt) ||
    a.id.localeCompare(b.id)
  );
}
