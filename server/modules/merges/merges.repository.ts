/** SQL of merges: whole rows of people and organisations, so that columns that come later need no change here. */
import type { Sql, Tx } from '../../platform/database/database.ts';
import type { MergedRecord } from '../reversible-actions/movers.ts';
import type { Row } from './plan-merge.ts';

export interface StoredRecord {
  id: string;
  name: string;
  version: number;
  owner_agent_id: string | null;
  team_id: string | null;
  is_private: boolean;
  merged_into: string | null;
  deleted: boolean;
  created_at: string;
  row: Row;
}

const tables = { contact: 'contacts', organisation: 'organisations' } as const;

/** Organisations are nobody's alone. */
const columns = `t.id, t.name, t.version, t.owner_agent_id, t.team_id, t.merged_into,
  coalesce((to_jsonb(t) ->> 'is_private')::boolean, false) as is_private, t.deleted_at is not null as deleted,
  t.created_at::text as created_at, to_jsonb(t) as row`;

/** In the order of the ids given. */
export async function selectRecords(sql: Sql, record: MergedRecord, ids: readonly string[]): Promise<StoredRecord[]> {
  const rows = await sql<StoredRecord[]>`
    select ${sql.unsafe(columns)} from ${sql(tables[record])} t where t.id = any(${[...ids]}::text[])`;
  return ids.flatMap((id) => rows.find((row) => row.id === id) ?? []);
}

/** Holds the records, in one order for everybody. */
export async function lockRecords(tx: Tx, record: MergedRecord, ids: readonly string[]): Promise<StoredRecord[]> {
  await tx`select from ${tx(tables[record])} where id = any(${[...ids]}::text[]) order by id for update`;
  return selectRecords(tx, record, ids);
}

/** Writes columns given as JSON, and raises the version. Returns the new one. */
export async function writeColumns(
  tx: Tx,
  record: MergedRecord,
  id: string,
  values: Record<string, unknown>,
  now: Date,
): Promise<number> {
  const table = tables[record];
  const set = Object.keys(values).map((column) => tx`${tx(column)} = r.${tx(column)}`);
  const all = [...set, tx`updated_at = ${now}`, tx`version = t.version + 1`];
  const list = all.reduce((known, one) => tx`${known}, ${one}`);
  const [row] = await tx<{ version: number }[]>`
    update ${tx(table)} t set ${list}
    from jsonb_populate_record(null::${tx(table)}, ${tx.json(values)}::jsonb) r
    where t.id = ${id} returning t.version`;
  return row?.version ?? 0;
}

/** True when an organisation would stand above itself. */
export async function isInCircle(tx: Tx, organisationId: string): Promise<boolean> {
  const [row] = await tx`
    with recursive up as (
      select parent_id as id from organisations where id = ${organisationId}
      union
      select o.parent_id from organisations o join up on o.id = up.id
    )
    select from up where id = ${organisationId}`;
  return row !== undefined;
}
