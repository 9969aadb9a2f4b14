/** Where an organisation can be written to. */
import type { Sql } from '../../platform/database/database.ts';
import { canSee } from '../access/permissions.ts';
import type { Principal } from '../access/principal.ts';
import { selectOrganisations, selectPeopleSpokenWith } from './organisations.repository.ts';
import { ownershipOf } from './organisations.usecases.ts';

export interface MailableOrganisation {
  id: string;
  name: string;
  emails: readonly string[];
  /** Its people, those spoken with last first; who of them may be seen is for the caller to ask. */
  contactIds: readonly string[];
}

/** More than anybody chooses from; of a firm of thousands those spoken with last. */
const mostPeople = 50;

/** Null: there is none, or not for this reader. */
export async function mailableOrganisation(
  sql: Sql,
  reader: Principal,
  id: string,
): Promise<MailableOrganisation | null> {
  const [row] = await selectOrganisations(sql, [id]);
  if (!row || row.deleted_at !== null || !canSee(reader, 'contacts.read', ownershipOf(row))) return null;
  const contactIds = await selectPeopleSpokenWith(sql, id, mostPeople);
  return { id, name: row.name, emails: row.emails, contactIds };
}
