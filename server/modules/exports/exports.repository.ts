/** SQL of exports. */
import type { KindsOf } from '../../contract/audit-actions.ts';
import type { Language } from '../../contract/built-in-words.ts';
import type { Export } from '../../contract/exports.contract.ts';
import type { Sql } from '../../platform/database/database.ts';
import type { Principal } from '../access/principal.ts';

export interface ExportRecord {
  id: string;
  list: KindsOf<'exported'>;
  filters: Record<string, unknown>;
  columns: string[];
  format: 'csv' | 'xlsx';
  language: Language;
  state: Export['state'];
  failure: string | null;
  rows_written: number;
  file_key: string | null;
  file_bytes: number | null;
  expires_at: Date | null;
  created_by: Principal;
  owner_user_id: string | null;
  team_id: string | null;
  version: number;
  created_at: Date;
  updated_at: Date;
  finished_at: Date | null;
}

export type ExportColumns = Partial<Omit<ExportRecord, 'id' | 'version' | 'created_at' | 'filters' | 'created_by'>>;

export async function insertExport(
  sql: Sql,
  row: Omit<
    ExportRecord,
    | 'version'
    | 'created_at'
    | 'updated_at'
    | 'failure'
    | 'rows_written'
    | 'file_key'
    | 'file_bytes'
    | 'expires_at'
    | 'finished_at'
  >,
  now: Date,
): Promise<void> {
  await sql`insert into exports ${sql({ ...row, filters: sql.json(row.filters), created_by: sql.json(row.created_by), created_at: now, updated_at: now })}`;
}

export async function selectExport(sql: Sql, id: string): Promise<ExportRecord | null> {
  const [row] = await sql<ExportRecord[]>`select * from exports where id = ${id}`;
  return row ?? null;
}

/** One's own, newest first: what is in a file follows the rights of whoever asked for it, so nobody else gets it. */
export const selectExportsOf = (sql: Sql, principal: Principal, page: { after: string[] | null; limit: number }) =>
  sql<ExportRecord[]>`
    select * from exports where created_by ->> 'id' = ${principal.id}
      and ${page.after ? sql`(created_at, id) < (${page.after[0]}::timestamptz, ${page.after[1]})` : sql`true`}
    order by created_at desc, id desc limit ${page.limit + 1}`.execute();

export async function updateExport(sql: Sql, id: string, columns: ExportColumns, now: Date): Promise<ExportRecord> {
  const [row] = await sql<ExportRecord[]>`
    update exports set ${sql({ ...columns, updated_at: now })}, version = version + 1 where id = ${id} returning *`;
  if (!row) throw new Error(`export ${id} is gone`);
  return row;
}
