/** Calls as a part of the time-line of a person or an organisation: those that the reader may see. */
import type { Call } from '../../contract/calls.contract.ts';
import type { TimelineItem, TimelineSource } from '../contacts/timeline.usecases.ts';
import type { OrganisationTimelineSource } from '../organisations/organisation-timeline.usecases.ts';
import type { ViewNeighbours } from './call-neighbours.ts';
import { listCallsOfContact, listCallsOfMany } from './calls-for-others.usecases.ts';

const toEntry = (call: Call): { id: string; item: TimelineItem } => ({
  id: call.id,
  item: { kind: 'call', at: call.startedAt, call },
});

export const callTimeline = (neighbours: ViewNeighbours): TimelineSource => ({
  async read(sql, { reader, contactId, before, limit }) {
    const calls = await listCallsOfContact(sql, neighbours, reader, { contactId, before, limit });
    return calls.map(toEntry);
  },
});

export const organisationCallTimeline = (neighbours: ViewNeighbours): OrganisationTimelineSource => ({
  async read(sql, { reader, contactIds, numbers, before, limit }) {
    return (await listCallsOfMany(sql, neighbours, reader, { contactIds, numbers, before, limit })).map(toEntry);
  },
});
