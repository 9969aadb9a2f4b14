/** Skills of agents: entries of the firm's directory `skill`. */
import type { DirectoryEntry } from '../../contract/directories.contract.ts';
import type { Sql, Tx } from '../../platform/database/database.ts';
import { listDirectoryEntries } from '../directories/directories.usecases.ts';
import { unknownSkills } from './agents.errors.ts';
import { setAgentSkills } from './agents.repository.ts';

const isMeant = (wanted: string) => (entry: DirectoryEntry) => entry.id === wanted || entry.key === wanted;

/**
 * Gives the agent these skills and no others. One that was switched off stays with whoever has it, and is given to
 * nobody else.
 * @param wanted ids or keys
 */
export async function giveSkills(
  tx: Tx,
  { agentId, wanted, has }: { agentId: string; wanted: readonly string[]; has: readonly string[] },
): Promise<void> {
  const entries = await listDirectoryEntries(tx, 'skill');
  const found = wanted.map((one) => entries.filter(({ id, active }) => active || has.includes(id)).find(isMeant(one)));
  const missing = wanted.filter((_, at) => found[at] === undefined);
  if (missing.length > 0) throw unknownSkills(missing);
  await setAgentSkills(tx, agentId, [...new Set(found.flatMap((entry) => entry?.id ?? []))]);
}

/** The word of each skill by its id, switched-off ones included. */
export async function skillNames(sql: Sql): Promise<Map<string, string>> {
  const entries = await listDirectoryEntries(sql, 'skill');
  return new Map(entries.map(({ id, label, key }) => [id, label ?? key]));
}
