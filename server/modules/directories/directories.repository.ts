/** SQL of directories. */
import type { Directory, DirectoryEntry } from '../../contract/directories.contract.ts';
import type { Sql, Tx } from '../../platform/database/database.ts';

const columns = 'id, directory, key, label, colour, active, position';

export async function selectEntries(sql: Sql, directory?: Directory): Promise<DirectoryEntry[]> {
  const rows = await sql<DirectoryEntry[]>`
    select ${sql.unsafe(columns)} from directory_entries
    where ${sql.and([directory !== undefined && sql`directory = ${directory}`])} order by directory, position, id`;
  return [...rows];
}

/** Holds a directory, so that two people do not add the same entry. */
export async function lockDirectory(tx: Tx, directory: Directory): Promise<DirectoryEntry[]> {
  await tx`select pg_advisory_xact_lock(hashtext('directory_entries'), hashtext(${directory}))`;
  return selectEntries(tx, directory);
}

export async function selectEntry(sql: Sql, id: string): Promise<DirectoryEntry | null> {
  const [row] = await sql<DirectoryEntry[]>`select ${sql.unsafe(columns)} from directory_entries where id = ${id}`;
  return row ?? null;
}

export async function insertEntry(sql: Sql, entry: DirectoryEntry): Promise<void> {
  await sql`insert into directory_entries ${sql({ ...entry })}`;
}

export async function updateEntry(sql: Sql, { id, label, colour, active, position }: DirectoryEntry): Promise<void> {
  await sql`update directory_entries set ${sql({ label, colour, active, position })} where id = ${id}`;
}
