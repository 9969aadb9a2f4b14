/** SQL of saved filters. */
import type { Filter, FilterRecord } from '../../contract/filters.contract.ts';
import type { Segment } from '../../contract/segments.contract.ts';
import type { Sql, Tx } from '../../platform/database/database.ts';
import type { Json, SqlQuery } from '../../platform/database/sql.ts';

export interface SegmentRow {
  id: string;
  name: string;
  record: FilterRecord;
  filter: Filter;
  shared: Segment['shared'];
  owner_user_id: string | null;
  owner_name: string | null;
  team_id: string | null;
  version: number;
  created_at: Date;
  updated_at: Date;
  deleted_at: Date | null;
}

const select = `
  select s.id, s.name, s.record, s.filter, s.shared, s.owner_user_id, u.name as owner_name, s.team_id, s.version,
    s.created_at, s.updated_at, s.deleted_at
  from segments s left join users u on u.id = s.owner_user_id`;

/** By name. */
export async function selectSegments(sql: Sql, where: SqlQuery): Promise<SegmentRow[]> {
  const rows = await sql<
    SegmentRow[]
  >`${sql.unsafe(select)} where ${where} order by search_text(s.name), s.id limit 1000`;
  return [...rows];
}

export async function selectSegment(sql: Sql, id: string): Promise<SegmentRow | null> {
  const [row] = await sql<SegmentRow[]>`${sql.unsafe(select)} where s.id = ${id}`;
  return row ?? null;
}

export async function lockSegment(tx: Tx, id: string): Promise<SegmentRow | null> {
  const [locked] = await tx`select from segments where id = ${id} for update`;
  return locked ? selectSegment(tx, id) : null;
}

export type SegmentColumns = Partial<{
  name: string;
  filter: Json;
  shared: Segment['shared'];
  deleted_at: Date | null;
}>;

export async function insertSegment(
  sql: Sql,
  row: Required<Omit<SegmentColumns, 'deleted_at'>> & {
    id: string;
    record: FilterRecord;
    owner_user_id: string | null;
    team_id: string | null;
  },
  now: Date,
): Promise<void> {
  await sql`insert into segments ${sql({ ...row, created_at: now, updated_at: now })}`;
}

export async function updateSegment(sql: Sql, id: string, columns: SegmentColumns, now: Date): Promise<void> {
  await sql`update segments set ${sql({ ...columns, updated_at: now })}, version = version + 1 where id = ${id}`;
}
