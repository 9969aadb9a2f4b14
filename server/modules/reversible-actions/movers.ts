/**
 * What hangs on a record and moves with it in a merge. Each module that has such rows describes one mover; `server/app`
 * hands the list to the merges, so that a new kind of row joins with one line.
 */
import type { Sql, Tx } from '../../platform/database/database.ts';
import type { SqlQuery } from '../../platform/database/sql.ts';
import type { FactActor } from '../../platform/outbox/fact.ts';

export type MergedRecord = 'contact' | 'organisation';

export interface Move {
  /** Records that are merged away. */
  from: readonly string[];
  /** The record that stays. */
  to: string;
  now: Date;
  actor: FactActor | null;
}

/** Something that was not put back, because people have gone on with it since. */
export interface Kept {
  /** The part (name of the mover, or `fields`). */
  part: string;
  /** Which field, or how many rows. */
  what: string;
  because: 'changed-since' | 'moved-on' | 'removed-since';
}

export interface Unmoved {
  /** Rows that went back. */
  restored: number;
  kept: Kept[];
}

export interface MergeMover<Moved = unknown> {
  /** Permanent: the action remembers under it what was moved. */
  name: string;
  record: MergedRecord;
  /** How many rows hang on each record; left out: not worth showing. */
  count?(sql: Sql, ids: readonly string[]): Promise<Map<string, number>>;
  /** Moves the rows and returns everything that `unmove` needs, as JSON. */
  move(tx: Tx, move: Move): Promise<Moved>;
  /** Takes it back. `moved` is what `move` returned; `from` and `to` are those of the merge. */
  unmove(tx: Tx, moved: Moved, move: Move): Promise<Unmoved>;
}

/** Ids of rows by the record they hung on. */
export type RowsMoved = Record<string, string[]>;

export interface ColumnMover {
  name: string;
  record: MergedRecord;
  table: string;
  /** Column that holds the id of the record. */
  column: string;
  /** Further condition, when the table holds rows of other kinds of records as well. */
  only?(sql: Sql): SqlQuery;
  /** True when the table counts versions. */
  hasVersion?: boolean;
  /** After rows were moved, either way: tell whoever shows them. */
  after?(tx: Tx, to: string, move: Move): Promise<void>;
}

/** The plain case: rows with an id and one column that names the record. */
export function columnMover({
  name,
  record,
  table,
  column,
  only,
  hasVersion,
  after,
}: ColumnMover): MergeMover<RowsMoved> {
  const where = (sql: Sql, ids: readonly string[]) =>
    sql.and([sql`${sql(column)} = any(${[...ids]}::text[])`, only?.(sql)]);
  const setOf = (tx: Tx, to: string) =>
    hasVersion ? tx`${tx(column)} = ${to}, version = t.version + 1` : tx`${tx(column)} = ${to}`;
  return {
    name,
    record,
    async count(sql, ids) {
      const rows = await sql<{ id: string; count: number }[]>`
        select ${sql(column)} as id, count(*)::int as count from ${sql(table)}
        where ${where(sql, ids)} group by 1`;
      return new Map(rows.map(({ id, count }) => [id, count]));
    },
    async move(tx, move) {
      const rows = await tx<{ id: string; was: string }[]>`
        with was as (
          select id, ${tx(column)} as was from ${tx(table)} where ${where(tx, move.from)}
          order by id for update
        )
        update ${tx(table)} t set ${setOf(tx, move.to)} from was where t.id = was.id returning t.id, was.was`;
      if (rows.length > 0) await after?.(tx, move.to, move);
      return groupIds(rows);
    },
    async unmove(tx, moved, move) {
      let restored = 0;
      let wanted = 0;
      for (const [was, ids] of Object.entries(moved)) {
        const { count } = await tx`
          update ${tx(table)} t set ${setOf(tx, was)} where id = any(${ids}::text[]) and ${tx(column)} = ${move.to}`;
        if (count > 0) await after?.(tx, was, move);
        restored += count;
        wanted += ids.length;
      }
      return { restored, kept: keptRows(name, wanted - restored) };
    },
  };
}

/** Ids of rows by the record they hung on. */
export function groupIds(rows: readonly { id: string; was: string }[]): RowsMoved {
  const moved = new Map<string, string[]>();
  for (const { id, was } of rows) {
    const ids = moved.get(was);
    if (ids) ids.push(id);
    else moved.set(was, [id]);
  }
  return Object.fromEntries(moved);
}

/** Rows that somebody has moved to another record, or removed, since. */
export const keptRows = (part: string, count: number): Kept[] =>
  count > 0 ? [{ part, what: String(count), because: 'moved-on' }] : [];
