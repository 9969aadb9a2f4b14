/** Calls as a part of a person's time-line: those that the reader may see. */
import type { TimelineSource } from '../contacts/timeline.usecases.ts';
import type { ViewNeighbours } from './call-neighbours.ts';
import { listCallsOfContact } from './calls-for-others.usecases.ts';

export const callTimeline = (neighbours: ViewNeighbours): TimelineSource => ({
  async read(sql, { reader, contactId, before, limit }) {
    const calls = await listCallsOfContact(sql, neighbours, reader, { contactId, before, limit });
    return calls.map((call) => ({ id: call.id, item: { kind: 'call', at: call.startedAt, call } }));
  },
});
