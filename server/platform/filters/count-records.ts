/** How many records fit, within a time that somebody who builds a filter is ready to wait. */
import type { Database } from '../database/database.ts';
import { sqlState } from '../database/database-errors.ts';
import type { Sql, SqlQuery } from '../database/sql.ts';
import type { RecordTable } from './page-of-records.ts';

export interface Counted {
  count: number;
  /** False: at least `count`; counting all of them would have taken too long. */
  isExact: boolean;
}

/** Milliseconds for the whole count, and then for a first part of it. */
const patience = { whole: 2_000, part: 1_000 };
const countedAtMost = 10_000;
const queryCancelled = '57014';

/** @param holders ids of all that fit as another table tells them, deleted records among them; null: it does not */
export async function countRecords(
  database: Database,
  table: RecordTable,
  where: SqlQuery,
  holders: SqlQuery | null = null,
): Promise<Counted> {
  const whole = await countWithin(database, patience.whole, table, holders ? { holders } : { where, most: null });
  if (whole !== null) return { count: whole, isExact: true };
  const part = await countWithin(database, patience.part, table, { where, most: countedAtMost });
  return { count: part ?? 0, isExact: false };
}

type Asked = { where: SqlQuery; most: number | null } | { holders: SqlQuery };

function questionOf(sql: Sql, table: RecordTable, asked: Asked): SqlQuery {
  const [from, id] = [sql.unsafe(table.from), sql.unsafe(table.id)];
  if ('holders' in asked) {
    const { holders } = asked;
    return sql`select (select count(distinct held.id) from (${holders}) held(id))
      - (select count(*) from ${from} where not (${sql.unsafe(table.live)}) and ${id} in (${holders})) as count`;
  }
  const { where, most } = asked;
  if (most === null) return sql`select count(*) as count from ${from} where ${where}`;
  return sql`select count(*) as count from (select from ${from} where ${where} limit ${most}) part`;
}

/** Null: it took longer than that. */
async function countWithin(database: Database, ms: number, table: RecordTable, asked: Asked): Promise<number | null> {
  try {
    return await database.transaction(
      async (tx) => {
        await tx.unsafe(`set local statement_timeout = ${ms}`);
        const rows = await tx<{ count: number }[]>`${questionOf(tx, table, asked)}`;
        return rows[0]?.count ?? 0;
      },
      { readOnly: true },
    );
  } catch (error) {
    if (sqlState(error) === queryCancelled) return null;
    throw error;
  }
}
