/** People as a table that filters, lists and counts are made of, by modules above. */
import type { Contact } from '../../contract/contacts.contract.ts';
import type { Sql } from '../../platform/database/database.ts';
import type { SqlQuery } from '../../platform/database/sql.ts';
import type { Platform } from '../../platform/platform.ts';
import type { Principal } from '../access/principal.ts';
import { visiblePredicate } from '../access/visible-predicate.ts';
import { contactOwner } from './contact-row.ts';
import { selectContacts } from './contacts.repository.ts';
import { showContacts } from './contacts.usecases.ts';
import { recordText } from './search-conditions.ts';

export const contactTable = { from: 'contacts c', id: 'c.id', live: 'c.deleted_at is null' } as const;

/** Everybody whom the reader may see. */
export const visibleContacts = (sql: Sql, reader: Principal): SqlQuery =>
  sql.and([sql`c.deleted_at is null`, visiblePredicate(sql, reader, 'contacts.read', contactOwner)]);

export const contactsOfText = (sql: Sql, reader: Principal, words: { text: string; region: string }) =>
  recordText(sql, reader, 'contact', words);

/** People in the order of the ids; those that are gone are left out. The ids were read with `visibleContacts`. */
export async function showContactsOf(platform: Platform, sql: Sql, ids: readonly string[]): Promise<Contact[]> {
  const rows = new Map((await selectContacts(sql, ids)).map((row) => [row.id, row]));
  return showContacts(
    platform,
    sql,
    ids.flatMap((id) => rows.get(id) ?? []),
  );
}
