/** Deals as records that can be written to: their people first, the main one at the head, then the organisation. */
import type { MessageRecords } from '../messages/message-records.ts';
import { addresseesOf, addresseesOfOrganisation } from '../messages/people-to-write-to.ts';
import { selectParts } from './deals.repository.ts';
import { findDealRow } from './deals.usecases.ts';

export const dealMessages: MessageRecords = {
  async read(sql, reader, dealId) {
    const row = await findDealRow(sql, reader, dealId);
    if (!row) return null;
    const { contacts } = await selectParts(sql, row);
    const ids = [...(row.contact_id === null ? [] : [row.contact_id]), ...contacts.map((one) => one.contactId)];
    const people = await addresseesOf(sql, reader, ids);
    const ofFirm = await addresseesOfOrganisation(sql, reader, row.organisation_id);
    const { contact_id: contactId, organisation_id: organisationId } = row;
    return { contactId, organisationId, dealId, name: row.title, addressees: [...people, ...ofFirm] };
  },
};
