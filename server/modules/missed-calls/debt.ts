/** One debt as it is stored, and small pure changes of it. */
import type { AttemptOutcomeName, MissedCall } from '../../contract/missed-calls.contract.ts';
import type { Because } from '../retry-rules/because.ts';
import type { FruitlessOutcome } from '../retry-rules/next-attempt.ts';

export interface Debt {
  id: string;
  state: MissedCall['state'];
  numberKey: string;
  numberRaw: string | null;
  numberE164: string | null;
  contactId: string | null;
  timeZone: string;
  queue: string | null;
  dialledNumber: string | null;
  tries: number;
  firstMissedAt: Date;
  lastMissedAt: Date;
  longestWaitSeconds: number;
  ladderId: string;
  step: number;
  nextAttemptAt: Date | null;
  because: Because | null;
  decidedAt: Date;
  reopenedAt: Date | null;
  assigneeAgentId: string | null;
  teamId: string | null;
  tryingAgentId: string | null;
  tryingSince: Date | null;
  tryingOriginateId: string | null;
  tryingCallId: string | null;
  tryingUntil: Date | null;
  dueToldAt: Date | null;
  escalatedAt: Date | null;
  closedAt: Date | null;
  resolvedHow: MissedCall['resolvedHow'];
  resolvedByCallId: string | null;
  reachedAt: Date | null;
  closeNote: string;
  mergedInto: string | null;
  version: number;
}

export interface Miss {
  callId: string;
  missedCallId: string;
  numberKey: string;
  startedAt: Date;
  endedAt: Date;
  waitSeconds: number;
  queue: string | null;
  dialledNumber: string | null;
}

export interface Attempt {
  id: string;
  missedCallId: string;
  numberKey: string;
  callId: string | null;
  agentId: string | null;
  outcome: AttemptOutcomeName;
  startedAt: Date;
  endedAt: Date;
  note: string;
  saidAt: Date | null;
}

export const isOpen = (debt: Pick<Debt, 'state'>) => debt.state === 'open' || debt.state === 'trying';

export const isFruitless = (attempt: Attempt): attempt is Attempt & { outcome: FruitlessOutcome } =>
  attempt.outcome !== 'reached';

const unlocked = {
  tryingAgentId: null,
  tryingSince: null,
  tryingOriginateId: null,
  tryingCallId: null,
  tryingUntil: null,
} satisfies Partial<Debt>;

/** Nobody is calling any more. */
export const release = (debt: Debt): Debt => ({
  ...debt,
  ...unlocked,
  state: debt.state === 'trying' ? 'open' : debt.state,
});

/** Nothing is owed any more. `because` says why, for the list of what is done. */
export function close(
  debt: Debt,
  at: Date,
  how:
    | { state: 'archived'; because: Because }
    | { state: 'resolved'; how: NonNullable<Debt['resolvedHow']>; callId: string | null; reachedAt: Date | null },
): Debt {
  const closed = { ...debt, ...unlocked, nextAttemptAt: null, closedAt: at, dueToldAt: null, escalatedAt: null };
  if (how.state === 'archived') return { ...closed, state: 'archived', because: how.because };
  const values: Record<string, string> = how.callId ? { callId: how.callId } : {};
  return {
    ...closed,
    state: 'resolved',
    because: { key: `missed-call.${how.how}`, values },
    resolvedHow: how.how,
    resolvedByCallId: how.callId,
    reachedAt: how.reachedAt,
  };
}

/** Owed again: the ladder begins anew where `reopenedAt` is given. The caller plans it next. */
export const reopen = (debt: Debt, at: Date, reopenedAt: Date | null): Debt => ({
  ...debt,
  state: 'open',
  closedAt: null,
  resolvedHow: null,
  resolvedByCallId: null,
  reachedAt: null,
  closeNote: '',
  reopenedAt,
  decidedAt: at,
  nextAttemptAt: at,
});

/** Count, times and queue of a debt from the calls that were missed. At least one. */
export function withMisses(debt: Debt, misses: readonly Miss[]): Debt {
  const byTime = [...misses].sort((a, b) => a.endedAt.getTime() - b.endedAt.getTime());
  const first = byTime[0];
  const last = byTime[byTime.length - 1];
  if (!first || !last) return debt;
  return {
    ...debt,
    tries: byTime.length,
    firstMissedAt: first.endedAt,
    lastMissedAt: last.endedAt,
    longestWaitSeconds: Math.max(...byTime.map((miss) => miss.waitSeconds)),
    queue: last.queue,
    dialledNumber: last.dialledNumber,
  };
}
