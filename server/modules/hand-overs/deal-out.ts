/** Pure: who of several colleagues gets which record. */

export interface Dealt {
  id: string;
  /** The client it is about: it goes to whoever got the client. */
  contactId: string | null;
}

export interface Taker {
  agentId: string;
  /** How many such records this colleague has already. */
  load: number;
}

/**
 * One after the other to whoever has least; with equal loads that is one to each in turn.
 * @param clientOf who got which client in the same step
 * @returns the agent of each record, in their order
 * @example dealOut([{ id: 'a', contactId: null }], [{ agentId: 'anna', load: 0 }], new Map()) // ['anna']
 */
export function dealOut(
  records: readonly Dealt[],
  takers: readonly Taker[],
  clientOf: ReadonlyMap<string, string>,
): string[] {
  if (takers.length === 0) throw new Error('nobody to give to');
  const loads = takers.map(({ agentId, load }) => ({ agentId, load }));
  return records.map(({ contactId }) => {
    const withClient = contactId === null ? undefined : clientOf.get(contactId);
    const least = loads.reduce((known, one) => (one.load < known.load ? one : known));
    const taker = loads.find(({ agentId }) => agentId === withClient) ?? least;
    taker.load += 1;
    return taker.agentId;
  });
}
