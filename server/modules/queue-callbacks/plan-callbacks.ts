/** Pure: whose turn it is. A callback stands in the line of its queue where its caller stood. */

export interface WaitingCallback {
  id: string;
  queue: string;
  joinedAt: number;
}

export interface QueueLine {
  queue: string;
  /** When each of those who wait on the line joined. */
  waiting: readonly number[];
  /** Members who are free, the longest free first. */
  freeAgentIds: readonly string[];
}

export interface PlannedCallback {
  callbackId: string;
  agentId: string;
}

/**
 * Who waits on the line and came earlier is given an agent by the PBX: so many of the free ones are left to it. An agent of
 * several queues is taken once.
 * @example planCallbacks([{ id: 'qcb_1', queue: 'sales', joinedAt: 5 }], [{ queue: 'sales', waiting: [1], freeAgentIds: ['a', 'b'] }])
 * // [{ callbackId: 'qcb_1', agentId: 'b' }]
 */
export function planCallbacks(callbacks: readonly WaitingCallback[], queues: readonly QueueLine[]): PlannedCallback[] {
  const taken = new Set<string>();
  const planned: PlannedCallback[] = [];
  for (const { queue, waiting, freeAgentIds } of queues) {
    const own = callbacks.filter((one) => one.queue === queue);
    const line = [
      ...waiting.map((joinedAt) => ({ joinedAt, id: null })),
      ...own.map(({ id, joinedAt }) => ({ joinedAt, id })),
    ].sort((a, b) => a.joinedAt - b.joinedAt);
    for (const { id } of line) {
      const agentId = freeAgentIds.find((one) => !taken.has(one));
      if (agentId === undefined) break;
      taken.add(agentId);
      if (id !== null) planned.push({ callbackId: id, agentId });
    }
  }
  return planned;
}
