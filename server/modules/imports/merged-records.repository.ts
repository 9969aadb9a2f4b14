/** SQL of records that were merged after an import found them or wrote to them. */
import type { Sql } from '../../platform/database/database.ts';
import type { Principal } from '../access/principal.ts';
import { visiblePredicate } from '../access/visible-predicate.ts';
import type { RecordTable } from './update-records.repository.ts';

/**
 * Of these records those that went into another one, and those that took others in since the import began: what the import
 * gave them is not told apart any more from what the merge did.
 */
export async function mergedSince(
  sql: Sql,
  { importId, table, ids }: { importId: string; table: RecordTable; ids: readonly string[] },
): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const list = [...new Set(ids)];
  const rows = await sql<{ id: string }[]>`
    select id from ${sql(table)} where id = any(${list}) and merged_into is not null
    union
    select other.merged_into from ${sql(table)} other join imports i on i.id = ${importId}
    where other.merged_into = any(${list}) and other.deleted_at >= i.created_at`;
  return new Set(rows.map(({ id }) => id));
}

/**
 * How often merges that were taken back have raised the version of each of these: when they were made, and again when they
 * were undone. People of an organisation that was merged, and organisations below it, went along; they count where they are
 * again what they were, since one that somebody had moved on was not moved back.
 */
export async function versionsRaisedByMerges(
  sql: Sql,
  table: RecordTable,
  ids: readonly string[],
): Promise<Map<string, number>> {
  if (ids.length === 0) return new Map();
  const [part, column] = table === 'contacts' ? ['people', 'organisation_id'] : ['children', 'parent_id'];
  const rows = await sql<{ id: string; times: number }[]>`
    select m.id, 2 * count(*)::int as times
    from reversible_actions r cross join lateral (
      select r.moved->>'survivorId' as id
      union all select jsonb_array_elements_text(r.moved->'otherIds')
      union all
      select t.id from jsonb_each(r.moved->'parts'->${part}) as was(id, ids)
      cross join lateral jsonb_array_elements_text(was.ids) as along(id)
      join ${sql(table)} t on t.id = along.id and t.${sql(column)} = was.id) m
    where r.kind in ('contact.merged', 'organisation.merged') and r.undone_at is not null and m.id = any(${[...ids]})
    group by m.id`;
  return new Map(rows.map(({ id, times }) => [id, times]));
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
