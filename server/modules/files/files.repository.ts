/** SQL of files. */
import type { FileRecordKind, StoredFileInfo } from '../../contract/files.contract.ts';
import type { Sql, Tx } from '../../platform/database/database.ts';

export interface FileRow {
  id: string;
  record_kind: FileRecordKind;
  record_id: string;
  name: string;
  content_type: string;
  bytes: number;
  sha256: string;
  storage_key: string;
  by_id: string | null;
  by_name: string | null;
  created_at: Date;
  deleted_at: Date | null;
}

export const toFile = (row: FileRow): StoredFileInfo => ({
  id: row.id,
  recordKind: row.record_kind,
  recordId: row.record_id,
  name: row.name,
  contentType: row.content_type,
  bytes: row.bytes,
  by: row.by_id === null ? null : { id: row.by_id, name: row.by_name ?? '' },
  createdAt: row.created_at.toISOString(),
});

export interface OfRecord {
  recordKind: FileRecordKind;
  recordId: string;
}

export interface Page {
  before: { at: string; id: string } | null;
  limit: number;
}

/** Files of a record that were not deleted, newest first. */
export async function selectFilesOf(sql: Sql, { recordKind, recordId }: OfRecord, page: Page): Promise<FileRow[]> {
  const rest = page.before && sql`(created_at, id) < (${page.before.at}::timestamptz, ${page.before.id})`;
  const ofRecord = sql`record_kind = ${recordKind} and record_id = ${recordId} and deleted_at is null`;
  return sql<FileRow[]>`
    select * from files where ${sql.and([ofRecord, rest])} order by created_at desc, id desc limit ${page.limit}`;
}

export async function countFilesOf(sql: Sql, { recordKind, recordId }: OfRecord): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(*)::int as count from files
    where record_kind = ${recordKind} and record_id = ${recordId} and deleted_at is null`;
  return row?.count ?? 0;
}

export async function selectFile(sql: Sql, id: string): Promise<FileRow | null> {
  const [row] = await sql<FileRow[]>`select * from files where id = ${id}`;
  return row ?? null;
}

export async function lockFile(tx: Tx, id: string): Promise<FileRow | null> {
  const [row] = await tx<FileRow[]>`select * from files where id = ${id} for update`;
  return row ?? null;
}

export async function insertFile(tx: Tx, row: Omit<FileRow, 'deleted_at'>): Promise<void> {
  await tx`insert into files ${tx({ ...row })}`;
}

export async function markFileDeleted(tx: Tx, id: string, at: Date | null): Promise<void> {
  await tx`update files set deleted_at = ${at} where id = ${id}`;
}
