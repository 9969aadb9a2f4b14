/** People as records that have files. */
import { canSee } from '../access/permissions.ts';
import type { FileRecords } from '../files/files.usecases.ts';
import { ownershipOf } from './contact-row.ts';
import { selectContacts } from './contacts.repository.ts';

export const contactFiles: FileRecords = {
  async accessTo(sql, principal, contactId) {
    const [row] = await selectContacts(sql, [contactId]);
    if (!row || row.deleted_at !== null || !canSee(principal, 'contacts.read', ownershipOf(row))) return null;
    return canSee(principal, 'contacts.write', ownershipOf(row)) ? 'write' : 'read';
  },
};
