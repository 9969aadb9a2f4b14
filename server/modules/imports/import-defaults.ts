/** What new records get when the file says nothing: checked when it is chosen, and again before anything is written. */
import type { ImportDefaults } from '../../contract/imports.contract.ts';
import type { Sql } from '../../platform/database/database.ts';
import { readAgentRecords } from '../agents/agents.usecases.ts';
import { findEntry, isLifecycle } from '../directories/directories.usecases.ts';

/** The defaults that may not be given to a record, or not any more. */
export async function wrongDefaults(
  sql: Sql,
  { ownerId, ownerIds, sourceId, lifecycle }: ImportDefaults,
): Promise<(keyof ImportDefaults)[]> {
  const wrong: (keyof ImportDefaults)[] = [];
  const owners = [...ownerIds, ...(ownerId === null ? [] : [ownerId])];
  const agents = await readAgentRecords(sql, owners);
  const worksHere = (id: string) => agents.get(id)?.active === true;
  if (ownerId !== null && !worksHere(ownerId)) wrong.push('ownerId');
  // One owner, or several in turn: both together say nothing.
  if (!ownerIds.every(worksHere) || (ownerIds.length > 0 && ownerId !== null)) wrong.push('ownerIds');
  if (sourceId !== null && (await findEntry(sql, 'source', sourceId)) === null) wrong.push('sourceId');
  if (lifecycle !== null && !(await isLifecycle(sql, lifecycle))) wrong.push('lifecycle');
  return wrong;
}
