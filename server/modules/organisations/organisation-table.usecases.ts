/** Organisations as a table that filters, lists and counts are made of, by modules above. */
import type { Organisation } from '../../contract/contacts.contract.ts';
import type { Sql } from '../../platform/database/database.ts';
import type { SqlQuery } from '../../platform/database/sql.ts';
import type { Principal } from '../access/principal.ts';
import { visiblePredicate } from '../access/visible-predicate.ts';
import { recordText } from '../contacts/search-conditions.ts';
import { selectOrganisations } from './organisations.repository.ts';
import { organisationOwner, showOrganisations } from './organisations.usecases.ts';

export const organisationTable = { from: 'organisations o', id: 'o.id', live: 'o.deleted_at is null' } as const;

/** Every organisation that the reader may see. */
export const visibleOrganisations = (sql: Sql, reader: Principal): SqlQuery =>
  sql.and([sql`o.deleted_at is null`, visiblePredicate(sql, reader, 'contacts.read', organisationOwner)]);

export const organisationsOfText = (sql: Sql, reader: Principal, words: { text: string; region: string }) =>
  recordText(sql, reader, 'organisation', words);

/** Organisations in the order of the ids; those that are gone are left out. */
export async function showOrganisationsOf(
  sql: Sql,
  reader: Principal,
  ids: readonly string[],
): Promise<Organisation[]> {
  const rows = new Map((await selectOrganisations(sql, ids)).map((row) => [row.id, row]));
  return showOrganisations(
    sql,
    reader,
    ids.flatMap((id) => rows.get(id) ?? []),
  );
}
