/** Deals as records that have files. */
import { canSee } from '../access/permissions.ts';
import type { FileRecords } from '../files/files.usecases.ts';
import { ownershipOf } from './deal-row.ts';
import { findDealRow } from './deals.usecases.ts';

export const dealFiles: FileRecords = {
  async accessTo(sql, principal, dealId) {
    const row = await findDealRow(sql, principal, dealId);
    if (!row) return null;
    return canSee(principal, 'deals.write', ownershipOf(row)) ? 'write' : 'read';
  },
};
