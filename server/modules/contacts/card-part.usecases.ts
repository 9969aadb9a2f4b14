/** The part of a card that is about the person: everything but the calls and debts. */

import type { Contact } from '../../contract/contacts.contract.ts';
import type { Task } from '../../contract/tasks.contract.ts';
import type { Sql, Tx } from '../../platform/database/database.ts';
import type { Platform } from '../../platform/platform.ts';
import { canSee } from '../access/permissions.ts';
import { listOpenTasks } from '../tasks/list-tasks.usecases.ts';
import { readContactForServer } from './contact-refs.usecases.ts';
import { ownershipOf } from './contact-row.ts';
import { selectContacts } from './contacts.repository.ts';
import type { MatchReader } from './rank-matches.ts';

export interface CardPart {
  /** Null: nobody was chosen, the person was deleted, or `restricted`. */
  contact: Contact | null;
  openTasks: Task[];
  /** True when it is somebody else's client: the card says whose and nothing more. */
  restricted: boolean;
}

/** @param reader whose card it is; null: the server itself */
export async function buildCardPart(
  platform: Platform,
  sql: Sql | Tx,
  { contactId, reader }: { contactId: string | null; reader: MatchReader },
): Promise<CardPart> {
  const [row] = contactId ? await selectContacts(sql, [contactId]) : [];
  if (!row || row.deleted_at !== null) return { contact: null, openTasks: [], restricted: false };
  if (reader !== null && !canSee(reader, 'contacts.read', ownershipOf(row)))
    return { contact: null, openTasks: [], restricted: true };
  const contact = await readContactForServer(platform, sql, row.id);
  return { contact, openTasks: await listOpenTasks(sql, row.id), restricted: false };
}
