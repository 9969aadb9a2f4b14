/** How many records fit, within a time that somebody who builds a filter is ready to wait. */
import type { Database } from '../database/database.ts';
import { sqlState } from '../database/database-errors.ts';
import type { SqlQuery } from '../database/sql.ts';
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

export async function countRecords(database: Database, table: RecordTable, where: SqlQuery): Promise<Counted> {
  const whole = await countWithin(database, patience.whole, table, where, null);
  if (whole !== null) return { count: whole, isExact: true };
  const part = await countWithin(database, patience.part, table, where, countedAtMost);
  return { count: part ?? 0, isExact: false };
}

/** Null: it took longer than that. */
async function countWithin(
  database: Database,
  ms: number,
  table: RecordTable,
  where: SqlQuery,
  most: number | null,
): Promise<number | null> {
  try {
    return await database.transaction(
      async (tx) => {
        await tx.unsafe(`set local statement_timeout = ${ms}`);
        const rows =
          most === null
            ? await tx<{ count: number }[]>`select count(*) as count from ${tx.unsafe(table.from)} where ${where}`
            : await tx<{ count: number }[]>`
                select count(*) as count from (select from ${tx.unsafe(table.from)} where ${where} limit ${most}) part`;
        return rows[0]?.count ?? 0;
      },
      { readOnly: true },
    );
  } catch (error) {
    if (sqlState(error) === queryCancelled) return null;
    throw error;
  }
}
