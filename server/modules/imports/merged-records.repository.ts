/** SQL of records that were merged after an import found them or wrote to them. */
import type { Sql, Tx } from '../../platform/database/database.ts';
import type { Principal } from '../access/principal.ts';
import { visiblePredicate } from '../access/visible-predicate.ts';
import type { RecordTable } from './update-records.repository.ts';

/**
 * Of these records those that went into another one, and those that took others in since the import began: what the import
 * gave them is not told apart any more from what the merge did.
 */
export async function mergedSince(
  tx: Tx,
  { importId, table, ids }: { importId: string; table: RecordTable; ids: readonly string[] },
): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const list = [...new Set(ids)];
  const rows = await tx<{ id: string }[]>`
    select id from ${tx(table)} where id = any(${list}) and merged_into is not null
    union
    select other.merged_into from ${tx(table)} other join imports i on i.id = ${importId}
    where other.merged_into = any(${list}) and other.deleted_at >= i.created_at`;
  return new Set(rows.map(({ id }) => id));
}

/**
 * A record that a row was found to mean may have gone into another one since the dry run: then the row means that one, when
 * the importer may change it. Others are left out, as what was deleted is.
 */
export async function followMerges(
  sql: Sql,
  { importId, target, principal }: { importId: string; target: RecordTable; principal: Principal },
): Promise<void> {
  const isWritable = visiblePredicate(sql, principal, 'contacts.write', {
    ownerAgent: 't.owner_agent_id',
    team: 't.team_id',
    ...(target === 'contacts' ? { isPrivate: 't.is_private' } : {}),
  });
  await sql`
    with recursive chain as (
      select t.id as start, t.merged_into as next from ${sql(target)} t
      where t.merged_into is not null and t.id in (
        select r.record_id from import_rows r where r.import_id = ${importId} and r.action = 'update')
      union
      select chain.start, t.merged_into from chain join ${sql(target)} t on t.id = chain.next where t.merged_into is not null
    ), survivors as (
      select chain.start, t.id from chain join ${sql(target)} t on t.id = chain.next
      where t.merged_into is null and t.deleted_at is null and ${isWritable}
    )
    update import_rows r set record_id = s.id from survivors s
    where r.import_id = ${importId} and r.action = 'update' and r.record_id = s.start`;
}
