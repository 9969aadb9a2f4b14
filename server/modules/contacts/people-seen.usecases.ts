/** Which people a reader may see, and where those can be written to, for modules above. */
import type { Sql } from '../../platform/database/database.ts';
import { canSee } from '../access/permissions.ts';
import type { Principal } from '../access/principal.ts';
import { readContactRefs } from './contact-refs.usecases.ts';
import { ownershipOf } from './contact-row.ts';
import { selectContacts } from './contacts.repository.ts';

/** Those of them that are there and for this reader. */
export async function visibleContactIds(sql: Sql, reader: Principal, ids: readonly string[]): Promise<Set<string>> {
  const refs = await readContactRefs(sql, [...new Set(ids)]);
  const visible = [...refs.values()].filter(({ ownerAgentId, teamId, isPrivate }) =>
    canSee(reader, 'contacts.read', { ownerAgentIds: [ownerAgentId], teamIds: [teamId], isPrivate }),
  );
  return new Set(visible.map(({ contactId }) => contactId));
}

export interface Mailable {
  contactId: string;
  name: string;
  /** Lower case; the first is the usual one. */
  emails: readonly string[];
}

/** Those of them that are there and for this reader, in the order given. */
export async function mailablePeople(sql: Sql, reader: Principal, ids: readonly string[]): Promise<Mailable[]> {
  const rows = new Map((ids.length === 0 ? [] : await selectContacts(sql, ids)).map((row) => [row.id, row]));
  return [...new Set(ids)].flatMap((id) => {
    const row = rows.get(id);
    if (!row || row.deleted_at !== null || !canSee(reader, 'contacts.read', ownershipOf(row))) return [];
    return [{ contactId: id, name: row.name, emails: row.emails }];
  });
}
