/** SQL of imports themselves; their rows are in the files named after what is done with them. */
import type {
  ImportCounts,
  ImportDefaults,
  ImportFormat,
  ImportRules,
  ImportState,
} from '../../contract/imports.contract.ts';
import type { Sql, Tx } from '../../platform/database/database.ts';
import type { SqlQuery } from '../../platform/database/sql.ts';
import type { Principal } from '../access/principal.ts';
import type { ColumnGuess } from './guess-columns.ts';

export type StoredGuess = ColumnGuess & { samples: string[] };

export interface ImportRecord {
  id: string;
  target: 'contacts' | 'organisations';
  file_name: string;
  file_key: string;
  file_bytes: number;
  file_kind: 'csv' | 'xlsx';
  /** Files that were handed in before sheets could be chosen have none. */
  format: Omit<ImportFormat, 'sheet'> & Partial<Pick<ImportFormat, 'sheet'>>;
  sheets: string[];
  headers: string[];
  guesses: StoredGuess[];
  mapping: (string | null)[];
  rules: ImportRules;
  defaults: Partial<ImportDefaults>;
  state: ImportState;
  stopped_in: ImportState | null;
  goal: 'check' | 'write' | 'undo' | 'undo-left';
  asked: 'pause' | 'cancel' | null;
  failure: string | null;
  rows_total: number | null;
  rows_read: number;
  is_read: boolean;
  /** `import_alike` has every row that shares a number or an e-mail with another one. */
  alike_known: boolean;
  counts: Partial<ImportCounts>;
  rows_per_second: number | null;
  created_by: Principal;
  owner_user_id: string | null;
  team_id: string | null;
  version: number;
  created_at: Date;
  updated_at: Date;
  finished_at: Date | null;
  cleared_at: Date | null;
}

export const importOwner = { ownerUser: 'i.owner_user_id', team: 'i.team_id' } as const;

export async function selectImport(sql: Sql, id: string): Promise<ImportRecord | null> {
  const [row] = await sql<ImportRecord[]>`select * from imports i where i.id = ${id}`;
  return row ?? null;
}

export async function selectImports(
  sql: Sql,
  page: { where: SqlQuery; after: string[] | null; limit: number },
): Promise<ImportRecord[]> {
  const rest = page.after && sql`(i.created_at, i.id) < (${page.after[0]}::timestamptz, ${page.after[1]})`;
  return sql<ImportRecord[]>`
    select * from imports i where ${sql.and([page.where, rest])} order by i.created_at desc, i.id desc limit ${page.limit + 1}`;
}

/** Not against the batches that write changes of it: they refer to its key, which never changes. */
export async function lockImport(tx: Tx, id: string): Promise<ImportRecord | null> {
  const [row] = await tx<ImportRecord[]>`select * from imports i where i.id = ${id} for no key update`;
  return row ?? null;
}

type Json = 'format' | 'guesses' | 'mapping' | 'rules' | 'defaults' | 'counts' | 'created_by';
export type ImportColumns = Partial<Omit<ImportRecord, 'id' | 'version' | 'created_at'>>;
const jsonColumns = new Set<string>([
  'format',
  'guesses',
  'mapping',
  'rules',
  'defaults',
  'counts',
  'created_by',
] satisfies Json[]);

const encoded = (sql: Sql, columns: object) =>
  Object.fromEntries(
    Object.entries(columns).map(([key, value]) => [key, jsonColumns.has(key) ? sql.json(value) : value]),
  );

export async function insertImport(sql: Sql, row: ImportColumns & { id: string }, now: Date): Promise<void> {
  await sql`insert into imports ${sql({ ...encoded(sql, row), created_at: now, updated_at: now })}`;
}

/** Changes columns, raises the version, and returns the whole. */
export async function updateImport(sql: Sql, id: string, columns: ImportColumns, now: Date): Promise<ImportRecord> {
  const [row] = await sql<ImportRecord[]>`
    update imports set ${sql({ ...encoded(sql, columns), updated_at: now })}, version = version + 1 where id = ${id} returning *`;
  if (!row) throw new Error(`import ${id} is gone`);
  return row;
}

/** Forgets what was understood of the file, so that it is read afresh. */
export async function forgetRows(sql: Sql, id: string): Promise<void> {
  await sql`delete from import_rows where import_id = ${id}`;
  await sql`delete from import_alike where import_id = ${id}`;
  await sql`update imports set rows_read = 0, is_read = false, alike_known = false, rows_total = null where id = ${id}`;
}

/**
 * Every row of the file is staged.
 * @param alike rows that share a number or an e-mail with another one; null: not known
 */
export async function noteWholeFile(tx: Tx, id: string, alike: number[] | null): Promise<void> {
  await tx`insert into import_alike (import_id, row) select ${id}, unnest(${alike ?? []}::int[]) on conflict do nothing`;
  await tx`update imports set is_read = true, alike_known = ${alike !== null}, rows_total = rows_read where id = ${id}`;
}

/** False after a crash of the database, which empties tables that are not logged. */
export async function hasRows(sql: Sql, id: string): Promise<boolean> {
  const [row] = await sql`select from import_rows where import_id = ${id} limit 1`;
  return row !== undefined;
}

export interface Lane {
  step: string;
  lane: number;
  mark: number;
  counts: Partial<ImportCounts> & { rows?: number };
}

export const selectLanes = (sql: Sql, id: string) =>
  sql<Lane[]>`select step, lane, mark, counts from import_lanes where import_id = ${id} order by step, lane`.execute();

export async function openLane(sql: Sql, id: string, step: string, lane: number): Promise<Lane> {
  await sql`insert into import_lanes (import_id, step, lane, mark) values (${id}, ${step}, ${lane}, 0) on conflict do nothing`;
  const [row] = await sql<Lane[]>`
    select step, lane, mark, counts from import_lanes where import_id = ${id} and step = ${step} and lane = ${lane}`;
  if (!row) throw new Error(`import ${id} is gone`);
  return row;
}

/** The checkpoint of a batch, in its transaction. Throws when somebody else has done it meanwhile: nothing is written twice. */
export async function moveLane(tx: Tx, id: string, before: Lane, after: Pick<Lane, 'mark' | 'counts'>): Promise<void> {
  const { count } = await tx`
    update import_lanes set mark = ${after.mark}, counts = ${tx.json(after.counts)}
    where import_id = ${id} and step = ${before.step} and lane = ${before.lane} and mark = ${before.mark}`;
  if (count !== 1)
    throw new Error(`import ${id}, ${before.step} ${before.lane}: this batch was written by another process`);
}
