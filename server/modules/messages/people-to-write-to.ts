/** People and organisations as records that can be written to; deals describe themselves by the same pieces. */
import type { Sql } from '../../platform/database/database.ts';
import type { Principal } from '../access/principal.ts';
import { type Mailable, mailablePeople } from '../contacts/people-seen.usecases.ts';
import { mailableOrganisation } from '../organisations/organisation-mail.usecases.ts';
import type { Addressee, MessageRecords } from './message-records.ts';

const addressesOf = ({ contactId, name, emails }: Mailable): Addressee[] =>
  emails.map((address) => ({ address, name, contactId, organisationId: null }));

/** The addresses of these people, as far as the reader may see them; person by person. */
export async function addresseesOf(sql: Sql, reader: Principal, contactIds: readonly string[]): Promise<Addressee[]> {
  const people = await mailablePeople(sql, reader, contactIds);
  return people.flatMap(addressesOf);
}

/** The addresses of the organisation itself, not those of its people. */
export async function addresseesOfOrganisation(sql: Sql, reader: Principal, id: string | null): Promise<Addressee[]> {
  const found = id === null ? null : await mailableOrganisation(sql, reader, id);
  if (found === null) return [];
  return found.emails.map((address) => ({ address, name: found.name, contactId: null, organisationId: found.id }));
}

export const contactMessages: MessageRecords = {
  async read(sql, reader, contactId) {
    const [person] = await mailablePeople(sql, reader, [contactId]);
    if (!person) return null;
    const addressees = addressesOf(person);
    return { contactId, organisationId: null, dealId: null, name: person.name, addressees };
  },
};

export const organisationMessages: MessageRecords = {
  async read(sql, reader, organisationId) {
    const found = await mailableOrganisation(sql, reader, organisationId);
    if (!found) return null;
    const own = await addresseesOfOrganisation(sql, reader, organisationId);
    const people = await addresseesOf(sql, reader, found.contactIds);
    return { contactId: null, organisationId, dealId: null, name: found.name, addressees: [...own, ...people] };
  },
};
