/** Pure: everybody whom the log shows, as a call list is made of them. */
import type { GivenSource } from '$contract/call-lists.contract.ts';
import type { Filter } from '$contract/filters.contract.ts';
import { type CallFilters, startOf } from './call-filters.ts';

/**
 * The filters of the log said as conditions; its number is the word that calls are searched by.
 * @param filter what the builder made
 * @param now from when the period counts
 */
export function callsFound(filters: CallFilters, filter: Filter | null, now: number): GivenSource {
  const from = startOf(filters.period, now);
  const one = (field: string, value: string) => ({ field, is: 'any-of' as const, value: [value] });
  const all: Filter[] = [
    ...(from ? [{ not: { field: 'started', is: 'before' as const, value: from } }] : []),
    ...(filters.direction === 'any' ? [] : [one('direction', filters.direction)]),
    ...(filters.outcome === 'any' ? [] : [one('outcome', filters.outcome)]),
    ...(filters.agentId ? [one('agent', filters.agentId)] : []),
    ...(filters.queue ? [one('queue', filters.queue)] : []),
    ...(filter ? [filter] : []),
  ];
  const q = filters.number.trim();
  return { kind: 'filter', record: 'call', filter: { all }, ...(q && { q }) };
}
