import type { Call } from '$contract/calls.contract.ts';

export type Period = 'today' | 'week' | 'month' | 'all';
export interface CallFilters {
  period: Period;
  direction: Call['direction'] | 'any';
  outcome: NonNullable<Call['outcome']> | 'any';
  agentId: string;
  queue: string;
  number: string;
}

export const noFilters: CallFilters = {
  period: 'week',
  direction: 'any',
  outcome: 'any',
  agentId: '',
  queue: '',
  number: '',
};

const DAY_MS = 86_400_000;

/** Start of a period, as the reader's own calendar has it; null: no limit. */
export function startOf(period: Period, now: number): string | null {
  if (period === 'all') return null;
  const midnight = new Date(now);
  midnight.setHours(0, 0, 0, 0);
  const days = { today: 0, week: 6, month: 29 }[period];
  return new Date(midnight.getTime() - days * DAY_MS).toISOString();
}

/** The filters as the API takes them: only what is set. */
export function queryOf(filters: CallFilters, now: number) {
  const from = startOf(filters.period, now);
  return {
    ...(from ? { from } : {}),
    ...(filters.direction === 'any' ? {} : { direction: filters.direction }),
    ...(filters.outcome === 'any' ? {} : { outcome: filters.outcome }),
    ...(filters.agentId ? { agentId: filters.agentId } : {}),
    ...(filters.queue ? { queue: filters.queue } : {}),
    ...(filters.number.trim() ? { number: filters.number.trim() } : {}),
  };
}

/** True when a call that has just begun belongs at the top of the list. */
export const isUnfiltered = (filters: CallFilters): boolean =>
  filters.direction === 'any' &&
  filters.outcome === 'any' &&
  !filters.agentId &&
  !filters.queue &&
  !filters.number.trim();

/** The customer's side of a call. */
export const customerSide = (call: Call) => (call.direction === 'outbound' ? call.to : call.from);

/** Who of ours answered, else who rang. */
export function agentNames(call: Call): string {
  const strong = call.agents.filter(({ role }) => role === 'answered' || role === 'transferred-to');
  return (strong.length > 0 ? strong : call.agents.slice(0, 1))
    .map(({ name, interface: device }) => name ?? device)
    .join(', ');
}
