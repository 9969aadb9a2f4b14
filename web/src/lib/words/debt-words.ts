import AlarmClock from '@lucide/svelte/icons/alarm-clock';
import CircleCheck from '@lucide/svelte/icons/circle-check';
import Clock from '@lucide/svelte/icons/clock';
import PhoneMissed from '@lucide/svelte/icons/phone-missed';
import type { MissedCall } from '$contract/missed-calls.contract.ts';
import { m } from '$lib/paraglide/messages.js';
import type { StateWords } from '$lib/words/state-words.ts';

export const urgencyWords: Record<MissedCall['urgency'], StateWords> = {
  overdue: { label: m.desk_overdue, icon: AlarmClock, tone: 'gone' },
  due: { label: m.desk_due, icon: PhoneMissed, tone: 'ringing' },
  later: { label: m.desk_later, icon: Clock, tone: 'paused' },
  closed: { label: m.due_closed, icon: CircleCheck, tone: 'ready' },
};

/** Why a debt is due when it is, in words. A key this console does not know yet says nothing rather than a code. */
export function becauseWords(because: NonNullable<MissedCall['because']>): string | null {
  const value = (name: string) => because.values[name] ?? '';
  switch (because.key) {
    case 'missed-call.call-back':
      return m.due_because_call_back();
    case 'missed-call.call-back-moved':
      return m.due_because_moved({ zone: value('zone') });
    case 'retry.step':
      return m.due_because_step({ step: value('step'), steps: value('steps') });
    case 'retry.step-moved':
      return m.due_because_step_moved({ step: value('step'), steps: value('steps'), zone: value('zone') });
    case 'retry.ladder-ended':
      return m.due_because_ended({ steps: value('steps') });
    case 'missed-call.being-called':
      return m.due_because_being_called();
    default:
      return null;
  }
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
