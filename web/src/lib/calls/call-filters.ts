import type { Call } from '$contract/calls.contract.ts';
import type { Filter } from '$contract/filters.contract.ts';

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

const outcomeNames = ['answered', 'abandoned', 'no-answer', 'busy', 'declined', 'failed', 'cancelled'];
const one = <T extends string>(value: string | null, known: readonly string[], otherwise: T): T =>
  value !== null && known.includes(value) ? (value as T) : otherwise;

/** The filters of an address; what is not known there is as at the start. */
export function readFilters(params: URLSearchParams): CallFilters {
  return {
    period: one(params.get('period'), ['today', 'week', 'month', 'all'], noFilters.period),
    direction: one(params.get('direction'), ['inbound', 'outbound', 'internal'], noFilters.direction),
    outcome: one(params.get('outcome'), outcomeNames, noFilters.outcome),
    agentId: params.get('agent') ?? '',
    queue: params.get('queue') ?? '',
    number: params.get('number') ?? '',
  };
}

/**
 * The address of the log as it is shown, so that a reload, a link and "back" bring the same.
 * @param filter what the builder made
 */
export function logPath(filters: CallFilters, callId: string | null, filter: Filter | null = null): string {
  const entries = Object.entries({
    ...filters,
    agentId: undefined,
    agent: filters.agentId,
    call: callId ?? '',
    filter: filter ? JSON.stringify(filter) : '',
  });
  const set = entries.filter(
    (entry): entry is [string, string] => !!entry[1] && entry[1] !== noFilters[entry[0] as keyof CallFilters],
  );
  const query = new URLSearchParams(set).toString();
  return query === '' ? '/calls' : `/calls?${query}`;
}

/** How many filters are set, the period among them. */
export const countSet = (filters: CallFilters): number =>
  (Object.keys(filters) as (keyof CallFilters)[]).filter((name) => filters[name] !== noFilters[name]).length;

export const isSame = (a: CallFilters, b: CallFilters): boolean =>
  (Object.keys(a) as (keyof CallFilters)[]).every((name) => a[name] === b[name]);

/** True when a call that has just begun belongs at the top of the list. */
export const isUnfiltered = (filters: CallFilters): boolean => countSet({ ...filters, period: noFilters.period }) === 0;

/** The customer's side of a call. */
export const customerSide = (call: Call) => (call.direction === 'outbound' ? call.to : call.from);

/** Who of ours answered, else who rang. */
export function agentNames(call: Call): string {
  const strong = call.agents.filter(({ role }) => role === 'answered' || role === 'transferred-to');
  return (strong.length > 0 ? strong : call.agents.slice(0, 1))
    .map(({ name, interface: device }) => name ?? device)
    .join(', ');
}
