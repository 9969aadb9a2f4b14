/** Messages as a part of the time-line of a person or an organisation. */
import type { Message } from '../../contract/messages.contract.ts';
import type { TimelineItem, TimelineSource } from '../contacts/timeline.usecases.ts';
import type { OrganisationTimelineSource } from '../organisations/organisation-timeline.usecases.ts';
import { messagesOfContact, messagesOfOrganisation } from './read-messages.usecases.ts';

export const toMessageEntry = (message: Message): { id: string; item: TimelineItem } => ({
  id: message.id,
  item: { kind: 'message', at: message.createdAt, message },
});

export const messageTimeline: TimelineSource = {
  async read(sql, { reader, contactId, before, limit }) {
    return (await messagesOfContact(sql, reader, contactId, { before, limit })).map(toMessageEntry);
  },
};

export const organisationMessageTimeline: OrganisationTimelineSource = {
  async read(sql, { reader, organisationId, contactIds, before, limit }) {
    const of = { organisationId, contactIds };
    return (await messagesOfOrganisation(sql, reader, of, { before, limit })).map(toMessageEntry);
  },
};
