/** People by their ids, for modules above that work for the server and not for a reader. */
import type { Contact } from '../../contract/contacts.contract.ts';
import type { Sql } from '../../platform/database/database.ts';
import type { Platform } from '../../platform/platform.ts';
import { selectContacts } from './contacts.repository.ts';
import { showContacts } from './contacts.usecases.ts';

/** Whoever of them is there, deleted ones left out, in no order. */
export async function contactsByIds(platform: Platform, sql: Sql, ids: readonly string[]): Promise<Contact[]> {
  const rows = ids.length === 0 ? [] : await selectContacts(sql, ids);
  return showContacts(
    platform,
    sql,
    rows.filter(({ deleted_at }) => deleted_at === null),
  );
}
