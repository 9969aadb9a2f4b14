/** Organisations as records that have files. */
import { canSee } from '../access/permissions.ts';
import type { FileRecords } from '../files/files.usecases.ts';
import { selectOrganisations } from './organisations.repository.ts';

export const organisationFiles: FileRecords = {
  async accessTo(sql, principal, organisationId) {
    const [row] = await selectOrganisations(sql, [organisationId]);
    const whose = { ownerAgentIds: [row?.owner_agent_id ?? null], teamIds: [row?.team_id ?? null] };
    if (!row || row.deleted_at !== null || !canSee(principal, 'contacts.read', whose)) return null;
    return canSee(principal, 'contacts.write', whose) ? 'write' : 'read';
  },
};
