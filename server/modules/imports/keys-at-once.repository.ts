/**
 * Foreign keys of a batch, checked by one statement for all rows instead of one for each: a fifth of the time of a big
 * import went there. While the rows are written the database's own checks of this transaction rest, where it may let
 * them (PostgreSQL 15: the right to set `session_replication_role`; else everything goes on as usual, only slower).
 */
import type { Tx } from '../../platform/database/database.ts';

/** What new records refer to, each named once. Their numbers refer to records of the same statement. */
export interface References {
  organisations: string[] | null;
  agents: string[] | null;
  teams: string[] | null;
  sources: string[] | null;
}

const setRole = (tx: Tx, role: 'replica' | 'origin') =>
  tx`
    select set_config('session_replication_role', ${role}, true)
    where has_parameter_privilege('session_replication_role', 'SET')`.execute();

/**
 * Writes with the checks at rest, then makes sure of what was referred to and holds on to it until the transaction ends,
 * as the database's own check does. Throws, and so takes all of it back, when one of them is gone.
 */
export async function withKeysAtOnce(tx: Tx, write: () => Promise<References>): Promise<void> {
  await setRole(tx, 'replica');
  const { organisations, agents, teams, sources } = await write();
  await setRole(tx, 'origin');
  await Promise.all([
    holdAll(tx, 'organisations', organisations),
    holdAll(tx, 'agents', agents),
    holdAll(tx, 'teams', teams),
    holdAll(tx, 'directory_entries', sources),
  ]);
}

async function holdAll(
  tx: Tx,
  table: 'organisations' | 'agents' | 'teams' | 'directory_entries',
  ids: string[] | null,
): Promise<void> {
  if (ids === null) return;
  const { count } = await tx`select from ${tx(table)} where id = any(${ids}::text[]) order by id for key share`;
  if (count !== ids.length) throw new Error(`${ids.length - count} of the ${table} that the rows refer to are gone`);
}
