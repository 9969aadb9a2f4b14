/** What new records get when the file says nothing: checked when it is chosen, and again before anything is written. */
import type { ImportDefaults } from '../../contract/imports.contract.ts';
import type { Sql } from '../../platform/database/database.ts';
import { readAgentRecords } from '../agents/agents.usecases.ts';
import { findEntry, isLifecycle } from '../directories/directories.usecases.ts';

/** The defaults that may not be given to a record, or not any more. */
export async function wrongDefaults(
  sql: Sql,
  { ownerId, sourceId, lifecycle }: ImportDefaults,
): Promise<(keyof ImportDefaults)[]> {
  const wrong: (keyof ImportDefaults)[] = [];
  if (ownerId !== null && !(await readAgentRecords(sql, [ownerId])).get(ownerId)?.active) wrong.push('ownerId');
  if (sourceId !== null && (await findEntry(sql, 'source', sourceId)) === null) wrong.push('sourceId');
  if (lifecycle !== null && !(await isLifecycle(sql, lifecycle))) wrong.push('lifecycle');
  return wrong;
}
