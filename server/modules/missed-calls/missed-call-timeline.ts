/** Missed calls as a part of the time-line of a person or an organisation. */
import type { TimelineItem, TimelineSource } from '../contacts/timeline.usecases.ts';
import type { OrganisationTimelineSource } from '../organisations/organisation-timeline.usecases.ts';
import { debtsOf } from './read-debts.ts';

type Debts = Awaited<ReturnType<typeof debtsOf>>;

const toEntry = ({ at, id, state, tries }: Debts[number]): { id: string; item: TimelineItem } => ({
  id,
  item: { kind: 'missed-call', at: at.toISOString(), id, state, tries },
});

export const missedCallTimeline: TimelineSource = {
  async read(sql, { reader, contactId, before, limit }) {
    return (await debtsOf(sql, reader, { contactIds: [contactId], before, limit })).map(toEntry);
  },
};

export const organisationMissedCallTimeline: OrganisationTimelineSource = {
  async read(sql, { reader, contactIds, numbers, before, limit }) {
    return (await debtsOf(sql, reader, { contactIds, numbers, before, limit })).map(toEntry);
  },
};
