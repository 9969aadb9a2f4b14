/** Missed calls as a part of a person's time-line. */
import type { TimelineSource } from '../contacts/timeline.usecases.ts';
import { debtsOfContact } from './read-debts.ts';

export const missedCallTimeline: TimelineSource = {
  async read(sql, { reader, contactId, before, limit }) {
    const debts = await debtsOfContact(sql, reader, { contactId, before, limit });
    return debts.map(({ at, id, state, tries }) => ({
      id,
      item: { kind: 'missed-call', at: at.toISOString(), id, state, tries },
    }));
  },
};
