/**
 * What hangs on a record and moves with it in a merge. Each module that has such rows describes one mover; `server/app`
 * hands the list to the merges, so that a new kind of row joins with one line.
 */
import type { Sql, Tx } from '../../platform/database/database.ts';
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
  /** True when the table counts versions. */
  hasVersion?: boolean;
  /** After rows were moved, either way: tell whoever shows them. */
  after?(tx: Tx, to: string, move: Move): Promise<void>;
}

/** The plain case: rows with an id and one column that names the record. */
export function columnMover({ name, record, table, column, hasVersion, after }: ColumnMover): MergeMover<RowsMoved> {
  const setOf = (tx: Tx, to: string) =>
    hasVersion ? tx`${tx(column)} = ${to}, version = t.version + 1` : tx`${tx(column)} = ${to}`;
  return {
    name,
    record,
    async count(sql, ids) {
      const rows = await sql<{ id: string; count: number }[]>`
        select ${sql(column)} as id, count(*)::int as count from ${sql(table)}
        where ${sql(column)} = any(${[...ids]}::text[]) group by 1`;
      return new Map(rows.map(({ id, count }) => [id, count]));
    },
    async move(tx, move) {
      const rows = await tx<{ id: string; was: string }[]>`
        with was as (
          select id, ${tx(column)} as was from ${tx(table)} where ${tx(column)} = any(${[...move.from]}::text[])
          order by id for update
        )
        update ${tx(table)} t set ${setOf(tx, move.to)} from was where t.id = was.id returning t.id, was.was`;
      if (rows.length > 0) await after?.(tx, move.to, move);
      const moved: RowsMoved = {};
      for (const { id, was } of rows) (moved[was] ??= []).push(id);
      return moved;
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

/** Rows that somebody has moved to another record, or removed, since. */
export const keptRows = (part: string, count: number): Kept[] =>
  count > 0 ? [{ part, what: String(count), because: 'moved-on' }] : [];
