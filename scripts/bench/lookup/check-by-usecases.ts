/** Proof that the base holds what the product would have stored: a sample goes through the real usecases first. */
import { newContactSchema, newOrganisationSchema } from '../../../server/contract/contacts.contract.ts';
import { systemPrincipal } from '../../../server/modules/access/principal.ts';
import { createContact } from '../../../server/modules/contacts/create-contact.usecases.ts';
import { createOrganisation } from '../../../server/modules/organisations/organisations.usecases.ts';
import type { Sql } from '../../../server/platform/database/database.ts';
import type { Platform } from '../../../server/platform/platform.ts';
import type { BaseIds } from './callers.ts';
import { messyOrganisationOf, messyPersonOf } from './messy-people.ts';

/** Rows of one record as JSON, without ids and times. */
export type StoredSample = ReadonlyMap<number, string>;

const by = { principal: systemPrincipal, ip: '127.0.0.1' };
const noCalls = {
  mayWorkOn: async () => false,
  isMissed: async () => false,
  firstDialled: async () => null,
};

/** Stores these people and their organisations as the API would, remembers the rows and takes them away again. */
export async function storeByUsecases(platform: Platform, sample: readonly number[]): Promise<StoredSample> {
  const { sql } = platform.database;
  const organisations = new Map<number, string>();
  const stored = new Map<number, string>();
  for (const index of sample) {
    const { typed, organisation, stored: _, ...person } = messyPersonOf(index);
    if (organisation !== null && !organisations.has(organisation)) {
      const { name, typed: phones } = messyOrganisationOf(organisation);
      const body = newOrganisationSchema.parse({ name, phones });
      organisations.set(organisation, (await createOrganisation(platform, { ...by, body })).id);
    }
    const organisationId = organisation === null ? null : (organisations.get(organisation) ?? null);
    const body = newContactSchema.parse({ ...person, organisationId, phones: typed });
    const { id } = await createContact(platform, { ...by, body }, noCalls);
    stored.set(index, await rowsOf(sql, id));
  }
  await sql.unsafe('truncate contacts, organisations, phones cascade');
  return stored;
}

/** Indexes of people whose rows in the filled base differ from what the usecases stored. */
export async function differingFrom(sample: StoredSample, sql: Sql, ids: BaseIds): Promise<number[]> {
  const differing: number[] = [];
  for (const [index, rows] of sample) {
    if ((await rowsOf(sql, ids.contacts[index] ?? '')) !== rows) differing.push(index);
  }
  return differing;
}

/** A person, the numbers of it, and the organisation with its numbers. */
async function rowsOf(sql: Sql, contactId: string): Promise<string> {
  const unlike = ['id', 'contact_id', 'organisation_id', 'created_at', 'updated_at'];
  const phonesOf = (column: 'contact_id' | 'organisation_id', id: string) =>
    sql<{ row: unknown }[]>`
      select to_jsonb(p) - ${unlike}::text[] as row from phones p where ${sql(column)} = ${id} order by position`;
  const [contact] = await sql<{ row: unknown; organisation_id: string | null }[]>`
    select to_jsonb(c) - ${unlike}::text[] as row, organisation_id from contacts c where id = ${contactId}`;
  const [organisation] = await sql<{ row: unknown }[]>`
    select to_jsonb(o) - ${unlike}::text[] as row from organisations o where id = ${contact?.organisation_id ?? ''}`;
  const own = await phonesOf('contact_id', contactId);
  const firm = await phonesOf('organisation_id', contact?.organisation_id ?? '');
  return JSON.stringify([contact?.row, own, organisation?.row ?? null, firm]);
}
